"""What is run, how it is compared, and what may be believed of it."""

"""What the mapping files say, and what it means for the arguments of a call."""

"""What is compiled for quick reading, and how it is asked and shown."""

"""What helps to write: plugins, mappings, their schema and their mending."""

"""How calls, signatures and conditions are written; it knows nothing of a map."""

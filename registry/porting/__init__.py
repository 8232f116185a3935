"""A call of one API, as text, written as a call of its counterpart."""

"""Safe output to a terminal or a pipe."""

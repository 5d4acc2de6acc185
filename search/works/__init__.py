"""Lists of works, and counts of their values."""

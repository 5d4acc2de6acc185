"""A line remembered wrongly, to the passages that it may be: candidates, alignment, a score, a difference."""

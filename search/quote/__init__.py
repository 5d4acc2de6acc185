"""A line remembered wrongly, to the passages that it may be: seeds, votes, alignment, a score, a difference."""

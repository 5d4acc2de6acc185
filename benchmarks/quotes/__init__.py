"""Lines remembered wrongly, over any collection: how often is the right passage first? See README.md beside this."""

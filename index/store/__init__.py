"""Commits: what is open for reading, and how the next one is made."""

"""Commits: opens the latest one for reading, and makes the next."""

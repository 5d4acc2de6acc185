"""Writes scenes as segments, and merges segments."""

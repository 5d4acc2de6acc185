"""JSON Lines: one work a line, written by hand, by other programs, or by `fabula export`."""

from .reader import JsonlReader

__all__ = ["JsonlReader"]

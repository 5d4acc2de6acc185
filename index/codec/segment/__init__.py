"""Reads one segment: its terms, its scenes, and the file that holds both."""

from .segment import Segment

__all__ = ["Segment"]

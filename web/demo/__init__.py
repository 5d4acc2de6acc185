"""The demo library: stories written for Fabula in several formats, and a line to search for."""

from __future__ import annotations

from pathlib import Path

__all__ = ["PHRASE", "STORIES"]

STORIES: Path = Path(__file__).parent / "stories"

# Spoken once in one of the stories, and nowhere else in them.
PHRASE = "You would have been my choice"

"""What every writer and reader of segments agrees on. docs/file-format.md describes it for other languages."""

from __future__ import annotations

from fabula.index.model import SceneKind

__all__ = [
    "COPIES_KIND",
    "COPIES_VERSION",
    "GAP",
    "KINDS",
    "NO_LANGUAGE",
    "SEGMENT_KIND",
    "SEGMENT_VERSION",
    "SPEECH_KIND",
    "SPEECH_VERSION",
]

SEGMENT_KIND = "segment"
SEGMENT_VERSION = 2
COPIES_KIND = "copies"
COPIES_VERSION = 1
SPEECH_KIND = "speech"
SPEECH_VERSION = 1

# Positions between the end of a scene and the next: more than any proximity search may span, so that none crosses.
GAP = 128

# Of a term: that none of the segment's languages is known to give it its stem.
NO_LANGUAGE = 255

# A scene's kind is its index here.
KINDS = (SceneKind.STORY, SceneKind.PARATEXT)

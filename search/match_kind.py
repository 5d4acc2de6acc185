"""How a scene matched: apart from results.py for those who need no more, as that takes 20 ms to import."""

from __future__ import annotations

from enum import StrEnum


class MatchKind(StrEnum):
    """How a scene matched, best first."""

    EXACT = "exact"
    SPEECH = "speech"
    STEMMED = "stemmed"
    NEAR = "near"
    FUZZY = "fuzzy"
    WORDS = "words"
    NONE = "none"

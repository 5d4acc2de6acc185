"""Decides which words are the same: text to terms with offsets, terms to stems."""

from .characters import EMOJI_RANGES, is_apostrophe, is_emoji, is_ideographic, is_unspaced
from .folding import flatten, fold
from .stemming import NO_LANGUAGE, stem, stems
from .tokens import Term, edges, terms, words

__all__ = [
    "EMOJI_RANGES",
    "NO_LANGUAGE",
    "Term",
    "edges",
    "flatten",
    "fold",
    "is_apostrophe",
    "is_emoji",
    "is_ideographic",
    "is_unspaced",
    "stem",
    "stems",
    "terms",
    "words",
]

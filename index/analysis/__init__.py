"""Decides which words are the same: text to terms with offsets, terms to stems."""

from .folding import flatten, fold
from .stemming import NO_LANGUAGE, stem, stems
from .tokens import Term, edges, is_apostrophe, terms, words

__all__ = ["NO_LANGUAGE", "Term", "edges", "flatten", "fold", "is_apostrophe", "stem", "stems", "terms", "words"]

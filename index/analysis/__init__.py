"""What counts as the same word? Text to terms with offsets; terms to stems."""

from .folding import flatten, fold
from .stemming import NO_LANGUAGE, stem, stems
from .tokens import Term, terms, words

__all__ = ["NO_LANGUAGE", "Term", "flatten", "fold", "stem", "stems", "terms", "words"]

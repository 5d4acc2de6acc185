"""What counts as the same word? Text to terms with offsets; terms to stems."""

from .folding import flatten, fold
from .stemming import NO_LANGUAGE, stem, stems
from .tokens import Term, is_apostrophe, spans, terms, words

__all__ = ["NO_LANGUAGE", "Term", "flatten", "fold", "is_apostrophe", "spans", "stem", "stems", "terms", "words"]

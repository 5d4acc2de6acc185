"""What counts as the same word? Text to terms with offsets; terms to stems."""

from .folding import flatten, fold
from .stemming import NO_LANGUAGE, stem, stems
from .tokens import Term, spans, terms, words

__all__ = ["NO_LANGUAGE", "Term", "flatten", "fold", "spans", "stem", "stems", "terms", "words"]

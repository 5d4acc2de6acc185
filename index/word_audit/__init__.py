"""A conscience for readers: which words of a file were read, which were left out by a rule, and which nobody read.

For each format there is a second, crude way to all words of a file. It shares no code with the reader, and no parser
where there is another. `crude_text.py` has the table, `quick_count.py` what every run counts, and `comparison.py` what
`fabula check --sources` compares word by word.
"""

from .comparison import LostWords, Quote, lost_words
from .crude_text import crude_texts
from .held_texts import held_texts, left_out_texts, record_texts
from .palm_text import NotAudited
from .quick_count import audit_warnings, best_text, words_by_rule

__all__ = [
    "LostWords", "NotAudited", "Quote", "audit_warnings", "best_text", "crude_texts", "held_texts", "left_out_texts",
    "lost_words", "record_texts", "words_by_rule",
]  # fmt: skip

"""What a word is to the audit, and how many letters a text has.

A word is a run of letters and digits; an ideograph or a kana is a word by itself. Words are compared folded: without
accents, case and the forms of letters, because readers may change those.
"""

from __future__ import annotations

import re
import unicodedata

import numpy as np

_CJK = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(r"[^\W_]+")
_WORD_OR_IDEOGRAPH = re.compile(f"[{_CJK}]|(?:(?![{_CJK}])[^\\W_])+")
_HAS_IDEOGRAPH = re.compile(f"[{_CJK}]")
# Soft hyphens, joiners, marks of direction, byte order marks and variation selectors: no reader has to keep them.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]")

_LETTERS = bytes(range(0x30, 0x3A)) + bytes(range(0x41, 0x5B)) + bytes(range(0x61, 0x7B))
# In UTF-8 each letter beyond ASCII has one lead byte; C2 and E2 lead to signs and spaces, quote marks and dashes.
_LEADS = bytes(set(range(0xC3, 0xF5)) - {0xE2})
_IS_LETTER = bytes(byte in {*_LETTERS, *_LEADS} for byte in range(256))
_IDEOGRAPHIC_SPACE = "\u3000"


def count_letters(text: str) -> int:
    """About how many letters and digits `text` has, in a millisecond a megabyte.

    Signs of the blocks for ideographs count as letters, too: it is only compared with a count of its own kind.
    """
    if _IDEOGRAPHIC_SPACE in text:
        # Chinese and Japanese paragraphs are indented with it, and readers drop it.
        text = text.replace(_IDEOGRAPHIC_SPACE, " ")
    # Marking letters and counting the marks takes a third of the time of deleting all others.
    marks = text.encode("utf-8", "replace").translate(_IS_LETTER)
    return int(np.count_nonzero(np.frombuffer(marks, np.uint8)))


def plain(text: str) -> str:
    """`text` with composed letters and without what is invisible: words are cut from this."""
    return text if text.isascii() else _INVISIBLE.sub("", unicodedata.normalize("NFC", text))


def word_pattern(text: str) -> re.Pattern[str]:
    """The pattern of a word in `text`; the simple one is three times as fast."""
    return _WORD_OR_IDEOGRAPH if _HAS_IDEOGRAPH.search(text) else _WORD


class Folding(dict[str, str]):
    """Word -> folded word, each folded once: a novel repeats its words twelve times."""

    def __missing__(self, word: str) -> str:
        if word.isascii():
            folded = word.lower()
        else:
            letters = unicodedata.normalize("NFKD", word)
            folded = "".join(letter for letter in letters if letter.isalnum()).casefold()
        self[word] = folded
        return folded


def words_of(text: str, folding: Folding) -> list[str]:
    """The folded words of `text` in order; "" for one that folds to nothing."""
    text = plain(text)
    return list(map(folding.__getitem__, word_pattern(text).findall(text)))

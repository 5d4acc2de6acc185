"""The words and marks of all speeches of a work as numbers, without a Python object for each.

A word is a run of ASCII letters with apostrophes between them; a dash, "!" and "?" are words, too. Sorting their keys
(word_keys.py) takes 20 ms for a megabyte of speech, a regular expression and a dictionary 90 ms.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I64
from fabula.index.dialogue.speakers.ragged import opens_runs
from fabula.index.dialogue.speakers.word_keys import KEY_BYTES, word_keys

# What stands for each byte: letters in lower case, the marks that are words, 0 for what is between words.
_BAR, _APOSTROPHE, _DASH = ord("|"), ord("'"), 1
_LETTERS = bytes(code if chr(code).isalpha() and code < 128 else 0 for code in bytes(range(256)).lower())
_FOLDED = bytes(code if chr(code) in "|'!?\1" else letter for code, letter in enumerate(_LETTERS))


class SpokenWords(NamedTuple):
    """The words of n texts, text by text.

    starts  int64[n + 1]: where those of each text begin; the last is the number of all.
    words   int64[m]: from 1 for the commonest; 0 for all rare ones.
    size    how many numbers there are.
    """

    starts: I64
    words: I64
    size: int


def spoken_words(texts: Sequence[str], most: int) -> SpokenWords:
    """The words of the texts, of which so many get numbers of their own.

    >>> spoken_words(["Go! Go!", "You go"], 2)
    SpokenWords(starts=array([0, 4, 6]), words=array([1, 2, 1, 2, 0, 1]), size=3)
    """
    together = "|".join([*texts, ""])
    if together.count("|") > len(texts):
        together = "|".join([text.replace("|", " ") for text in (*texts, "")])
    encoded = together.encode("utf-8", "surrogatepass").replace("’".encode(), b"'")
    encoded = encoded.replace("—".encode(), bytes([_DASH])).replace(b"--", bytes([_DASH])).translate(_FOLDED)
    folded = np.frombuffer(b"\0" + encoded + bytes(1 + KEY_BYTES), np.uint8)
    is_word = folded >= ord("a")
    is_word &= folded != _BAR
    apostrophes = np.flatnonzero(folded == _APOSTROPHE)
    inner = apostrophes[is_word[apostrophes - 1] & is_word[apostrophes + 1]]
    is_word[inner] = True
    is_mark = (folded > 0) & ~is_word
    is_mark[apostrophes] = False
    bars = np.flatnonzero(folded == _BAR)
    is_mark[bars] = False
    begins = np.flatnonzero(is_mark[1:] | (is_word[1:] & ~is_word[:-1])) + 1
    lasts = np.flatnonzero(is_mark[:-1] | (is_word[:-1] & ~is_word[1:]))
    numbers, size = _numbers(word_keys(folded, begins, lasts + 1 - begins), most)
    return SpokenWords(np.concatenate([[0], np.searchsorted(begins, bars)]), numbers, size)


def _numbers(keys: I64, most: int) -> tuple[I64, int]:
    """int64[n]: a number for each key, from 1 for the commonest, 0 beyond `most`; and how many numbers there are."""
    order = np.argsort(keys)
    opens = opens_runs(keys[order])
    firsts = np.flatnonzero(opens)
    common = np.argsort(-np.diff(np.append(firsts, len(keys))), kind="stable")[:most]
    of_run = np.zeros(len(firsts), np.int64)
    of_run[common] = np.arange(1, len(common) + 1)
    numbers = np.empty(len(keys), np.int64)
    numbers[order] = of_run[np.cumsum(opens) - 1]
    return numbers, len(common) + 1

"""Makes lines sloppy, as people type them: with typos and a tag, without apostrophes, words left out or swapped."""

from __future__ import annotations

import random
import re
import string

__all__ = ["sloppy"]

# One edit for each so many words, and at least one.
_WORDS_AN_EDIT = 5
_MIN_MISSPELT_LETTERS = 4
_MIN_WORDS_LEFT = 3
_TAGS = ("he said", "she said", "said he", "he asked", "Mr Darcy said", "said Holmes", "the old man said", "I said")
_APOSTROPHES = re.compile("['’ʼ]")
_NO_WORD = re.compile(r"[^\w\s]+|_")


def sloppy(line: str, rng: random.Random) -> str:
    """`line` without apostrophes, capitals and punctuation, some of its words edited; half of the lines get a tag."""
    words = _NO_WORD.sub(" ", _APOSTROPHES.sub("", line)).lower().split()
    for _ in range(max(1, len(words) // _WORDS_AN_EDIT)):
        at = rng.randrange(len(words))
        kind = rng.choice(("misspell", "misspell", "drop", "swap"))
        if kind == "misspell":
            words[at] = _misspelt(words[at], rng)
        elif kind == "drop" and len(words) > _MIN_WORDS_LEFT:
            del words[at]
        elif at + 1 < len(words):
            words[at : at + 2] = words[at + 1], words[at]
    if rng.random() < 0.5:
        at = rng.choice((len(words), len(words) // 2))
        words[at:at] = rng.choice(_TAGS).split()
    return " ".join(words)


def _misspelt(word: str, rng: random.Random) -> str:
    if len(word) < _MIN_MISSPELT_LETTERS:
        return word
    at, letter = rng.randrange(len(word) - 1), rng.choice(string.ascii_lowercase)
    return rng.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )

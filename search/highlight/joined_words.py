"""Folded words as a reader expects them: the parts of contractions that are words by themselves have their apostrophe.

A term "s" is nearly always that of "it's" (analysis/tokens.py says which contractions are written out instead), and in
French "l" that of "l'homme". Which, is told by the languages of the texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Self

_APOSTROPHE = "’"
_ENDINGS = {"en": frozenset("s d t ll".split())}
_BEGINNINGS = {"fr": frozenset("c d j l m n qu s t".split())}


class JoinedWords(NamedTuple):
    """The words that are joined to the one before, and to the one after.

    >>> english = JoinedWords.of(["en-gb", "fr"])
    >>> english.text(["it", "s", "a", "lamp"]), english.text(["s"])
    ('it’s a lamp', '’s')
    >>> JoinedWords.of(["fr"]).text(["l", "homme"])
    'l’homme'
    """

    endings: frozenset[str]
    beginnings: frozenset[str]

    @classmethod
    def of(cls, languages: Iterable[str]) -> Self:
        """For texts in these languages. Where a letter may be either, it is English."""
        primary = {language.partition("-")[0].lower() for language in languages}
        endings = frozenset[str]().union(*(_ENDINGS[language] for language in primary & _ENDINGS.keys()))
        beginnings = frozenset[str]().union(*(_BEGINNINGS[language] for language in primary & _BEGINNINGS.keys()))
        return cls(endings, beginnings - endings)

    def text(self, words: Sequence[str]) -> str:
        """The words in a row, with blanks between those that are not joined."""
        pieces: list[str] = []
        is_joined = True
        for word in words:
            is_ending = word in self.endings
            pieces.append(f"{'' if is_joined or is_ending else ' '}{_APOSTROPHE if is_ending else ''}{word}")
            is_joined = word in self.beginnings
            if is_joined:
                pieces.append(_APOSTROPHE)
        return "".join(pieces)

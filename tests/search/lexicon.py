"""A library's words, for tests that plan queries without a library."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from fabula.search.matching.word_patterns import expand
from fabula.search.plan import Expansion, Pattern


class WordList:
    """See `Lexicon`: some words, and a rule that gives the stem of any word."""

    def __init__(self, words: Iterable[str] = (), stem: Callable[[str], str] = str) -> None:
        self._words, self._stem = sorted(set(words)), stem

    def stems_of(self, word: str) -> tuple[str, ...]:
        return (self._stem(word),)

    def words_like(self, pattern: Pattern) -> Expansion:
        return expand(pattern, lambda prefix: [word for word in self._words if word.startswith(prefix)])

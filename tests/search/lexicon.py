"""A library's words, for tests that plan queries without a library."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from fabula.search.matching.word_patterns import expand
from fabula.search.plan import Expansion, Pattern


class WordList:
    """See `Lexicon`: some words, and a rule that gives the stem of any word."""

    def __init__(self, words: Iterable[str] = (), stem: Callable[[str], str] = str) -> None:
        in_order = list(words)
        self._words, self._stem = sorted(set(in_order)), stem
        self._text = f" {' '.join(in_order)} "

    def stems_of(self, word: str) -> tuple[str, ...]:
        return (self._stem(word),)

    def has_word(self, word: str) -> bool:
        return word in self._words

    def scenes_with(self, words: tuple[str, ...]) -> int:
        """One scene has all of its words, in the order in which they were given."""
        return int(f" {' '.join(words)} " in self._text)

    def words_like(self, pattern: Pattern) -> Expansion:
        return expand(pattern, lambda prefix: [word for word in self._words if word.startswith(prefix)], lambda _: {})

    def spellings_of(self, field: str, value: str) -> tuple[str, ...]:
        return ()

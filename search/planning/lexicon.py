"""What planning asks a library: which words it has."""

from __future__ import annotations

from typing import Protocol

from fabula.search.plan import Expansion, Pattern


class Lexicon(Protocol):
    """The words of a library; an engine is one."""

    def stems_of(self, word: str) -> tuple[str, ...]:
        """The stems that the folded `word` may have in the library, at least one."""
        ...

    def has_word(self, word: str) -> bool:
        """True if the folded `word` stands anywhere in the library."""
        ...

    def scenes_with(self, words: tuple[str, ...]) -> int:
        """The number of scenes, notes included, that have the folded words in a row."""
        ...

    def words_like(self, pattern: Pattern) -> Expansion:
        """The folded words of the library that fit a wildcard or a misspelt word, up to a bound."""
        ...

    def spellings_of(self, field: str, value: str) -> tuple[str, ...]:
        """Other values of a work's field that are the same as this one: an author's name in other spellings."""
        ...

"""A library's words for an estimate: what is dear to look up stays unread, and is counted."""

from __future__ import annotations

from fabula.search.engine.protocol import Engine
from fabula.search.plan import Expansion, Pattern

# Finding the words of one takes 10 to 50 ms: a query with a few of them is estimated well, and one with many is dear.
_MAX_READ = 2


class ForeseenWords:
    """See `Lexicon`. A plan made with it is for an estimate only.

    unread  the wildcards and misspelt words for which the library was not searched; they stand for no word.
            In the order of the query.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._read = 0
        self.unread: dict[Pattern, None] = {}

    def stems_of(self, word: str) -> tuple[str, ...]:
        return self._engine.stems_of(word)

    def has_word(self, word: str) -> bool:
        return self._engine.has_word(word)

    def scenes_with(self, words: tuple[str, ...]) -> int:
        return self._engine.scenes_with(words)

    def spellings_of(self, field: str, value: str) -> tuple[str, ...]:
        return self._engine.spellings_of(field, value)

    def words_like(self, pattern: Pattern) -> Expansion:
        if not self._engine.has_expanded(pattern):
            if self._read == _MAX_READ:
                self.unread[pattern] = None
                return Expansion(pattern, (), ())
            self._read += 1
        return self._engine.words_like(pattern)

"""Stems that segments already have, so that no word is stemmed twice: for a library's own words, not at all."""

from __future__ import annotations

from collections.abc import Collection

from ..analysis.stemming import stemmer, stemming_version
from ..codec.segment import Segment

__all__ = ["KnownStems"]

# Words looked up in segments at most, about 60 MB of memory; a language has fewer, names and slips aside.
_MOST = 400_000


class KnownStems:
    """Words and their stems by language, from segments whose stems are those that this program would find."""

    def __init__(self) -> None:
        self._tables: dict[str, dict[str, str]] = {}
        self._size = 0

    def learn(self, segment: Segment) -> None:
        """Take over what the words of `segment` stem to; nothing beyond a bound, which the first segments use up."""
        if self._size + segment.term_count > _MOST or segment.stemming != stemming_version():
            return
        self._size += segment.term_count
        for language, pairs in segment.stems_by_language().items():
            self._tables.setdefault(language, {}).update(pairs)

    def stems(self, words: Collection[str], language: str) -> list[str]:
        """The stem of each of the folded `words`."""
        known = self._tables.get(language, {})
        found = [known.get(word, "") for word in words]
        if not all(found):
            # Only now, since NLTK is imported for it.
            find = stemmer(language)
            found = [stem or find(word) for stem, word in zip(found, words, strict=True)]
        return found

"""Stems that segments already have, so that no word is stemmed twice: for a library's own words, not at all."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from fabula.index.analysis.stemming import are_quick, stemming_version, stems_of
from fabula.index.codec.segment import Segment

__all__ = ["KnownStems"]

# Words looked up in segments at most, about 60 MB of memory; a language has fewer, names and slips aside.
_MOST = 400_000


class KnownStems:
    """Words and their stems by language, from segments whose stems are those that this program would find."""

    def __init__(self) -> None:
        self._segments: list[Segment] = []
        self._size = 0

    def learn(self, segment: Segment) -> None:
        """Take over what the words of `segment` stem to; nothing beyond a bound, which the first segments use up."""
        if self._size + segment.term_count > _MOST or segment.stemming != stemming_version():
            return
        self._size += segment.term_count
        self._segments.append(segment)

    @cached_property
    def _tables(self) -> dict[str, dict[str, str]]:
        tables: dict[str, dict[str, str]] = {}
        for segment in self._segments:
            for language, pairs in segment.stems_by_language().items():
                tables.setdefault(language, {}).update(pairs)
        return tables

    def stems(self, words: Collection[str], language: str) -> list[str]:
        """The stem of each of the folded `words`."""
        own = list(words)
        # To find them anew takes as long as one look-up each, where to make the table takes as long again.
        if not self._segments or are_quick(language):
            return stems_of(own, language)
        known = self._tables.get(language, {})
        found = [known.get(word, "") for word in own]
        missing = [place for place, stem in enumerate(found) if not stem]
        if missing:
            # Only now, since NLTK is imported for it.
            for place, stem in zip(missing, stems_of([own[place] for place in missing], language), strict=True):
                found[place] = stem
        return found

"""Takes stems over from existing segments, so that no word of the library is stemmed a second time."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from fabula.index.analysis.stemming import are_quick, stemming_version, stems_of
from fabula.index.codec.segment import Segment

# About 60 MB of memory. A language has fewer words, but for names and misspellings.
_MAX_WORDS = 400_000


class KnownStems:
    """Words and their stems by language, from segments that were stemmed by today's rules."""

    def __init__(self) -> None:
        self._segments: list[Segment] = []
        self._word_count = 0

    def learn(self, segment: Segment) -> None:
        """Take over the stems of `segment`, unless that would exceed the bound on words."""
        if self._word_count + segment.term_count > _MAX_WORDS or segment.stemming != stemming_version():
            return
        self._word_count += segment.term_count
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
        words = list(words)
        # For these languages stemming takes as long as a look-up, and building the table takes as long again.
        if not self._segments or are_quick(language):
            return stems_of(words, language)
        known = self._tables.get(language, {})
        stems = [known.get(word, "") for word in words]
        missing = [place for place, stem in enumerate(stems) if not stem]
        if missing:
            # NLTK is imported only if this is reached.
            for place, stem in zip(missing, stems_of([words[place] for place in missing], language), strict=True):
                stems[place] = stem
        return stems

"""Finds the posting list of some words or stems in one segment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain

from fabula.index.analysis import EMOJI_RANGES, is_emoji
from fabula.index.budget import check, checked
from fabula.search.plan import Level
from fabula.search.postings.lists.choose_list import choose_list
from fabula.search.postings.lists.posting_list import PostingList
from .segment_view import SegmentView
from .term_ranges import TermRanges, ranges_of

_MAX_LISTS = 50_000


class PostingLookup:
    """Makes each posting list once: finding a term on disk takes 10 µs. Shared by threads.

    view  the segment.
    """

    def __init__(self, view: SegmentView) -> None:
        self.view = view
        self._lists: dict[tuple[Level, tuple[str, ...]], PostingList] = {}
        self._parts: dict[tuple[TermRanges, bool], PostingList] = {}

    def posting_list(self, alternatives: tuple[str, ...], level: Level) -> PostingList:
        """The positions of any of the words (or of all forms of any of the stems)."""
        key = (level, alternatives)
        listed = self._lists.get(key)
        if listed is None:
            check()
            if len(self._lists) >= _MAX_LISTS:
                self._lists.clear()
                self._parts.clear()
            segment = self.view.segment
            found: Iterable[Sequence[int]]
            if level is Level.SURFACE:
                found = segment.terms_of_surfaces(alternatives)
            else:
                found = map(segment.terms_of_stem, checked(alternatives, every=64))
            terms = sorted(set(chain.from_iterable(found)))
            is_stem = level is Level.STEM and len(alternatives) == 1
            listed = choose_list(self.view, ranges_of(terms), level, self._part, is_stem=is_stem)
            self._lists[key] = listed
        return listed

    @cached_property
    def emoji(self) -> PostingList | None:
        """The positions of all emoji; None if there is none."""
        words = [word for ends in EMOJI_RANGES for word in self.view.segment.words_between(*ends) if is_emoji(word)]
        return self.posting_list(tuple(dict.fromkeys(words)), Level.SURFACE) if words else None

    def _part(self, ranges: TermRanges, is_rest: bool) -> PostingList:
        """A part of a union, shared by all unions that have it."""
        part = self._parts.get((ranges, is_rest))
        if part is None:
            part = choose_list(self.view, ranges, Level.SURFACE, self._part, is_rest=is_rest)
            self._parts[ranges, is_rest] = part
        return part

"""Keeps the groups of a concordance while somebody pages through them: to count them takes up to a second."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from fabula.index.store.commit_name import CommitName
from fabula.search.cursors import question_of
from fabula.search.cursors.recently_used import Limits, RecentlyUsed
from fabula.search.match_kind import MatchKind
from fabula.search.pages import Page
from fabula.search.results import Explanation
from .results import ConcordanceOptions, WordGroup

# A group takes some 150 bytes: "the" in 15 million words has 24,000 words before it.
_BYTES_A_GROUP = 150
_LIMITS = Limits(seconds=600.0, most=16, most_bytes=16 << 20)


class Grouped(NamedTuple):
    """All groups of an answer, and what else it says (see `Concordance`)."""

    groups: list[WordGroup]
    total: int
    folded: int
    works: int
    kind: MatchKind
    explanation: Explanation


class GroupedBy(NamedTuple):
    """What an answer is to: a question over a commit, of which works may be hidden."""

    library: str
    commit: CommitName
    hidden: frozenset[str]
    question: bytes

    @classmethod
    def of(cls, page: Page[ConcordanceOptions]) -> GroupedBy:
        store = page.commit.store
        question = question_of(page.view, page.text, page.options)
        return cls(str(store.address), store.snapshot().name, page.hidden, question)


def _size(kept: Collection[Grouped]) -> int:
    return sum(len(each.groups) for each in kept) * _BYTES_A_GROUP


_kept: RecentlyUsed[GroupedBy, Grouped] = RecentlyUsed(_LIMITS, _size)


def kept_groups(key: GroupedBy) -> Grouped | None:
    """The groups, if they were counted lately."""
    return _kept.use(key)


def keep_groups(key: GroupedBy, grouped: Grouped) -> None:
    """Keep them while there is room."""
    _kept.put(key, grouped)
    _kept.let_go()

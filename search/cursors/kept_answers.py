"""Keeps the order of answers, so that paging to the end of one evaluates it once and not once a page."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from fabula.index.store.commit_name import CommitName
from fabula.search.engine.protocol import Request
from fabula.search.engine.ranking.ranked_scenes import RankedScenes
from fabula.search.plan import Plan
from fabula.search.results import Explanation
from .recently_used import Limits, RecentlyUsed

# 64 answers of 16,000 scenes have 18 MB.
_LIMITS = Limits(seconds=600.0, most=64, most_bytes=32 << 20)


class Asked(NamedTuple):
    """What an answer is to: a plan over a commit, and its order, facets and folding in a request for no page.

    hidden  the ratings of works that are left out of the commit.
    """

    commit: CommitName
    hidden: frozenset[str]
    plan: Plan
    request: Request


class KeptAnswer(NamedTuple):
    """A whole answer. `plan` is the one that it is of in the end: the words may have been read in another way."""

    plan: Plan
    explanation: Explanation
    ranked: RankedScenes


class KeptAnswers:
    """The answers that were paged through lately. May be shared by threads."""

    def __init__(self) -> None:
        self._kept: RecentlyUsed[Asked, KeptAnswer] = RecentlyUsed(_LIMITS, _nbytes)

    def of(self, asked: Asked) -> KeptAnswer | None:
        """The answer, if it is kept."""
        return self._kept.use(asked)

    def keep(self, asked: Asked, answer: KeptAnswer) -> None:
        """Keep an answer while there is room for it."""
        self._kept.put(asked, answer)
        self._kept.let_go()


def _nbytes(answers: Collection[KeptAnswer]) -> int:
    return sum(answer.ranked.nbytes for answer in answers)

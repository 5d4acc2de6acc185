"""Computes figures from answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .question import Passage, Question

__all__ = ["Asked", "Figures", "Times", "figures", "times"]

# The finder has separate targets for lines of up to 15 words and for longer ones.
MAX_SHORT_WORDS = 15


class Asked(NamedTuple):
    """A question and its answer. results: for each its scene, then the near-duplicates it names. wall, cpu: seconds."""

    question: Question
    results: tuple[tuple[Passage, ...], ...]
    claimed: bool | None
    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares (0 to 1) of the questions of one set; the reciprocal rank is 0 beyond the fifth.

    shown    R@1 counting only the scene that a result shows, not the near-duplicates that it names.
    claimed  the share of lines that the finder says it found; None if it does not say.
    """

    questions: int
    first: float
    shown: float
    within_five: float
    mrr: float
    claimed: float | None


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds."""

    questions: int
    wall_p50: float
    wall_p95: float
    cpu_p50: float
    cpu_p95: float


def figures(asked: Sequence[Asked]) -> Figures:
    ranks = [_rank(each) for each in asked]
    count = max(1, len(asked))
    claims = [each.claimed for each in asked if each.claimed is not None]
    return Figures(
        len(asked),
        sum(rank == 1 for rank in ranks) / count,
        sum(each.results[0][0].answers(each.question) for each in asked if each.results) / count,
        sum(rank > 0 for rank in ranks) / count,
        sum(1 / rank for rank in ranks if rank) / count,
        sum(claims) / len(claims) if claims else None,
    )


def _rank(asked: Asked) -> int:
    """The rank of the first right result, from 1; 0 for none."""
    for rank, passages in enumerate(asked.results, start=1):
        if any(passage.answers(asked.question) for passage in passages):
            return rank
    return 0


def times(asked: Sequence[Asked], words_of: Mapping[str, int]) -> tuple[Times, Times]:
    """Times for lines of up to MAX_SHORT_WORDS words, and for longer ones. `words_of`: text -> number of words."""
    short = [each for each in asked if words_of[each.question.text] <= MAX_SHORT_WORDS]
    long = [each for each in asked if words_of[each.question.text] > MAX_SHORT_WORDS]
    return _times(short), _times(long)


def _times(asked: Sequence[Asked]) -> Times:
    wall = sorted(each.wall for each in asked)
    cpu = sorted(each.cpu for each in asked)
    return Times(len(asked), _quantile(wall, 0.5), _quantile(wall, 0.95), _quantile(cpu, 0.5), _quantile(cpu, 0.95))


def _quantile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0

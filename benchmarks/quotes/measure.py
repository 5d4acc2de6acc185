"""From answers to figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .question import Passage, Question

__all__ = ["Asked", "Figures", "Times", "figures", "times"]

# The finder's targets are stated for lines up to this and beyond it.
SHORT = 15


class Asked(NamedTuple):
    """A question with its answer: each result's scene, then those it names. In seconds of wall clock and CPU."""

    question: Question
    found: tuple[tuple[Passage, ...], ...]
    claimed: bool | None
    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares from 0 to 1 of the questions of one set; reciprocal ranks count down to the fifth.

    shown    R@1 if only the scene that a result shows counted, and none that it names as the same text.
    claimed  the share that the finder says it found; None if it does not say.
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
    many = max(1, len(asked))
    said = [each.claimed for each in asked if each.claimed is not None]
    return Figures(
        len(asked),
        sum(rank == 1 for rank in ranks) / many,
        sum(each.found[0][0].answers(each.question) for each in asked if each.found) / many,
        sum(rank > 0 for rank in ranks) / many,
        sum(1 / rank for rank in ranks if rank) / many,
        sum(said) / len(said) if said else None,
    )


def _rank(asked: Asked) -> int:
    """The place of the first right passage, from 1; 0 for none."""
    right = (
        place for place, result in enumerate(asked.found, start=1) if any(own.answers(asked.question) for own in result)
    )
    return next(right, 0)


def times(asked: Sequence[Asked], words_of: Mapping[str, int]) -> tuple[Times, Times]:
    """Of lines of up to SHORT words, and of longer ones. `words_of` gives the number of words of a text."""
    short = [each for each in asked if words_of[each.question.text] <= SHORT]
    long = [each for each in asked if words_of[each.question.text] > SHORT]
    return _times(short), _times(long)


def _times(asked: Sequence[Asked]) -> Times:
    wall = sorted(each.wall for each in asked)
    cpu = sorted(each.cpu for each in asked)
    return Times(len(asked), _at(wall, 0.5), _at(wall, 0.95), _at(cpu, 0.5), _at(cpu, 0.95))


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0

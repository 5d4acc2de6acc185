"""Passages that are one text, told in several works: one result, from the work that a reader would want.

Editions, anthologies, dramatisations, and novels and collections that quote a line, all have it. They are one result if
what stands around it is the same, too, or if the passage alone weighs more than two authors write by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fabula.index.analysis import words
from fabula.index.model import BlockKind
from fabula.search.matching.scene_terms import SceneTerms
from fabula.search.results import MatchKind

from .finder import QuoteMatch

__all__ = ["Group", "grouped"]

# Letters before and after a passage that are compared, to tell one text from two that share a phrase; and those that
# tell an edition of a work from another work that quotes some lines of it.
_AROUND = 90
_WIDELY = 400
# Shares of letters that are the same and in order. Of two unrelated texts about half are; of a text in modern spelling
# and in that of 1623 five in six.
_SAME_PASSAGE = 0.8
_SAME_AROUND = 0.68
# Of a passage of more nats nobody writes the words anew; "I do not know what you are talking about" has some 20.
_NO_CHANCE = 40.0
# A passage that has this share less of the quote's weight is no worse.
_AS_GOOD = 0.005
_OPENS = frozenset("\"“„«»‘'")
_STORY = (BlockKind.PARAGRAPH, BlockKind.VERSE)
# Passages compared with each other; beyond them each is a result of its own.
_MOST = 40


class Group(NamedTuple):
    """One result: what is shown, and where else the same text stands, best first."""

    shown: QuoteMatch
    others: tuple[QuoteMatch, ...]


class _Placed(NamedTuple):
    """A passage with the folded letters of itself and of what stands around it."""

    found: QuoteMatch
    passage: str
    before: str
    after: str
    story: bool
    quoted: bool


def grouped(found: Sequence[QuoteMatch]) -> list[Group]:
    """`found`, best first, as groups in the order of their best. Passages of one work are never one result."""
    groups: list[list[_Placed]] = []
    for own in found[:_MOST]:
        placed = _placed(own)
        fitting = (group for group in groups if _fits(placed, group))
        group = next(fitting, None)
        if group is None:
            groups.append([placed])
        else:
            group.append(placed)
    return [_group(group) for group in groups] + [Group(own, ()) for own in found[_MOST:]]


def _fits(placed: _Placed, group: Sequence[_Placed]) -> bool:
    works = {other.found.reading.work.id for other in group}
    return placed.found.reading.work.id not in works and any(_one_text(placed, other) for other in group)


def _one_text(one: _Placed, other: _Placed) -> bool:
    if _alike(one.passage, other.passage) < _SAME_PASSAGE:
        return False
    return min(one.found.mass, other.found.mass) >= _NO_CHANCE or _around(one, other, _AROUND)


def _around(one: _Placed, other: _Placed, letters: int) -> bool:
    """Whether the same stands before the passage and after it, so many letters each way as far as both scenes go."""
    before = min(letters, len(one.before), len(other.before))
    after = min(letters, len(one.after), len(other.after))
    if before + after < _AROUND // 3:
        return False
    sides = (
        one.before[len(one.before) - before :] + one.after[:after],
        other.before[len(other.before) - before :] + other.after[:after],
    )
    return _alike(*sides) >= _SAME_AROUND


def _group(group: Sequence[_Placed]) -> Group:
    """Of the best one is shown: told and not noted, what most works agree on, not in quotes, in the shortest work.

    Editions agree with one another on pages, dramatisations and those that quote on lines. A story by itself is shorter
    than the collected works that have it, too.
    """
    best = group[0].found
    good = [placed for placed in group if placed.found.share >= best.share - _AS_GOOD and _claims(placed.found, best)]
    agreeing = {id(placed): sum(_around(placed, other, _WIDELY) for other in group) for placed in good}

    def order(placed: _Placed) -> tuple[bool, int, bool, int, str]:
        work = placed.found.reading.work
        return not placed.story, -agreeing[id(placed)], placed.quoted, work.words, work.id

    shown = min(good, key=order).found if len(group) > 1 else best
    return Group(shown, tuple(placed.found for placed in group if placed.found is not shown))


def _claims(found: QuoteMatch, best: QuoteMatch) -> bool:
    """A passage word for word is only shown for by another one."""
    return (found.score == 1) == (best.score == 1)


def _placed(found: QuoteMatch) -> _Placed:
    scene = found.reading.scene
    start = end = 0
    if found.runs:
        # A line that a scene has twice is compared where it is first.
        last = found.runs[0 if found.match is MatchKind.EXACT else -1]
        start, end = SceneTerms.of_view(found.reading).span(found.runs[0].first, last.last)
    before, after = scene.text[max(0, start - _WIDELY) : start], scene.text[end : end + _WIDELY]
    story = any(kind in _STORY for low, high, kind in scene.paragraphs if low <= start < high)
    passage, folded_before, folded_after = (" ".join(words(text)) for text in (scene.text[start:end], before, after))
    return _Placed(found, passage, folded_before, folded_after, story, before.rstrip()[-1:] in _OPENS)


def _alike(one: str, other: str) -> float:
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(one, other)

"""One text in several works: one result, from the work that a reader would want.

Editions, anthologies, dramatisations, and novels and collections that quote a line, all have it. They are one result if
the text around it is the same, too, or if the passage alone weighs more than two authors write alike by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fabula.index.analysis import words
from fabula.index.budget import checked
from fabula.index.model import BlockKind, WorkRecord
from fabula.search.engine.ranking.standing import standing_of
from fabula.search.match_kind import MatchKind
from fabula.search.matching.scene_terms import SceneTerms
from .finder import QuoteMatch

# Letters before and after a passage that are compared, to tell one text from two that share a phrase; and those that
# tell an edition of a work from another work that quotes some lines of it.
_NEAR_CONTEXT_CHARS = 90
_WIDE_CONTEXT_CHARS = 400
# Shares of letters that are the same and in order. Of two unrelated texts about half are; of a text in modern spelling
# and in that of 1623 five in six.
_MIN_PASSAGE_SIMILARITY = 0.8
_MIN_CONTEXT_SIMILARITY = 0.68
# Nobody writes a passage of more nats anew; "I do not know what you are talking about" has some 20.
_MIN_UNIQUE_NATS = 40.0
# A passage that has this share less of the quote's weight is no worse.
_SHARE_TOLERANCE = 0.005
_OPENING_QUOTES = frozenset("\"“„«»‘'")
_STORY_BLOCKS = (BlockKind.PARAGRAPH, BlockKind.VERSE)
# Passages compared with each other; beyond them each is a result of its own.
_MAX_COMPARED = 40


class Group(NamedTuple):
    """One result: the passage shown, and where else the same text stands, best first."""

    shown: QuoteMatch
    others: tuple[QuoteMatch, ...]


class _Passage(NamedTuple):
    """A match with its work, and the folded letters of its passage and of the text around it.

    in_story   whether the passage is part of the story and not of a note.
    is_quoted  whether a quote mark stands before it.
    """

    match: QuoteMatch
    work: WorkRecord
    text: str
    before: str
    after: str
    in_story: bool
    is_quoted: bool

    @property
    def work_id(self) -> str:
        return self.work.id


def group_repeats(matches: Sequence[QuoteMatch]) -> list[Group]:
    """`matches`, best first, as groups in the order of their best. Passages of one work are never in one group."""
    groups: list[list[_Passage]] = []
    for match in checked(matches[:_MAX_COMPARED], every=1):
        passage = _passage(match)
        group = next((group for group in groups if _belongs(passage, group)), None)
        if group is None:
            groups.append([passage])
        else:
            group.append(passage)
    return [_shown_first(group) for group in checked(groups, every=1)] + [
        Group(match, ()) for match in matches[_MAX_COMPARED:]
    ]


def _belongs(passage: _Passage, group: Sequence[_Passage]) -> bool:
    works = {other.work_id for other in group}
    return passage.work_id not in works and any(_is_same_text(passage, other) for other in group)


def _is_same_text(passage: _Passage, other: _Passage) -> bool:
    if _similarity(passage.text, other.text) < _MIN_PASSAGE_SIMILARITY:
        return False
    if min(passage.match.mass, other.match.mass) >= _MIN_UNIQUE_NATS:
        return True
    return _has_same_context(passage, other, _NEAR_CONTEXT_CHARS)


def _has_same_context(passage: _Passage, other: _Passage, chars: int) -> bool:
    """Whether the same text stands before and after both, at most `chars` each way and as far as both scenes go."""
    before = min(chars, len(passage.before), len(other.before))
    after = min(chars, len(passage.after), len(other.after))
    if before + after < _NEAR_CONTEXT_CHARS // 3:
        return False
    contexts = [own.before[len(own.before) - before :] + own.after[:after] for own in (passage, other)]
    return _similarity(*contexts) >= _MIN_CONTEXT_SIMILARITY


def _shown_first(group: Sequence[_Passage]) -> Group:
    """Shows one of the best: in the story, under the name of its author, in a text that most works agree on, not in
    quotes, in the work that says most of itself, in the shortest.

    Editions agree with one another on pages, dramatisations and works that quote only on lines. A story by itself is
    shorter than a collection that contains it.
    """
    best = group[0].match
    good = [
        passage
        for passage in group
        # Only a passage that is the same word for word may be shown for another one that is.
        if passage.match.share >= best.share - _SHARE_TOLERANCE and (passage.match.score == 1) == (best.score == 1)
    ]
    standings = {passage.work_id: standing_of(passage.work) for passage in group}
    agreeing = {
        passage.work_id: sum(_has_same_context(passage, other, _WIDE_CONTEXT_CHARS) for other in group)
        for passage in good
    }

    def order(passage: _Passage) -> tuple[bool, bool, int, bool, int, int, str]:
        work = passage.match.view.work
        standing = standings[work.id]
        is_nameless = standing.untitled or standing.credit > 1
        said = standing.unsaid
        return not passage.in_story, is_nameless, -agreeing[work.id], passage.is_quoted, said, work.words, work.id

    shown = min(good, key=order).match if len(group) > 1 else best
    others = [passage.match for passage in group if passage.match is not shown]
    # Of equal passages those come first whose works say who wrote them; the sort is stable.
    others.sort(key=lambda match: standings[match.view.work.id][:2])
    return Group(shown, tuple(others))


def _passage(match: QuoteMatch) -> _Passage:
    scene = match.view.scene
    start = end = 0
    if match.runs:
        # A line that a scene has twice is compared where it is first.
        last = match.runs[0 if match.match is MatchKind.EXACT else -1]
        start, end = SceneTerms.of_view(match.view).span(match.runs[0].first, last.last)
    before = scene.text[max(0, start - _WIDE_CONTEXT_CHARS) : start]
    after = scene.text[end : end + _WIDE_CONTEXT_CHARS]
    in_story = any(kind in _STORY_BLOCKS for low, high, kind in scene.paragraphs if low <= start < high)
    text, folded_before, folded_after = (" ".join(words(part)) for part in (scene.text[start:end], before, after))
    is_quoted = before.rstrip()[-1:] in _OPENING_QUOTES
    return _Passage(match, match.view.work, text, folded_before, folded_after, in_story, is_quoted)


def _similarity(text: str, other: str) -> float:
    from rapidfuzz.distance import Indel  # see similarity.py

    return Indel.normalized_similarity(text, other)

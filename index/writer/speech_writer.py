"""Finds the speech in the works of a segment: from its texts to utterances by position."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from fabula.index.analysis.bulk import RunTable
from fabula.index.analysis.tokens import WORDS_VERSION
from fabula.index.array_types import I64
from fabula.index.codec.layout import KINDS
from fabula.index.codec.segment import Segment
from fabula.index.codec.speech import MAX_SPEAKERS, CastMember, Speech
from fabula.index.dialogue import convention_of, utterances
from fabula.index.errors import LibraryDamaged
from fabula.index.model import Scene, SceneKind

if TYPE_CHECKING:
    from fabula.index.dialogue.cast import Character

# Positions unpacked at a time to find the terms at breaks.
_POSITIONS_AT_ONCE = 4_000_000

_STORY = KINDS.index(SceneKind.STORY)


class _Columns(NamedTuple):
    """The columns of `Speech` for the utterances of one work."""

    firsts: I64
    lasts: I64
    opens: I64
    speakers: I64
    confidences: I64


class SpeakersNotFound(NamedTuple):
    """A work, by its number, whose speakers could not be found, and why."""

    work: int
    reason: str


def attribute_works(
    segment: Segment,
    works: Sequence[int],
    on_done: Callable[[int], object] = lambda _: None,
    on_failure: Callable[[SpeakersNotFound], object] = lambda _: None,
) -> Speech:
    """The speech of some works of the segment, given by their numbers, ascending; the others' casts are empty.

    Only story scenes have speech. `on_done` is called with the number of each work; `on_failure` for each work whose
    speakers could not be found, so that all of them are unknown. Raises LibraryDamaged.
    """
    scenes = np.flatnonzero(segment.scene_kinds == _STORY)
    # Ordered by work; within a work they stay in reading order.
    scenes = scenes[np.argsort(segment.scene_works[scenes], kind="stable")]
    wanted = np.array(works, np.int64)
    edges = np.searchsorted(segment.scene_works[scenes], np.stack([wanted, wanted + 1]))
    casts: list[tuple[CastMember, ...]] = [()] * segment.work_count
    runs = RunTable(lambda _: 0)
    columns_by_work: list[_Columns] = []
    for work, low, high in zip(works, *edges.tolist(), strict=True):
        columns, casts[work], failure = _attribute_work(segment, scenes[low:high], segment.work(work).language, runs)
        columns_by_work.append(columns)
        if failure:
            on_failure(SpeakersNotFound(work, failure))
        on_done(work)
    firsts, lasts, opens, speakers, confidences = (
        np.concatenate([np.empty(0, np.int64), *(columns[place] for columns in columns_by_work)]) for place in range(5)
    )
    # Works of a segment need not lie in the order of their numbers.
    order = np.argsort(firsts, kind="stable")
    return Speech(
        firsts[order].astype(np.uint32),
        lasts[order].astype(np.uint32),
        opens[order].astype(np.uint8),
        speakers[order].astype(np.uint16),
        confidences[order].astype(np.uint8),
        casts,
    )


def _attribute_work(
    segment: Segment, numbers: I64, language: str, runs: RunTable
) -> tuple[_Columns, tuple[CastMember, ...], str]:
    """The speech of the work with these story scenes; its characters; and why they are not known, "" if they are."""
    scenes = [segment.scene(number) for number in numbers.tolist()]
    convention = convention_of(scene.text for scene in scenes)
    utterances_by_scene = [utterances(scene.text, scene.paragraphs, convention) for scene in scenes]
    counts = [len(pieces) for pieces in utterances_by_scene]
    if not sum(counts):
        return _Columns(*[np.empty(0, np.int64)] * 5), (), ""
    # Its patterns take 0.4 s to compile, for which a run that brings nothing new would have to wait.
    from fabula.index.dialogue.cast import cast_of, unknown_cast

    failure = ""
    try:
        cast = cast_of(
            [(scene.text, scene.paragraphs, pieces) for scene, pieces in zip(scenes, utterances_by_scene, strict=True)],
            language,
        )
    except Exception as error:  # noqa: BLE001 - one text that the rules did not foresee, among thousands of works
        failure = f"{type(error).__name__}: {error}"
        cast = unknown_cast(counts)
    voices = [voice for scene_voices in cast.voices for voice in scene_voices]
    scene_of = np.repeat(np.arange(len(scenes)), counts)
    # Columns: start, end, turn.
    pieces = np.array([piece for pieces in utterances_by_scene for piece in pieces], np.int64).reshape(-1, 3)
    first, last = _word_positions(segment, scenes, numbers, scene_of, pieces[:, :2], runs)
    # A row of dots has no words, and so no position.
    has_words = first <= last
    turn, scene_of = pieces[has_words, 2], scene_of[has_words]
    opens = np.ones(len(turn), np.int64)
    opens[1:] = (turn[1:] != turn[:-1]) | (scene_of[1:] != scene_of[:-1])
    speakers = np.array([voice.speaker for voice in voices], np.int64)[has_words] + 1
    speakers[speakers > MAX_SPEAKERS] = 0
    confidences = np.rint(255 * np.array([voice.confidence for voice in voices])[has_words].clip(0, 1))
    columns = _Columns(first[has_words], last[has_words], opens, speakers, confidences.astype(np.int64))
    return columns, _cast_members(cast.characters[:MAX_SPEAKERS], columns), failure


def _cast_members(characters: Sequence[Character], columns: _Columns) -> tuple[CastMember, ...]:
    """The characters, with how much each says."""
    lengths = columns.lasts - columns.firsts + 1
    counts = np.bincount(columns.speakers, minlength=len(characters) + 1).tolist()
    words = np.bincount(columns.speakers, lengths, len(characters) + 1).astype(np.int64).tolist()
    return tuple(
        CastMember(
            character.name,
            tuple(alias for alias in dict.fromkeys(character.aliases) if alias != character.name),
            character.gender,
            counts[place],
            words[place],
        )
        for place, character in enumerate(characters, 1)
    )


def _word_positions(
    segment: Segment, scenes: Sequence[Scene], numbers: I64, scene_of: I64, spans: I64, runs: RunTable
) -> tuple[I64, I64]:
    """int64[n] each: the positions of the first and the last word in each span of a text.

    scene_of  int64[n]     the scene of each span, as an index into `scenes` and their `numbers` in the segment.
    spans     int64[n, 2]  start and end in code points. Where a span has no words, last < first.
    """
    # No word crosses a character that is 0, so that one separates the scenes.
    text = "\0".join([scene.text for scene in scenes])
    encoded = text.encode()
    begin = np.array([0, *accumulate(len(scene.text) + 1 for scene in scenes)][:-1], np.int64)
    places = spans + begin[scene_of][:, None]
    if len(encoded) != len(text):
        # Where each code point begins: at bytes that are not continuation bytes.
        starts = np.flatnonzero((np.frombuffer(encoded, np.uint8) & 0xC0) != 0x80)
        starts = np.append(starts, len(encoded))
        places, begin = starts[places], starts[begin]
    tokens = runs.tokenise(encoded)
    before = tokens.before(begin)
    has_other_words = np.diff(np.append(before, len(tokens.terms))) != segment.scene_lengths[numbers]
    if has_other_words.any() and segment.words_version == WORDS_VERSION:
        raise LibraryDamaged(
            f"The index file {segment.path} counts other words than its texts have.",
            hint="Restore the library from a copy, or build it anew from the stories.",
        )
    shift = segment.scene_starts[numbers].astype(np.int64) - before
    first = tokens.before(places[:, 0]) + shift[scene_of]
    last = tokens.before(places[:, 1]) - 1 + shift[scene_of]
    # Split by older rules, the scene has positions that are not known any more, and no speech until it is read again.
    last[has_other_words[scene_of]] = -1
    return first, last


def join_parts(parts: Sequence[Speech]) -> Speech:
    """The speech of a segment from `parts`, each of which has some of its works."""
    columns = [np.concatenate([part[place] for part in parts]) for place in range(5)]
    order = np.argsort(columns[0], kind="stable")
    firsts, lasts, opens, speakers, confidences = (column[order] for column in columns)
    casts = [next(filter(None, work_casts), ()) for work_casts in zip(*(part.casts for part in parts), strict=True)]
    return Speech(firsts, lasts, opens, speakers, confidences, casts)


def add_break_terms(segment: Segment, speech: Speech) -> Speech:
    """Add the terms before and after each break within a turn, so that a phrase over a break can be looked up.

    All postings are unpacked for it, some at a time: 20 ns a position.
    """
    breaks = speech.breaks
    places = np.concatenate([speech.lasts[breaks - 1], speech.firsts[breaks]])
    is_wanted = np.zeros(int(segment.scene_starts[-1]) + 1, bool)
    is_wanted[places] = True
    order = np.argsort(places, kind="stable")
    terms = np.empty(len(places), np.uint32)
    ends = np.cumsum(segment.term_frequencies)
    low = 0
    while low < segment.term_count and len(places):
        done = int(ends[low - 1]) if low else 0
        high = max(low + 1, int(np.searchsorted(ends, done + _POSITIONS_AT_ONCE, side="right")))
        positions = segment.positions_between(low, high)
        found = np.flatnonzero(is_wanted[positions])
        found_terms = np.searchsorted(ends[low:high], found + done, side="right") + low
        index = np.searchsorted(places[order], positions[found])
        terms[order[index]] = found_terms
        # A word between two breaks is the last of one piece and the first of the next, so it is wanted twice.
        next_index = np.minimum(index + 1, len(order) - 1)
        is_twice = places[order[next_index]] == positions[found]
        terms[order[next_index[is_twice]]] = found_terms[is_twice]
        low = high
    return speech._replace(befores=terms[: len(breaks)], afters=terms[len(breaks) :])

"""What is said in the works of a segment: from its texts to utterances by position."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from fabula.index.analysis.bulk import RunTable
from fabula.index.array_types import I64
from fabula.index.codec.layout import KINDS
from fabula.index.codec.segment import Segment
from fabula.index.codec.speech import MOST_SPEAKERS, CastMember, Speech
from fabula.index.dialogue import convention_of, utterances
from fabula.index.errors import LibraryDamaged
from fabula.index.model import Scene, SceneKind

if TYPE_CHECKING:
    from fabula.index.dialogue.cast import Character

__all__ = ["SPEECH_METHOD", "Untold", "joined_speech", "speech_of", "with_breaks"]

# Raised whenever the rules of `fabula.index.dialogue` find something else, so that layers made before are made anew.
SPEECH_METHOD = 4
# Positions unpacked at a time, to see which terms stand at breaks.
_UNPACKED = 4_000_000

_STORY = KINDS.index(SceneKind.STORY)


class _Told(NamedTuple):
    """A column each, as in `Speech`, of the utterances of one work."""

    firsts: I64
    lasts: I64
    opens: I64
    speakers: I64
    confidences: I64


class Untold(NamedTuple):
    """A work whose speakers could not be told, by its number, and why not."""

    work: int
    reason: str


def speech_of(
    segment: Segment,
    works: Sequence[int],
    done: Callable[[int], object] = lambda _: None,
    untold: Callable[[Untold], object] = lambda _: None,
) -> Speech:
    """The speech of some works of the segment, given by their numbers, ascending; the others' casts are empty.

    Only stories have speech. `done` is told the number of each work once it is done with; `untold` of each whose
    speakers could not be told, so that all of them are unknown. Raises LibraryDamaged.
    """
    scenes = np.flatnonzero(segment.scene_kinds == _STORY)
    # By work; within a work in reading order, as they lie.
    scenes = scenes[np.argsort(segment.scene_works[scenes], kind="stable")]
    wanted = np.array(works, np.int64)
    edges = np.searchsorted(segment.scene_works[scenes], np.stack([wanted, wanted + 1]))
    casts: list[tuple[CastMember, ...]] = [()] * segment.work_count
    runs = RunTable(lambda _: 0)
    told: list[_Told] = []
    for work, low, high in zip(works, *edges.tolist(), strict=True):
        own, casts[work], failure = _told(segment, scenes[low:high], segment.work(work).language, runs)
        told.append(own)
        if failure:
            untold(Untold(work, failure))
        done(work)
    columns = [np.concatenate([np.empty(0, np.int64), *column]) for column in zip(*told, strict=True)] if told else None
    firsts, lasts, opens, speakers, confidences = columns or [np.empty(0, np.int64)] * 5
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


def _told(segment: Segment, numbers: I64, language: str, runs: RunTable) -> tuple[_Told, tuple[CastMember, ...], str]:
    """The speech of one work, whose story scenes have these numbers; its characters; and why they are not known."""
    scenes = [segment.scene(number) for number in numbers.tolist()]
    convention = convention_of(scene.text for scene in scenes)
    said = [utterances(scene.text, scene.paragraphs, convention) for scene in scenes]
    lengths = [len(own) for own in said]
    if not sum(lengths):
        return _Told(*[np.empty(0, np.int64)] * 5), (), ""
    # Its patterns take 0.4 s to compile, which a run that brings nothing new would wait for.
    from fabula.index.dialogue.cast import cast_of, unknown_cast

    failure = ""
    try:
        cast = cast_of([(scene.text, scene.paragraphs, own) for scene, own in zip(scenes, said, strict=True)], language)
    except Exception as error:  # noqa: BLE001 - one text that the rules did not foresee, among thousands of works
        failure = f"{type(error).__name__}: {error}"
        cast = unknown_cast(lengths)
    voices = [voice for own in cast.voices for voice in own]
    owner = np.repeat(np.arange(len(scenes)), lengths)
    flat = np.array([piece for own in said for piece in own], np.int64).reshape(-1, 3)
    first, last = _words_of(segment, scenes, numbers, owner, flat[:, :2], runs)
    # A row of dots has no words, and so no place among them.
    kept = first <= last
    turn, owner = flat[kept, 2], owner[kept]
    opens = np.ones(len(turn), np.int64)
    opens[1:] = (turn[1:] != turn[:-1]) | (owner[1:] != owner[:-1])
    speakers = np.array([voice.speaker for voice in voices], np.int64)[kept] + 1
    speakers[speakers > MOST_SPEAKERS] = 0
    confidences = np.array([voice.confidence for voice in voices])[kept]
    told = _Told(first[kept], last[kept], opens, speakers, np.rint(255 * confidences.clip(0, 1)).astype(np.int64))
    return told, _members(cast.characters[:MOST_SPEAKERS], told), failure


def _members(characters: Sequence[Character], told: _Told) -> tuple[CastMember, ...]:
    """The characters, with how much each says."""
    counts = np.bincount(told.speakers, minlength=len(characters) + 1).tolist()
    words = np.bincount(told.speakers, told.lasts - told.firsts + 1, len(characters) + 1).astype(np.int64).tolist()
    return tuple(
        CastMember(
            one.name,
            tuple(alias for alias in dict.fromkeys(one.aliases) if alias != one.name),
            one.gender,
            counts[place],
            words[place],
        )
        for place, one in enumerate(characters, 1)
    )


def _words_of(
    segment: Segment, scenes: Sequence[Scene], numbers: I64, owner: I64, spans: I64, runs: RunTable
) -> tuple[I64, I64]:
    """int64[n] each: the positions of the first and the last word in each of the `spans` (int64[n, 2]) of scenes.

    Where a span has no words, the last lies before the first.
    """
    # Line ends part the scenes, as no word crosses them.
    text = "\n".join([scene.text for scene in scenes])
    encoded = text.encode("utf-8", "surrogatepass")
    begin = np.array([0, *accumulate(len(scene.text) + 1 for scene in scenes)][:-1], np.int64)
    places = spans + begin[owner][:, None]
    if len(encoded) != len(text):
        # Where each code point begins: what is no continuation byte.
        starts = np.flatnonzero((np.frombuffer(encoded, np.uint8) & 0xC0) != 0x80)
        starts = np.append(starts, len(encoded))
        places, begin = starts[places], starts[begin]
    tokens = runs.tokenise(encoded)
    before = tokens.before(begin)
    if (np.diff(np.append(before, len(tokens.terms))) != segment.scene_lengths[numbers]).any():
        raise LibraryDamaged(
            f"The index file {segment.path} counts other words than its texts have.",
            hint="Restore the library from a copy, or build it anew from the stories.",
        )
    moved = segment.scene_starts[numbers].astype(np.int64) - before
    first = tokens.before(places[:, 0]) + moved[owner]
    last = tokens.before(places[:, 1]) - 1 + moved[owner]
    return first, last


def joined_speech(parts: Sequence[Speech]) -> Speech:
    """The speech of a segment whose works were shared out, each to one of `parts`."""
    firsts = np.concatenate([part.firsts for part in parts])
    order = np.argsort(firsts, kind="stable")
    return Speech(
        firsts[order],
        np.concatenate([part.lasts for part in parts])[order],
        np.concatenate([part.opens for part in parts])[order],
        np.concatenate([part.speakers for part in parts])[order],
        np.concatenate([part.confidences for part in parts])[order],
        [next(filter(None, own), ()) for own in zip(*(part.casts for part in parts), strict=True)],
    )


def with_breaks(segment: Segment, speech: Speech) -> Speech:
    """`speech` with the terms before and after each break within a turn, so that a phrase over one is looked up.

    All postings are unpacked for it, some at a time: 20 ns a position.
    """
    breaks = speech.breaks
    places = np.concatenate([speech.lasts[breaks - 1], speech.firsts[breaks]])
    wanted = np.zeros(int(segment.scene_starts[-1]) + 1, bool)
    wanted[places] = True
    order = np.argsort(places, kind="stable")
    terms = np.empty(len(places), np.uint32)
    ends = np.cumsum(segment.term_frequencies)
    low = 0
    while low < segment.term_count and len(places):
        done = int(ends[low - 1]) if low else 0
        high = max(low + 1, int(np.searchsorted(ends, done + _UNPACKED, side="right")))
        positions = segment.positions_between(low, high)
        found = np.flatnonzero(wanted[positions])
        own = np.searchsorted(ends[low:high], found + done, side="right") + low
        # A word between two breaks is the last of one and the first of the other.
        index = np.searchsorted(places[order], positions[found])
        terms[order[index]] = own
        again = np.minimum(index + 1, len(order) - 1)
        twice = places[order[again]] == positions[found]
        terms[order[again[twice]]] = own[twice]
        low = high
    return speech._replace(befores=terms[: len(breaks)], afters=terms[len(breaks) :])

"""Finds the speech of one work of a segment: from its texts to utterances by position."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from fabula.index.analysis.bulk import RunTable
from fabula.index.analysis.tokens import WORDS_VERSION
from fabula.index.array_types import I64
from fabula.index.codec.layout import KINDS
from fabula.index.codec.segment import Segment
from fabula.index.codec.speech import MAX_SPEAKERS, CastMember, cast_from_json, cast_to_json, method_of
from fabula.index.dialogue import convention_of, utterances
from fabula.index.errors import LibraryDamaged, QueryTooDear
from fabula.index.model import Scene, SceneKind, WorkRecord
from fabula.index.stated_names import NO_NAMES, StatedNames
from .processes.task_process import described

if TYPE_CHECKING:
    from fabula.index.dialogue.cast import Character

_STORY = KINDS.index(SceneKind.STORY)
_COLUMNS = 5
# The head before the columns: the lengths of the characters and the reason, and whether the search was stopped.
_HEAD = struct.Struct("<II?")
_DIGEST_BYTES = 16


class WorkSpeech(NamedTuple):
    """The speech of one work.

    columns  int64[5, n]  the first five columns of `Speech`, for its utterances.
    cast     its characters.
    failure  why its speakers are not known; "" if they are.
    stopped  True if the search for speech did not come to its end, so that not even that is known.
    """

    columns: I64
    cast: tuple[CastMember, ...] = ()
    failure: str = ""
    stopped: bool = False

    @classmethod
    def nothing(cls, stopped: str = "") -> WorkSpeech:
        """That of a work in which nobody speaks, or of which nothing is known, and why."""
        return cls(np.empty((_COLUMNS, 0), np.int64), (), stopped, bool(stopped))

    def to_bytes(self) -> bytes:
        cast, failure = cast_to_json(self.cast), self.failure.encode("utf-8", "replace")
        return b"".join((_HEAD.pack(len(cast), len(failure), self.stopped), cast, failure, self.columns.tobytes()))

    @classmethod
    def from_bytes(cls, content: bytes) -> WorkSpeech:
        """The speech that `to_bytes` encoded."""
        cast_length, failure_length, stopped = _HEAD.unpack_from(content)
        failure_start = _HEAD.size + cast_length
        start = failure_start + failure_length
        return cls(
            np.frombuffer(content[start:], np.int64).reshape(_COLUMNS, -1),
            cast_from_json(content[_HEAD.size : failure_start]),
            content[failure_start:start].decode(),
            stopped,
        )


def text_digest(scenes: Sequence[Scene], language: str) -> str:
    """Names all that the speech of a work depends on, but for what is stated of its characters."""
    rules = f"{language} {method_of(language)}"
    digest = blake2b(rules.encode("utf-8", "replace"), digest_size=_DIGEST_BYTES)
    for scene in scenes:
        paragraphs = [(*span, kind.value) for *span, kind in scene.paragraphs]
        for part in (scene.text, json.dumps(paragraphs)):
            encoded = part.encode("utf-8", "surrogatepass")
            digest.update(len(encoded).to_bytes(8, "little"))
            digest.update(encoded)
    return digest.hexdigest()


class SpeechFinder:
    """Finds the speech of the works of a segment, one at a time. Raises LibraryDamaged.

    stopped   the works at which an earlier search was stopped, by their digests (`text_digest`), and why.
    names_of  gives what is stated of the characters of a work.
    """

    def __init__(
        self,
        segment: Segment,
        stopped: Mapping[str, str],
        names_of: Callable[[WorkRecord], StatedNames] = lambda _: NO_NAMES,
    ) -> None:
        self._segment, self._stopped, self._names_of = segment, stopped, names_of
        self._runs = RunTable(lambda _: 0)
        scenes = np.flatnonzero(segment.scene_kinds == _STORY)
        # Ordered by work; within a work they stay in reading order.
        self._scenes = scenes[np.argsort(segment.scene_works[scenes], kind="stable")]
        self._edges = np.searchsorted(segment.scene_works[self._scenes], np.arange(segment.work_count + 1))

    def speech_of(self, work: int) -> WorkSpeech:
        """The speech of a work by its number. Only story scenes have speech."""
        segment = self._segment
        numbers = self._numbers(work)
        scenes = segment.scenes(numbers.tolist())
        record = segment.work(work)
        language = record.language
        if self._stopped and (reason := self._stopped.get(text_digest(scenes, language))):
            return WorkSpeech.nothing(stopped=reason)
        return _find_speech(segment, scenes, numbers, language, self._names_of(record), self._runs)

    def digest_of(self, work: int) -> str:
        """Names all that the speech of a work depends on."""
        scenes = self._segment.scenes(self._numbers(work).tolist())
        return text_digest(scenes, self._segment.work(work).language)

    def _numbers(self, work: int) -> I64:
        return self._scenes[self._edges[work] : self._edges[work + 1]]


def _find_speech(
    segment: Segment, scenes: Sequence[Scene], numbers: I64, language: str, names: StatedNames, runs: RunTable
) -> WorkSpeech:
    """The speech of the work with these story scenes, whose `numbers` in the segment are given."""
    convention = convention_of(scene.text for scene in scenes)
    utterances_by_scene = [utterances(scene.text, scene.paragraphs, convention) for scene in scenes]
    counts = [len(pieces) for pieces in utterances_by_scene]
    if not sum(counts):
        return WorkSpeech.nothing()
    # Its patterns take 0.4 s to compile, for which a run that brings nothing new would have to wait.
    from fabula.index.dialogue.cast import cast_of, unknown_cast

    failure = ""
    try:
        cast = cast_of(
            [(scene.text, scene.paragraphs, pieces) for scene, pieces in zip(scenes, utterances_by_scene, strict=True)],
            language,
            names,
        )
    except (MemoryError, QueryTooDear):
        # The limits of this work, not its text.
        raise
    except Exception as error:  # noqa: BLE001 - one text that no rule foresaw must not stop thousands
        failure = described(error)
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
    columns = np.stack([first[has_words], last[has_words], opens, speakers, confidences.astype(np.int64)])
    return WorkSpeech(columns, _cast_members(cast.characters[:MAX_SPEAKERS], columns), failure)


def _cast_members(characters: Sequence[Character], columns: I64) -> tuple[CastMember, ...]:
    """The characters, with how much each says."""
    firsts, lasts, _, speakers, _ = columns
    counts = np.bincount(speakers, minlength=len(characters) + 1).tolist()
    words = np.bincount(speakers, lasts - firsts + 1, len(characters) + 1).astype(np.int64).tolist()
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
        places, begin = _byte_offsets(encoded, places), _byte_offsets(encoded, begin)
    words = runs.count(encoded)
    before = words.before(begin)
    has_other_words = np.diff(np.append(before, words.term_count)) != segment.scene_lengths[numbers]
    if has_other_words.any() and segment.words_version == WORDS_VERSION:
        raise LibraryDamaged(
            f"The index file {segment.path} counts other words than its texts have.",
            hint="`fabula check --repair` makes it anew from what is whole and from the stories.",
        )
    shift = segment.scene_starts[numbers].astype(np.int64) - before
    first = words.before(places[:, 0]) + shift[scene_of]
    last = words.before(places[:, 1]) - 1 + shift[scene_of]
    # Split by older rules, the scene has positions that are not known any more, and no speech until it is read again.
    last[has_other_words[scene_of]] = -1
    return first, last


def _byte_offsets(encoded: bytes, places: I64) -> I64:
    """Where code points begin in a text in UTF-8. `places`: their numbers, up to that of all."""
    octets = np.frombuffer(encoded, np.uint8)
    # Characters of several bytes are rare in most texts.
    leads = np.flatnonzero(octets >= 0xC0)
    more = np.cumsum(1 + (octets[leads] >= 0xE0) + (octets[leads] >= 0xF0))
    numbers = leads - np.append(0, more[:-1])
    offsets: I64 = places + np.append(0, more)[np.searchsorted(numbers, places)]
    return offsets

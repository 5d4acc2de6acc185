"""The speech of a segment: a file beside it, written after it, so that the segment itself never changes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I64, U8, U16, U32
from fabula.index.budget import checked
from fabula.index.model import Gender
from fabula.index.shapes import Each, OneOf, Row, Text, Whole
from fabula.index.stored_json import parse_json
from .container import Container, Section, write_container
from .layout import SPEECH_KIND, SPEECH_VERSION
from .packing import pack
from .segment import Segment
from .segment.sections import SegmentSections
from .toc import SpeechEntry

# Raise it whenever the rules of `fabula.index.dialogue` change their answers; speech by older rules is made anew.
SPEECH_METHOD = 5
# A speaker is a number of 16 bits, 0 for none. No work has so many characters; further ones would count as unknown.
MAX_SPEAKERS = (1 << 16) - 1
# The reason why the speakers of a work are not known is cut to this; escaped, a character takes at most 12 bytes.
_MAX_REASON_CHARS = 300
_MAX_FAILURE_BYTES = 12 * _MAX_REASON_CHARS + 32
_GENDERS = frozenset(spelling for gender in Gender for spelling in (gender.value, gender.value.upper()))
_FAILURES_SHAPE = Each(Row((Whole(), Text())))
_CAST_SHAPE = Each(Row((Text(), Each(Text()), OneOf(_GENDERS), Whole(), Whole())))


class CastMember(NamedTuple):
    """A character of a work who speaks or is spoken of.

    aliases     other names of the same character, without `name`.
    utterances  how many this character says; `words` are the words in them.
    """

    name: str
    aliases: tuple[str, ...]
    gender: Gender
    utterances: int
    words: int


class Speech(NamedTuple):
    """The utterances of a segment in reading order.

    firsts, lasts  uint32[n]  the positions of the first and the last word of each, both included; disjoint.
    opens          uint8[n]   1 where a turn begins, 0 where one goes on after narration or a paragraph's end.
    speakers       uint16[n]  the place among the characters of the scene's work, from 1; 0 if not known.
    confidences    uint8[n]   how sure that is, from 0 to 255.
    casts          for each work of the segment its characters.
    befores, afters  uint32[b]  for each break within a turn (each 0 of `opens`) the terms before and after it; both
                     empty until they are added (writer/speech_writer.py).
    failures       the works whose speakers could not be found, by their numbers, and why.
    """

    firsts: U32
    lasts: U32
    opens: U8
    speakers: U16
    confidences: U8
    casts: Sequence[Sequence[CastMember]]
    befores: U32 = np.empty(0, np.uint32)
    afters: U32 = np.empty(0, np.uint32)
    failures: Mapping[int, str] = MappingProxyType({})

    @property
    def breaks(self) -> I64:
        """int64[b]: the utterances that continue a turn; a break comes before each."""
        return np.flatnonzero(self.opens == 0)


def write_speech(folder: Path, name: str, speech: Speech, method: int) -> SpeechEntry:
    """Write the file, synced. `method` is the version of the rules that found the utterances."""
    casts = [cast_to_json(cast) for cast in speech.casts]
    sections: dict[str, Section] = {
        **_packed("first", speech.firsts),
        **_packed("last", speech.lasts),
        "opens": speech.opens,
        "speaker": speech.speakers.astype("<u2").view(np.uint8),
        "confidence": speech.confidences,
        "before": speech.befores,
        "after": speech.afters,
        "cast_text": np.frombuffer(b"".join(casts), np.uint8),
        "cast_offsets": np.cumsum([0, *map(len, casts)]).astype(np.uint32),
    }
    if speech.failures:
        failures = [[number, reason[:_MAX_REASON_CHARS]] for number, reason in speech.failures.items()]
        sections["failures"] = np.frombuffer(json.dumps(failures, separators=(",", ":")).encode("ascii"), np.uint8)
    meta = {"utterances": len(speech.firsts), "method": method}
    return SpeechEntry(name, write_container(folder / name, SPEECH_KIND, SPEECH_VERSION, sections, meta))


def _packed(name: str, positions: U32) -> dict[str, Section]:
    blocks, _ = pack(positions, np.array([0, len(positions)][: 1 + bool(len(positions))]))
    return {
        f"{name}_firsts": blocks.firsts,
        f"{name}_counts": blocks.counts,
        f"{name}_widths": blocks.widths,
        f"{name}_words": blocks.words,
    }


def cast_to_json(cast: Sequence[CastMember]) -> bytes:
    if not cast:
        return b""
    plain = [[name, list(aliases), gender, pieces, words] for name, aliases, gender, pieces, words in cast]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def cast_from_json(text: bytes) -> tuple[CastMember, ...]:
    """The cast that `cast_to_json` encoded. Raises ValueError."""
    if not text:
        return ()
    plain = parse_json(text)
    _CAST_SHAPE.check(plain)
    # Files of earlier rules have capitals.
    return tuple(
        CastMember(name, tuple(aliases), Gender(gender.lower()), utterances, words)
        for name, aliases, gender, utterances, words in plain
    )


class SpeechLayer:
    """The speech of a segment, open for reading. Arrays are unpacked when they are asked for; shareable by threads."""

    def __init__(self, folder: Path, entry: SpeechEntry, segment: Segment) -> None:
        """Raises LibraryDamaged or LibraryTooNew."""
        self.entry = entry
        self._segment = segment
        self._file = Container(folder / entry.file, SPEECH_KIND, SPEECH_VERSION, entry.size)
        self._sections = SegmentSections(self._file)
        self._cast_texts = self._sections.strings("cast")
        # Kept one by one: to read those of all works may take longer than the answer that asks for them first may.
        self._known_casts: dict[int, tuple[CastMember, ...]] = {}
        if len(self._cast_texts) != segment.work_count:
            raise self._file.damage(f"it knows {len(self._cast_texts):,} works instead of {segment.work_count:,}")

    @property
    def method(self) -> int:
        """The version of the rules that found the utterances."""
        method = self._file.meta.get("method")
        return method if type(method) is int else 0

    def require_size(self) -> None:
        """Raises LibraryDamaged if the file was cut since it was opened, OSError if it is gone; nothing is read."""
        self._file.require_size()

    def release(self) -> None:
        """Let go of the file's pages that are in memory; they are read again when they are asked for."""
        self._file.release()

    def verify(self) -> list[str]:
        """The names of the sections that fail their checksums."""
        return self._file.verify()

    @cached_property
    def speech(self) -> Speech:
        """All utterances. Raises LibraryDamaged if they contradict each other or the segment."""
        speakers = self._file.array("speaker", "u1")
        if len(speakers) % 2:
            raise self._file.damage("its speakers are cut short")
        speech = Speech(
            self._positions("first"),
            self._positions("last"),
            self._file.array("opens", "u1"),
            speakers.view("<u2").astype(np.uint16),
            self._file.array("confidence", "u1"),
            self.casts,
            self._file.array("before", "u4"),
            self._file.array("after", "u4"),
            self.failures,
        )
        firsts, lasts = speech.firsts, speech.lasts
        if len({len(column) for column in speech[:5]}) != 1:
            raise self._file.damage("its columns are not equally long")
        if (lasts < firsts).any() or (firsts[1:] <= lasts[:-1]).any():
            raise self._file.damage("its utterances are not in order")
        if len(lasts) and lasts[-1] >= self._segment.scene_starts[-1]:
            raise self._file.damage("its utterances reach beyond the segment")
        breaks = speech.breaks
        if any(terms.max(initial=0) >= max(1, self._segment.term_count) for terms in (speech.befores, speech.afters)):
            raise self._file.damage("its breaks are between terms that there are not")
        if len(speech.befores) != len(speech.afters) or len(speech.befores) not in (0, len(breaks)):
            raise self._file.damage("its breaks are not those of its speeches")
        if len(breaks) and (breaks[0] == 0 or (self._scenes(firsts[breaks]) != self._scenes(lasts[breaks - 1])).any()):
            raise self._file.damage("a speech goes on from scene to scene")
        cast_sizes = np.array([len(cast) for cast in speech.casts], np.int64)
        works = self._segment.scene_works[self._scenes(firsts)]
        if (speech.speakers > cast_sizes[works]).any():
            raise self._file.damage("it names characters that there are not")
        return speech

    def _scenes(self, positions: U32) -> I64:
        return self._segment.scenes_of(positions)

    def _positions(self, name: str) -> U32:
        lists = self._sections.position_lists(name)
        return lists.all(0, lists.block_count)

    @cached_property
    def casts(self) -> list[tuple[CastMember, ...]]:
        """For each work of the segment its characters, ordered by how much they speak. Raises LibraryDamaged."""
        self._cast_texts.require_order()
        return [self.cast(work) for work in checked(range(self._segment.work_count), every=16)]

    @cached_property
    def failures(self) -> dict[int, str]:
        """The works whose speakers could not be found, by their numbers, and why. Raises LibraryDamaged."""
        if not self._file.has("failures"):
            return {}
        if self._file.length("failures") > self._segment.work_count * _MAX_FAILURE_BYTES:
            raise self._file.damage("it names more works without speakers than there are")
        try:
            plain = parse_json(self._file.array("failures", "u1").tobytes())
            _FAILURES_SHAPE.check(plain)
        except ValueError as error:
            raise self._file.damage(f"its works without speakers cannot be read ({error})") from error
        if any(work >= self._segment.work_count for work, _ in plain):
            raise self._file.damage("it names works without speakers that there are not")
        return dict(plain)

    def cast(self, work: int) -> tuple[CastMember, ...]:
        """The characters of one work of the segment, by its number. Raises LibraryDamaged."""
        cast = self._known_casts.get(work)
        if cast is None:
            try:
                cast = cast_from_json(self._cast_texts[work])
            except ValueError as error:
                raise self._file.damage(f"its characters cannot be read ({error})") from error
            self._known_casts[work] = cast
        return cast

"""The speech of a segment, open for reading."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import I64, U32, U64
from fabula.index.budget import checked
from fabula.index.codec.container import Container
from fabula.index.codec.held_file import HeldFile
from fabula.index.codec.layout import SPEECH_KIND, SPEECH_VERSION
from fabula.index.codec.segment import Segment
from fabula.index.codec.segment.sections import SegmentSections
from fabula.index.codec.toc import SpeechEntry
from fabula.index.shapes import Each, Row, Text, Whole
from fabula.index.stored_json import parse_json
from .cast_member import CastMember, cast_from_json
from .columns import MAX_REASON_CHARS, Speech
from .methods import WorkRules, older_method

# Escaped, a character of a reason takes at most 12 bytes.
_MAX_FAILURE_BYTES = 12 * MAX_REASON_CHARS + 32
_FAILURES_SHAPE = Each(Row((Whole(), Text())))


class SpeechLayer:
    """The speech of a segment, open for reading. Arrays are unpacked when they are asked for; shareable by threads."""

    def __init__(self, folder: Path, entry: SpeechEntry, segment: Segment, held: HeldFile | None = None) -> None:
        """`held` is the file, if it is open already. Raises LibraryDamaged or LibraryTooNew."""
        self.entry = entry
        self._segment = segment
        self._file = Container(folder / entry.file, SPEECH_KIND, SPEECH_VERSION, entry.size, held=held)
        self._sections = SegmentSections(self._file)
        self._cast_texts = self._sections.strings("cast")
        # Kept one by one: to read those of all works may take longer than the answer that asks for them first may.
        self._known_casts: dict[int, tuple[CastMember, ...]] = {}
        if len(self._cast_texts) != segment.work_count:
            raise self._file.damage(f"it knows {len(self._cast_texts):,} works instead of {segment.work_count:,}")

    @property
    def held(self) -> HeldFile:
        """The open file."""
        return self._file.held

    @property
    def rules(self) -> str:
        """Names the rules under which all works of this are as they would be found; "" if that is not known."""
        rules = self._file.meta.get("rules")
        return rules if isinstance(rules, str) else ""

    @cached_property
    def methods(self) -> U32:
        """uint32[works]: the `WorkRules.method` of each. Raises LibraryDamaged."""
        if self._file.has("methods"):
            return self._of_works("methods", "u4")
        return np.full(self._segment.work_count, older_method(self._file.meta.get("method")), np.uint32)

    @cached_property
    def names(self) -> U64:
        """uint64[works]: the `WorkRules.names` of each. Raises LibraryDamaged."""
        if self._file.has("names"):
            return self._of_works("names", "u8")
        return np.zeros(self._segment.work_count, np.uint64)

    def _of_works(self, name: str, code: str) -> NDArray[Any]:
        values = self._file.array(name, code)
        if len(values) != self._segment.work_count:
            raise self._file.damage(f"it has the rules of {len(values):,} works")
        return values

    def rules_of(self, work: int) -> WorkRules:
        """The rules by which the speech of a work of the segment was found, by its number. Raises LibraryDamaged."""
        return WorkRules(int(self.methods[work]), int(self.names[work]))

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
            self.methods,
            self.names,
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

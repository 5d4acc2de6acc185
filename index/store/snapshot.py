"""One commit of a library, open for reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from enum import Enum, auto
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from fabula.index.array_types import I64, U32
from fabula.index.budget import checked
from fabula.index.codec.held_file import HeldFile
from fabula.index.codec.segment import Segment
from fabula.index.codec.speech import NEVER, SpeechLayer, WorkRules
from fabula.index.codec.toc import SegmentEntry, Toc
from fabula.index.errors import NotFound
from fabula.index.model import WorkRecord
from .commit_name import CommitName

if TYPE_CHECKING:
    from fabula.index.writer.speech_rules import SpeechRules

Describe = Callable[[WorkRecord], WorkRecord]
"""Gives the record of a work as answers are to show it."""


class SpeechReason(Enum):
    """Why the speech of a work is to be found: it never was, or by older rules, or under other names."""

    NEW = auto()
    RULES = auto()
    NAMES = auto()

    @classmethod
    def why(cls, found: WorkRules, wanted: WorkRules) -> SpeechReason:
        if not found.method:
            return cls.NEW
        return cls.NAMES if found.method == wanted.method else cls.RULES


class OpenSegment(NamedTuple):
    """A segment of a commit, and the numbers of its works that are deleted.

    speech  its speech layer; None where speech was not attributed yet.
    """

    entry: SegmentEntry
    segment: Segment
    deleted: frozenset[int]
    speech: SpeechLayer | None = None

    def may_lack_speech(self, rules: SpeechRules) -> bool:
        """False if the speech of every work is known to be found by these rules; no work is looked at."""
        return self.speech is None or self.speech.rules != rules.digest

    def speech_due(self, rules: SpeechRules) -> dict[int, SpeechReason]:
        """The works whose speech is to be found, by their numbers, and why. Raises LibraryDamaged."""
        if not self.may_lack_speech(rules):
            return {}
        due = {}
        for number in checked(range(self.segment.work_count), every=64):
            if number in self.deleted:
                continue
            wanted = rules.of(self.segment.work(number))
            found = NEVER if self.speech is None else self.speech.rules_of(number)
            if found != wanted:
                due[number] = SpeechReason.why(found, wanted)
        return due

    @property
    def works_with_speech(self) -> int:
        """How many works are not deleted and had their speech found, by whatever rules. Raises LibraryDamaged."""
        if self.speech is None:
            return 0
        numbers = np.flatnonzero(self.speech.methods)
        return len(numbers) - sum(number in self.deleted for number in numbers.tolist())

    @property
    def failures(self) -> dict[int, str]:
        """Why speakers could not be found, by the numbers of works that are not deleted. Raises LibraryDamaged."""
        failures = {} if self.speech is None else self.speech.failures
        return {number: reason for number, reason in failures.items() if number not in self.deleted}


class Snapshot:
    """One commit, open. Nothing in it ever changes, so threads share it without locks."""

    def __init__(
        self,
        toc: Toc,
        segments: tuple[OpenSegment, ...] = (),
        copies: U32 | None = None,
        copies_file: HeldFile | None = None,
    ) -> None:
        """`copies` is the group of each scene (writer/near_duplicates.py); None if no scene has near-duplicates."""
        self.toc = toc
        self.segments = segments
        ends = np.cumsum([len(opened.segment) for opened in segments])[:-1]
        self.copies = None if copies is None else np.split(copies, ends)
        self._copies_file = copies_file
        self._describe: Describe | None = None
        self._described: dict[tuple[int, int], WorkRecord] = {}
        self._speech_due: tuple[str, Counter[SpeechReason]] = "", Counter()

    def described_by(self, describe: Describe) -> Snapshot:
        """The same commit, with the works as `describe` gives them."""
        described = Snapshot(self.toc, self.segments)
        described.copies, described._copies_file, described._describe = self.copies, self._copies_file, describe
        return described

    def without(self, works: Sequence[frozenset[int]]) -> Snapshot:
        """The same commit as though these works, by segment their numbers, were deleted as well."""
        kept = [
            opened._replace(deleted=opened.deleted | numbers)
            for opened, numbers in zip(self.segments, works, strict=True)
        ]
        snapshot = self.described_by(self._describe) if self._describe is not None else Snapshot(self.toc)
        snapshot.segments, snapshot.copies, snapshot._described = tuple(kept), self.copies, self._described
        return snapshot

    def work_at(self, place: int, number: int) -> WorkRecord:
        """Work `number` of the segment at `place`, as this commit gives works; each is described once, in 30 µs."""
        work = self._described.get((place, number))
        if work is None:
            work = self.segments[place].segment.work(number)
            work = self._described[place, number] = work if self._describe is None else self._describe(work)
        return work

    def speech_due(self, rules: SpeechRules) -> Counter[SpeechReason]:
        """How many works have their speech to be found, by why. Raises LibraryDamaged.

        Each work is looked at once while the rules are the same: a page may ask again and again.
        """
        digest, due = self._speech_due
        if digest != rules.digest:
            due = Counter(reason for opened in self.segments for reason in opened.speech_due(rules).values())
            self._speech_due = rules.digest, due
        return due

    @property
    def generation(self) -> int:
        return self.toc.generation

    @cached_property
    def name(self) -> CommitName:
        """Names the commit; found in 20 µs and a millisecond for every 40,000 works that are deleted in it."""
        return CommitName.of(self.toc)

    @property
    def files(self) -> dict[str, HeldFile]:
        """The open files, by their names in the index."""
        files = {opened.entry.file: opened.segment.held for opened in self.segments}
        files |= {each.speech.entry.file: each.speech.held for each in self.segments if each.speech is not None}
        if self._copies_file is not None and self.toc.copies is not None:
            files[self.toc.copies.file] = self._copies_file
        return files

    def require_sizes(self) -> None:
        """Raises LibraryDamaged if a file was cut since it was opened. One that was deleted can still be read."""
        for opened in self.segments:
            with suppress(OSError):
                opened.segment.require_size()
                if opened.speech is not None:
                    opened.speech.require_size()

    @cached_property
    def _placed(self) -> list[tuple[WorkRecord, int, int]]:
        """(work, segment, number in the segment) of each work, in order."""
        placed = [
            (self.work_at(place, number), place, number)
            for place, opened in enumerate(self.segments)
            for number, _ in checked(enumerate(opened.segment.works), every=64)
            if number not in opened.deleted
        ]
        placed.sort(key=lambda item: (item[0].title.casefold(), item[0].authors, item[0].id))
        return placed

    @cached_property
    def works(self) -> list[WorkRecord]:
        """All works, by title, authors and id."""
        return [work for work, _, _ in self._placed]

    @cached_property
    def by_id(self) -> Mapping[str, WorkRecord]:
        return {work.id: work for work in self.works}

    @cached_property
    def places(self) -> Mapping[str, tuple[int, int]]:
        """Work id -> (segment, number in the segment)."""
        return {work.id: (place, number) for work, place, number in self._placed}

    def scene_place(self, scene_id: str) -> tuple[int, int]:
        """(segment, number in the segment) of a scene. Raises NotFound."""
        for place, opened in enumerate(self.segments):
            number = opened.segment.scene_by_id(scene_id)
            if number is not None and int(opened.segment.scene_works[number]) not in opened.deleted:
                return place, number
        raise NotFound.scene(scene_id)

    @cached_property
    def work_numbers(self) -> list[I64]:
        """For each segment int64[its works]: the index of each in `works`, -1 for deleted ones."""
        numbers = [np.full(len(opened.segment.works), -1, np.int64) for opened in self.segments]
        for index, (_, place, number) in enumerate(self._placed):
            numbers[place][number] = index
        return numbers

"""One commit's bookkeeping: which works were there, which came, which go."""

from __future__ import annotations

import posixpath
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from fabula.index.identity import numbered, work_id
from fabula.index.ingest import Outcome, Read, SegmentedWork, Unchanged
from fabula.index.ingest.discovery import Task
from fabula.index.library.sources import above
from fabula.index.model import Scene, Work, WorkRecord
from fabula.index.receipt import ChangeKind, SkipKind, Skipped, WorkChange
from fabula.index.store.protocol import StoreWriter

from .moved_works import moved_works
from .work_record import record_of

__all__ = ["Ledger", "place_of", "place_of_record"]


def place_of(task: Task, path: str) -> str:
    """The whole path of what lies at `path` below the root of `task`."""
    return posixpath.join(task.sources[0].root_display_path, path)


def place_of_record(record: WorkRecord) -> str:
    return posixpath.join(record.source, record.path)


class Ledger:
    """Takes outcomes one by one, writes what they bring, and counts.

    held    works that the index being written has already.
    before  works whose ids count: a work that is met again keeps its id. The same as `held`, but for a rebuild, which
            writes an index that has next to nothing.
    """

    def __init__(
        self,
        held: Mapping[str, WorkRecord],
        before: Mapping[str, WorkRecord] | None = None,
        absent: Callable[[str], bool] = lambda place: False,
    ) -> None:
        """`absent` says of a place that its source cannot be seen, so that nothing follows from its not being there."""
        self.before = held if before is None else before
        self._absent = absent
        self.skipped: list[Skipped] = []
        self._changes: list[WorkChange] = []
        self.files = self.unchanged = 0
        self.gone: list[WorkRecord] = []
        self.taken: dict[str, WorkRecord] = dict(held)
        self.fresh: set[str] = set()
        # By the whole path: the same file may have been named from another folder.
        self.by_place: dict[str, list[WorkRecord]] = {}
        # The works that share an identity, by their ids without numbers.
        self.families: dict[str, dict[str, WorkRecord]] = {}
        for record in sorted(held.values(), key=lambda record: (len(record.id), record.id)):
            self.by_place.setdefault(place_of_record(record), []).append(record)
        known = {**self.before, **held}
        for record in sorted(known.values(), key=lambda record: (len(record.id), record.id)):
            self.families.setdefault(record.id.partition(".")[0], {})[record.id] = record
        self.earlier = self.by_place
        # Ids that a new work may not have; None where those of `taken` are all.
        self._reserved: set[str] | None = None
        if self.before is not held:
            self._reserved = set(known)
            self.earlier = {}
            for record in sorted(known.values(), key=lambda record: (len(record.id), record.id)):
                self.earlier.setdefault(place_of_record(record), []).append(record)
        self.places = sorted(self.by_place)
        # The places of which something was said in this run, those whose works are in the library after it, and those
        # that failed, so that what they held stays.
        self.met: set[str] = set()
        self.held: set[str] = set()
        self.failed: set[str] = set()

    @property
    def changed(self) -> bool:
        return bool(self.fresh or self.gone)

    def known(self, task: Task) -> dict[str, tuple[str, str]]:
        """What the library holds of `task` and of all that is in it: path -> digest and reader."""
        known: dict[str, tuple[str, str]] = {}
        for source in task.sources:
            for place in self.within(posixpath.join(source.root_display_path, source.path)):
                records = self.by_place[place]
                marks = {(record.digest, record.reader) for record in records}
                if len(marks) == 1:
                    known[posixpath.relpath(place, source.root_display_path)] = marks.pop()
        return known

    def within(self, place: str) -> Iterator[str]:
        """The places of works that are `place` or lie in it, be it a file, an archive or a folder."""
        if place in self.by_place:
            yield place
        for start in (f"{place}!/", f"{place.rstrip('/')}/"):
            for index in range(bisect_left(self.places, start), len(self.places)):
                if not self.places[index].startswith(start):
                    break
                yield self.places[index]

    def skip(self, skipped: Skipped, place: str) -> None:
        """Take a line of the receipt into the books."""
        self.skipped.append(skipped)
        self.files += 1
        self.met.add(place)
        if skipped.kind is not SkipKind.IGNORED:
            self.failed.add(place)

    def take(self, writer: StoreWriter, outcome: Outcome, task: Task) -> None:
        """Take what came of `task` into the books, and its works into the library."""
        match outcome:
            case Skipped():
                self.skip(outcome, place_of(task, outcome.path))
            case Unchanged():
                place = place_of(task, outcome.path)
                self.unchanged += len(self.by_place[place])
                self.files += 1
                self.met.add(place)
                self.held.add(place)
            case Read():
                self._read(writer, outcome, task)

    def _read(self, writer: StoreWriter, read: Read, task: Task) -> None:
        self.files += bool(read.works)
        place = place_of(task, read.path)
        self.met.add(place)
        # The formats of one book take each other's place, a folder that of the files in it.
        formats = [source.path for source in task.sources] if len(task.sources) > 1 else []
        places = dict.fromkeys([place, *(place_of(task, path) for path in (*read.covers, *formats))])
        before = [record for place in places for record in self.earlier.get(place, ())]
        added = [self.add_work(writer, cut, before) for cut in read.works]
        if read.works and not any(added):
            return
        self.held.add(place)
        self.remove(writer, [record for place in places for record in self.by_place.get(place, ())])

    def dissolve(self, writer: StoreWriter) -> None:
        """Remove the works of folders and archives that are no work any more, as what is in them is read by itself."""
        for place in sorted(self.held):
            for outer in above(place):
                if outer in self.by_place and outer not in self.met:
                    self.remove(writer, self.by_place[outer])

    def not_seen(self, is_looked_at: Callable[[str], bool]) -> list[WorkRecord]:
        """The works of files that were not met, though all was looked at in which they lay, and nothing failed there.

        `is_looked_at` says that of a place.
        """
        found = []
        for place, records in self.by_place.items():
            # Works made in Python have no place.
            if not records[0].source or place in self.held or not is_looked_at(place):
                continue
            if place in self.failed or any(outer in self.failed for outer in above(place)):
                continue
            found += [record for record in records if record.id in self.taken and record.id not in self.fresh]
        return found

    def remove(self, writer: StoreWriter, records: Iterable[WorkRecord]) -> None:
        for record in records:
            if record.id not in self.fresh and record.id in self.taken:
                writer.remove(record.id)
                self.taken.pop(record.id)
                self.gone.append(record)

    def add_work(self, writer: StoreWriter, cut: SegmentedWork, replaces: Sequence[WorkRecord] = ()) -> bool:
        """True if the work was added; False if it has no words, which is a line of the receipt."""
        work = _at(cut.work, replaces)
        if not cut.scenes:
            skipped = Skipped(work.path or work.title, SkipKind.FAILED, "no words were found in it")
            self.skipped.append(skipped)
            self.failed.add(posixpath.join(work.source, work.path))
            return False
        wanted = cut.identity if work is cut.work else work_id(work)
        identity, old = self._identify(work, wanted, replaces)
        scenes = cut.scenes if identity == cut.identity else _renamed(cut.scenes, cut.identity, identity)
        record = record_of(work, identity, scenes)
        kind = ChangeKind.ADDED if old is None else ChangeKind.UPDATED
        if old is not None and old.path and place_of_record(old) != place_of_record(record):
            kind = ChangeKind.MOVED
        self._changes.append(_change(kind, record))
        if identity in self.taken:
            writer.remove(identity)
        writer.add(record, scenes)
        self.taken[identity] = record
        self.fresh.add(identity)
        if self._reserved is not None:
            self._reserved.add(identity)
        self.families.get(identity.partition(".")[0], {}).pop(identity, None)
        return True

    def _identify(self, work: Work, wanted: str, replaces: Iterable[WorkRecord]) -> tuple[str, WorkRecord | None]:
        """The id for `work`, and the record whose place it takes. Two works of one run never share an id."""
        # Of what is only out of sight for now nothing is taken but what is here byte for byte.
        candidates = [
            old
            for old in self.families.get(wanted, {}).values()
            if not old.path or old.digest == work.digest or not self._absent(place_of_record(old))
        ]
        # The same file as before; else the same bytes at a new place; else the work of a file that is gone.
        here = {record.id for record in replaces}
        for fits in (
            lambda old: old.id in here,
            lambda old: old.digest == work.digest and moved_works(old, work),
            lambda old: moved_works(old, work),
        ):
            old = next(filter(fits, candidates), None)
            if old is not None:
                return old.id, old
        return numbered(wanted, self.taken if self._reserved is None else self._reserved), None

    def lost(self, gone: Collection[WorkRecord]) -> list[WorkRecord]:
        """Of works that go those of which nothing came back, under another name or in another place."""
        going = {record.id for record in gone}
        staying = [record for record in self.taken.values() if record.id not in going]
        digests = {record.digest for record in staying} - {""}
        places = {place_of_record(record) for record in staying}
        return [record for record in gone if record.digest not in digests and place_of_record(record) not in places]

    def keep(self, writer: StoreWriter, record: WorkRecord, scenes: tuple[Scene, ...]) -> None:
        """Take a work over as it is, into an index that has it not yet."""
        writer.add(record, scenes)
        self.taken[record.id] = record

    def compare(self) -> None:
        """Count by what there was before and what there is now, whatever this run did of it."""
        self._changes, self.unchanged = [], 0
        for identity, record in self.taken.items():
            old = self.before.get(identity)
            if old is None:
                self._changes.append(_change(ChangeKind.ADDED, record))
            elif place_of_record(old) != place_of_record(record):
                self._changes.append(_change(ChangeKind.MOVED, record))
            elif old.digest != record.digest:
                self._changes.append(_change(ChangeKind.UPDATED, record))
            else:
                self.unchanged += 1
        self.gone = [record for identity, record in self.before.items() if identity not in self.taken]

    def changes(self) -> tuple[WorkChange, ...]:
        return (*self._changes, *(_change(ChangeKind.REMOVED, record) for record in self.gone))


def _change(kind: ChangeKind, record: WorkRecord) -> WorkChange:
    return WorkChange(kind, record.id, record.title, record.path, record.source)


def _at(work: Work, before: Sequence[WorkRecord]) -> Work:
    """`work` under the folder that its file was first indexed from, so that what its id is made of stays the same."""
    place = posixpath.join(work.source, work.path)
    for record in before:
        if work.path != record.path and place == place_of_record(record):
            return replace(work, source=record.source, path=record.path)
    return work


def _renamed(scenes: tuple[Scene, ...], identity: str, other: str) -> tuple[Scene, ...]:
    """`scenes` of a work that is called `other` instead of `identity`."""
    return tuple(replace(scene, id=other + scene.id.removeprefix(identity), work_id=other) for scene in scenes)

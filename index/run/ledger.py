"""The ids of one commit: which works were there, which come, which go, and which keep their id at a new path."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from fabula.index.errors import LibraryError, NotFound
from fabula.index.files.paths import path_key, paths_above
from fabula.index.identity import numbered, work_id
from fabula.index.ingest import Read, SegmentedWork, Unchanged
from fabula.index.ingest.discovery import Task
from fabula.index.model import Scene, Work, WorkRecord
from fabula.index.receipt import ChangeKind, SkipKind, Skipped
from .edit import Edit, work_change
from .survey import TaskOutcome
from .work_difference import have_same_text
from .work_record import is_moved_work, key_of, make_record


class Ledger:
    """Takes outcomes one by one and says what each changes. Files are known by their path keys.

    before  works whose ids count: a work that is met again keeps its id.
    works   by id, all that the index has after the outcomes so far.
    by_key  works of the index before this run, by the path keys of their files; `before_by_key` those whose ids count.
    """

    def __init__(
        self,
        written: Mapping[str, WorkRecord],
        before: Mapping[str, WorkRecord] | None = None,
        is_absent: Callable[[str], bool] = lambda key: False,
        scenes_before: Callable[[str], Sequence[Scene]] | None = None,
        started: str = "",
    ) -> None:
        """`written`: works that the index being written has already; `before` is the same but for a rebuild, whose
        index has next to nothing. `is_absent`: True for a key whose source cannot be seen, so that a missing file
        there means nothing. `scenes_before`: of a work of `before`, to say whether its text changed. `started`: when
        the run began, for works that it adds."""
        self.before = written if before is None else before
        self.works: dict[str, WorkRecord] = dict(written)
        self._is_absent = is_absent
        self._scenes_before = scenes_before
        self._started = started
        self._added: set[str] = set()
        # By whole path keys: the same file may have been named from another folder.
        self.by_key = _group_by_key(written)
        self._sorted_keys = sorted(self.by_key)
        known = {**self.before, **written}
        self.before_by_key = self.by_key if self.before is written else _group_by_key(known)
        self._sorted_before_keys = self._sorted_keys if self.before is written else sorted(self.before_by_key)
        # The works that share an identity, by that identity: their ids without numbers.
        self._by_identity: dict[str, dict[str, WorkRecord]] = {}
        for record in _in_id_order(known):
            self._by_identity.setdefault(record.id.partition(".")[0], {})[record.id] = record
        # Ids that a new work may not have; None if those of `works` are all.
        self._reserved: set[str] | None = None if self.before is written else set(known)
        # The keys that had an outcome in this run, those whose works are in the library after it, and those that
        # failed, so that their works stay.
        self._met_keys: set[str] = set()
        self.kept_keys: set[str] = set()
        self.failed_keys: set[str] = set()

    def known(self, task: Task) -> dict[str, tuple[str, str]]:
        """The works of `task` and of all files in it that the library has: path -> digest and reader.

        The reader is "" for works that are to be read again whatever their digest.
        """
        known: dict[str, tuple[str, str]] = {}
        for source in task.sources:
            root = source.root_display_path
            for key in self.keys_before_within(path_key(root, source.path)):
                versions = {(record.digest, record.reader) for record in self.by_key.get(key, ())}
                digest = self.before_by_key[key][0].digest
                known[key[len(path_key(root, "")) :]] = versions.pop() if len(versions) == 1 else (digest, "")
        return known

    def keys_within(self, key: str) -> Iterator[str]:
        """The keys of works that are `key` or lie in it, be it a file, an archive or a folder."""
        return _keys_within(key, self.by_key, self._sorted_keys)

    def keys_before_within(self, key: str) -> Iterator[str]:
        """The same of all works whose ids count."""
        return _keys_within(key, self.before_by_key, self._sorted_before_keys)

    def had_works(self, key: str) -> bool:
        """True if there was a work at `key`, or in it."""
        return next(self.keys_before_within(key), None) is not None

    def apply(self, result: TaskOutcome) -> Edit:
        """Enter one outcome: what it changes in the library."""
        edit, key, task, outcome = Edit(), result.key, result.task, result.outcome
        self._met_keys.add(key)
        if isinstance(outcome, Skipped):
            if outcome.kind is not SkipKind.IGNORED:
                self.failed_keys.add(key)
        elif isinstance(outcome, Unchanged):
            self.kept_keys.add(key)
            edit.unchanged = len(self.by_key[key])
        elif isinstance(outcome, Read):
            assert task is not None
            # The formats of one book replace each other, a folder replaces the files in it.
            formats = [source.path for source in task.sources] if len(task.sources) > 1 else []
            keys = dict.fromkeys([key, *(path_key(task.root, path) for path in (*outcome.covers, *formats))])
            before = [record for key in keys for record in self.before_by_key.get(key, ())]
            for work in outcome.works:
                self._add(edit, work, before)
            if edit.added or not outcome.works:
                self.kept_keys.add(key)
                self._remove(edit, [record for key in keys for record in self.by_key.get(key, ())])
        return edit

    def add(self, work: SegmentedWork) -> Edit:
        """Enter a work made in Python."""
        edit = Edit()
        self._add(edit, work, ())
        return edit

    def remove(self, records: Iterable[WorkRecord]) -> Edit:
        """Enter works that go, except for those that were written in this run."""
        edit = Edit()
        self._remove(edit, records)
        return edit

    def keep(self, record: WorkRecord, scenes: tuple[Scene, ...]) -> Edit:
        """Enter a work that is copied as it is into an index without it."""
        self.works[record.id] = record
        return Edit(added=[(record, scenes)])

    def remove_dissolved(self) -> Edit:
        """Remove the works of folders and archives that are no work any more: the files in them are read alone now."""
        edit = Edit()
        for key in sorted(self.kept_keys):
            for outer in paths_above(key):
                if outer in self.by_key and outer not in self._met_keys:
                    self._remove(edit, self.by_key[outer])
        return edit

    def missing_works(self, is_surveyed: Callable[[str], bool]) -> list[WorkRecord]:
        """The works of files that were not met, though their sources were surveyed and nothing failed there.

        `is_surveyed`: True for a key whose source was surveyed.
        """
        missing: list[WorkRecord] = []
        for key, records in self.by_key.items():
            # Works made in Python have no source.
            if not records[0].source or key in self.kept_keys or not is_surveyed(key) or self.has_failed(key):
                continue
            missing += [record for record in records if record.id in self.works and record.id not in self._added]
        return missing

    def has_failed(self, key: str) -> bool:
        """True if `key`, or what it lies in, failed."""
        return key in self.failed_keys or any(outer in self.failed_keys for outer in paths_above(key))

    def lost_works(self, removed: Collection[WorkRecord]) -> list[WorkRecord]:
        """Those of the removed works of which nothing came back, under another name or at another path."""
        removed_ids = {record.id for record in removed}
        staying = [record for record in self.works.values() if record.id not in removed_ids]
        digests = {record.digest for record in staying} - {""}
        keys = {key_of(record) for record in staying}
        return [record for record in removed if record.digest not in digests and key_of(record) not in keys]

    def _remove(self, edit: Edit, records: Iterable[WorkRecord]) -> None:
        for record in records:
            if record.id not in self._added and record.id in self.works:
                del self.works[record.id]
                edit.removed.append(record.id)
                edit.changes.append(work_change(ChangeKind.REMOVED, record))

    def _add(self, edit: Edit, segmented: SegmentedWork, replaced: Sequence[WorkRecord]) -> None:
        """Add a work; `replaced` are the works of its file before. One without words is skipped."""
        work = _under_known_source(segmented.work, replaced)
        scenes = segmented.scenes
        if not scenes:
            edit.skipped.append(Skipped(work.path or work.title, SkipKind.FAILED, "no words were found in it"))
            self.failed_keys.add(path_key(work.source, work.path))
            return
        wanted = segmented.identity if work is segmented.work else work_id(work)
        identity, old = self._identify(work, wanted, replaced)
        if identity != segmented.identity:
            scenes = _with_work_id(scenes, segmented.identity, identity)
        record = make_record(work, identity, scenes, self._started if old is None else old.added)
        kind = ChangeKind.ADDED if old is None else ChangeKind.UPDATED
        if old is not None and old.path and key_of(old) != key_of(record):
            kind = ChangeKind.MOVED
        if identity in self.works:
            edit.removed.append(identity)
        edit.added.append((record, scenes))
        same_text = None if old is None else self._has_same_text(old, record, scenes)
        edit.changes.append(work_change(kind, record, old, same_text=same_text))
        self.works[identity] = record
        self._added.add(identity)
        if self._reserved is not None:
            self._reserved.add(identity)
        self._by_identity.get(identity.partition(".")[0], {}).pop(identity, None)

    def _has_same_text(self, old: WorkRecord, record: WorkRecord, scenes: Sequence[Scene]) -> bool | None:
        """None if that cannot be said."""
        if old.digest and old.digest == record.digest:
            return True
        if self._scenes_before is None:
            return None
        try:
            return have_same_text(self._scenes_before(old.id), scenes)
        except (LibraryError, NotFound):
            # Its text is damaged, and is written anew now.
            return None

    def _identify(self, work: Work, wanted: str, replaced: Iterable[WorkRecord]) -> tuple[str, WorkRecord | None]:
        """The id for `work`, and the record that it replaces. Two works of one run never share an id."""
        # A work whose source is only out of sight for now gives its id to nothing but the same bytes.
        candidates = [
            old
            for old in self._by_identity.get(wanted, {}).values()
            if not old.path or old.digest == work.digest or not self._is_absent(key_of(old))
        ]
        # The same file as before; else the same bytes at a new path; else the work of a file that is gone.
        replaced_ids = {record.id for record in replaced}
        for fits in (
            lambda old: old.id in replaced_ids,
            lambda old: old.digest == work.digest and is_moved_work(old, work),
            lambda old: is_moved_work(old, work),
        ):
            old = next(filter(fits, candidates), None)
            if old is not None:
                return old.id, old
        return numbered(wanted, self.works if self._reserved is None else self._reserved), None


def _in_id_order(works: Mapping[str, WorkRecord]) -> list[WorkRecord]:
    return sorted(works.values(), key=lambda record: (len(record.id), record.id))


def _keys_within(key: str, by_key: Container[str], sorted_keys: Sequence[str]) -> Iterator[str]:
    if key in by_key:
        yield key
    for prefix in (f"{key}!/", f"{key.rstrip('/')}/"):
        for index in range(bisect_left(sorted_keys, prefix), len(sorted_keys)):
            if not sorted_keys[index].startswith(prefix):
                break
            yield sorted_keys[index]


def _group_by_key(works: Mapping[str, WorkRecord]) -> dict[str, list[WorkRecord]]:
    by_key: dict[str, list[WorkRecord]] = {}
    for record in _in_id_order(works):
        # The path of an imported work is that of a file elsewhere.
        if not record.imported:
            by_key.setdefault(key_of(record), []).append(record)
    return by_key


def _under_known_source(work: Work, before: Sequence[WorkRecord]) -> Work:
    """`work` with the source and path that its file was first indexed by, so that its identity stays the same."""
    key = path_key(work.source, work.path)
    for record in before:
        if work.path != record.path and key == key_of(record):
            return replace(work, source=record.source, path=record.path)
    return work


def _with_work_id(scenes: tuple[Scene, ...], identity: str, other: str) -> tuple[Scene, ...]:
    """`scenes` of a work with the id `other` instead of `identity`."""
    return tuple(replace(scene, id=other + scene.id.removeprefix(identity), work_id=other) for scene in scenes)

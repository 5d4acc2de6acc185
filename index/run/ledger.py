"""The ids of one commit: which works were there, which come, which go, and which keep their id at a new path."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from fabula.index.account.edit import Edit, work_change
from fabula.index.account.work_difference import have_same_text
from fabula.index.errors import LibraryError, NotFound
from fabula.index.files.paths import all_paths_above, locate, path_key
from fabula.index.identity import numbered
from fabula.index.identity.ids import stem_of
from fabula.index.ingest.discovery import Task
from fabula.index.ingest.outcome import Read, SegmentedWork, Unchanged
from fabula.index.losses.failed_files import FailedFiles
from fabula.index.model import Scene, Work, WorkRecord
from fabula.index.receipt import ChangeKind, SkipKind, Skipped
from fabula.index.records.kept_description import KeptDescriptions, with_work_id
from fabula.index.records.known_source import under_known_source
from fabula.index.records.succession import Succession, is_as_it_was
from fabula.index.records.work_record import is_moved_work, is_same_file, key_of, make_record
from fabula.index.records.works_by_key import WorksByKey, in_id_order
from fabula.index.reports.retired_ids import RetiredIds
from .survey import TaskOutcome

# Works that wait for the end of the run, to see whose place they may take, are in memory: characters of their text.
_MAX_WAITING_CHARS = 64_000_000


class Ledger:
    """Takes outcomes one by one and says what each changes; `settle` says the rest. Files are known by their path keys.

    A work that was there before in the same file is known at once. Any other may be one whose file is gone, or holds
    another work now. That is known for certain when all files were met, so new works wait until `settle`, which gives
    them the place that they fit best (succession.py). Until then no work is removed.

    before  works whose ids count: a work that is met again keeps its id.
    works   by id, all that the index has after the outcomes so far.
    by_key  works of the index before this run, by the path keys of their files; `works_before` those whose ids count.
    """

    def __init__(
        self,
        written: Mapping[str, WorkRecord],
        before: Mapping[str, WorkRecord] | None = None,
        is_absent: Callable[[str], bool] = lambda key: False,
        scenes_before: Callable[[str], Sequence[Scene]] | None = None,
        started: str = "",
        retired: RetiredIds | None = None,
        keeps_id: Callable[[WorkRecord], bool] = lambda record: True,
    ) -> None:
        """`written`: works that the index being written has already; `before` is the same but for a rebuild, whose
        index has next to nothing. `is_absent`: True for a key whose source or folder cannot be seen, so that a
        missing file there may mean nothing. `scenes_before`: of a work of `before`, to compare texts. `started`: when
        the run began, for works that it adds. `retired`: works of earlier runs. `keeps_id`: False for a work that is
        given its id anew when it is read."""
        self.before = written if before is None else before
        self.works: dict[str, WorkRecord] = dict(written)
        self._is_absent = is_absent
        self._scenes_before = scenes_before
        self._started = started
        self._keeps_id = keeps_id
        self._succession = Succession(scenes_before)
        self._added: set[str] = set()
        known = {**self.before, **written}
        self._written_keys = WorksByKey(written)
        self.works_before = self._written_keys if self.before is written else WorksByKey(known)
        self.by_key = self._written_keys.by_key
        # The works that share an identity, by that identity: their ids without numbers.
        self._by_identity: dict[str, dict[str, WorkRecord]] = {}
        for record in in_id_order(known.values()):
            self._by_identity.setdefault(stem_of(record.id), {})[record.id] = record
        # Ids that a new work may not have: those of works that go in this run, too, lest a link lead to another story.
        self._retired = retired or RetiredIds()
        self._reserved = {*known, *self._retired.works}
        # Works without a place yet, and works whose files were read and do not hold them any more, by id.
        self._waiting: list[SegmentedWork] = []
        self._waiting_chars = 0
        self._displaced: dict[str, WorkRecord] = {}
        self._kept_descriptions = KeptDescriptions(self.before)
        # The ids of works of folders and archives that are no work any more, after `settle`.
        self.dissolved: list[str] = []
        # The keys that had an outcome in this run, and those whose works are in the library after it.
        self._met_keys: set[str] = set()
        self.kept_keys: set[str] = set()
        self.failed = FailedFiles()

    def known(self, task: Task) -> dict[str, tuple[str, str]]:
        """The works of `task` and of all files in it that the library has: path -> digest and reader.

        The reader is "" for works that are to be read again whatever their digest.
        """
        known: dict[str, tuple[str, str]] = {}
        for source in task.sources:
            root = source.root_display_path
            for key in self.works_before.within(path_key(root, source.path)):
                versions = {(record.digest, record.reader) for record in self.by_key.get(key, ())}
                digest = self.works_before.by_key[key][0].digest
                known[key[len(path_key(root, "")) :]] = versions.pop() if len(versions) == 1 else (digest, "")
        return known

    def keys_within(self, key: str) -> Iterator[str]:
        """The keys of works that are `key` or lie in it, be it a file, an archive or a folder."""
        return self._written_keys.within(key)

    @cached_property
    def before_by_digest(self) -> dict[str, list[WorkRecord]]:
        """The works of `before` by the digests of their files; those without one are left out."""
        by_digest: dict[str, list[WorkRecord]] = {}
        for record in in_id_order(self.before.values()):
            if record.digest:
                by_digest.setdefault(record.digest, []).append(record)
        return by_digest

    def apply(self, result: TaskOutcome) -> Edit:
        """Enter one outcome: what it changes in the library."""
        edit, key, outcome = Edit(), result.key, result.outcome
        self._met_keys.add(key)
        if isinstance(outcome, Skipped):
            if outcome.kind is not SkipKind.IGNORED:
                self.failed.add(key)
        elif isinstance(outcome, Unchanged):
            self.kept_keys.add(key)
            edit.unchanged = len(self.by_key[key])
        elif isinstance(outcome, Read):
            keys = result.replaced_keys(outcome)
            before = [record for replaced in keys for record in self.works_before.by_key.get(replaced, ())]
            works = outcome.works
            if outcome.keeps_description:
                works = tuple(self._kept_descriptions.describe(work, before) for work in works)
            self._enter_read(edit, works, before)
            if edit.added or edit.waiting or not outcome.works:
                self.kept_keys.add(key)
                self._displaced.update((record.id, record) for record in before if record.id not in self._added)
            if self._waiting_chars > _MAX_WAITING_CHARS:
                self._place_waiting(edit)
        return edit

    def add(self, work: SegmentedWork) -> Edit:
        """Enter a work made in Python."""
        edit = Edit()
        if self._has_words(edit, work):
            self._enter(edit, work, self._made_before(work))
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

    def place_waiting(self) -> Edit:
        """Give the works that wait their places, as far as can be said in the middle of a run."""
        edit = Edit()
        self._place_waiting(edit)
        return edit

    def settle(self, is_surveyed: Callable[[str], bool] = lambda key: False) -> Edit:
        """All files were met: the works that waited take their places, and those that lost theirs go.

        `is_surveyed` as for `missing_works`.
        """
        edit = Edit()
        # The works of folders and archives that are no work any more: the files in them are read alone now.
        dissolved: dict[str, WorkRecord] = {}
        for outer in all_paths_above(sorted(self.kept_keys)):
            is_open = outer in self.by_key and outer not in self._met_keys
            if is_open and not self.failed.are_pages_of(outer):
                dissolved.update((record.id, record) for record in self.by_key[outer])
        self._displaced |= dissolved
        self._place_waiting(edit, is_surveyed)
        self._remove(edit, self._displaced.values())
        self._displaced = {}
        self.dissolved = [identity for identity in dissolved if identity not in self.works]
        return edit

    def missing_works(self, is_surveyed: Callable[[str], bool]) -> list[WorkRecord]:
        """The works of files that were not met, though their sources were surveyed and nothing failed there.

        `is_surveyed`: True for a key whose source was surveyed.
        """
        missing: list[WorkRecord] = []
        for key, records in self.by_key.items():
            # Works made in Python have no source.
            if not records[0].source or key in self.kept_keys or not is_surveyed(key) or self.failed.concern(key):
                continue
            missing += [record for record in records if record.id in self.works and record.id not in self._added]
        return missing

    def unmet_works(self) -> Iterator[WorkRecord]:
        """The works of files that had no outcome in this run: their sources were not surveyed, or they are missing."""
        return (record for record in self.works.values() if key_of(record) not in self._met_keys)

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

    def _enter_read(self, edit: Edit, works: Sequence[SegmentedWork], replaced: Sequence[WorkRecord]) -> None:
        """Enter the works of a file; `replaced` are its works before."""
        works = [under_known_source(segmented, replaced) for segmented in works]
        works = [segmented for segmented in works if self._has_words(edit, segmented)]
        replaced = [record for record in replaced if record.id not in self._added]
        places = self._succession.assign(works, replaced, same_file=True)
        for index, segmented in enumerate(works):
            old = places.get(index) or self._moved_as_it_was(segmented)
            if old is None and self.before:
                self._waiting.append(segmented)
                self._waiting_chars += sum(len(scene.text) for scene in segmented.scenes)
                edit.waiting += 1
            else:
                self._enter(edit, segmented, old)

    def _has_words(self, edit: Edit, segmented: SegmentedWork) -> bool:
        """False for a work without words, which is skipped."""
        work = segmented.work
        if not segmented.scenes:
            edit.skipped.append(Skipped(work.path or work.title, SkipKind.FAILED, "no words were found in it"))
            self.failed.add(path_key(work.source, work.path))
        return bool(segmented.scenes)

    def _moved_as_it_was(self, segmented: SegmentedWork) -> WorkRecord | None:
        """The work with the same bytes whose file is gone, or is the same file by a link."""
        # A file that is only out of sight may still be there: the place of one that is gone comes first.
        records = self.before_by_digest.get(segmented.work.digest, ())
        for record in sorted(records, key=lambda record: self._is_absent(key_of(record))):
            is_free = self._is_vacant(record) or self._is_linked(record, segmented.work)
            if record.id not in self._added and is_free and is_as_it_was(record, segmented):
                return record
        return None

    def _is_linked(self, record: WorkRecord, work: Work) -> bool:
        """True if the files of both are one file, which this run meets by the path of `work` alone."""
        return key_of(record) not in self._met_keys and bool(record.source) and is_same_file(record, work)

    def _is_vacant(self, record: WorkRecord, is_gone: Callable[[str], bool] = lambda key: locate(key) is None) -> bool:
        """True if a work that was read may take the place of `record`. `is_gone`: True for the key of such a file."""
        holder = self.works.get(record.id)
        is_taken = record.id in self._added or (holder is not None and key_of(holder) != key_of(record))
        if is_taken or not record.source:
            return False
        if record.id in self._displaced or record.imported:
            # The path of an imported work is that of a file elsewhere.
            return True
        key = key_of(record)
        if key in self.kept_keys or self.failed.concern(key):
            return False
        return is_gone(key)

    def _place_waiting(self, edit: Edit, is_surveyed: Callable[[str], bool] = lambda key: False) -> None:
        """Give the works that wait the places that they fit best, or new ones.

        `is_surveyed`: True for a key whose source was surveyed to the end.
        """
        if not self._waiting:
            return

        def is_gone(key: str) -> bool:
            return is_surveyed(key) or (not self._is_absent(key) and locate(key) is None)

        vacant = [record for record in in_id_order(self.before.values()) if self._is_vacant(record, is_gone)]
        # The place of a file that is only out of sight comes after others that fit as well.
        vacant.sort(key=lambda record: self._is_absent(key_of(record)))
        places = self._succession.assign(self._waiting, vacant, same_file=False)
        for index, segmented in enumerate(self._waiting):
            old = places.get(index)
            if old is None:
                same_name = self._by_identity.get(segmented.identity, {}).values()
                old = next((record for record in same_name if self._is_linked(record, segmented.work)), None)
            self._enter(edit, segmented, old)
        self._waiting, self._waiting_chars = [], 0

    def _enter(self, edit: Edit, segmented: SegmentedWork, old: WorkRecord | None) -> None:
        """Enter a work, in the place of `old` if that is not None."""
        work, scenes = segmented.work, segmented.scenes
        identity = self._new_id(segmented) if old is None or not self._keeps_id(old) else old.id
        if identity != segmented.identity:
            scenes = with_work_id(scenes, segmented.identity, identity)
        record = make_record(work, identity, scenes, self._started if old is None else old.added)
        kind = ChangeKind.ADDED if old is None else ChangeKind.UPDATED
        if old is not None and old.path and key_of(old) != key_of(record):
            kind = ChangeKind.MOVED
        replaced = old.id if old is not None else identity
        if self.works.pop(replaced, None) is not None:
            edit.removed.append(replaced)
        edit.added.append((record, scenes))
        same_text = None if old is None else self._has_same_text(old, record, scenes)
        edit.changes.append(work_change(kind, record, old, same_text=same_text))
        self.works[identity] = record
        self._added |= {identity, replaced}
        self._reserved.add(identity)
        self._by_identity.get(stem_of(replaced), {}).pop(replaced, None)

    def _new_id(self, segmented: SegmentedWork) -> str:
        """An id that no work has or had, but for this one if it comes back."""
        again = self._retired.ids_again(segmented.identity, segmented.work, segmented.scenes)
        free = (identity for identity in again if identity not in self.works and identity not in self.before)
        return next(free, "") or numbered(segmented.identity, self._reserved)

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

    def _made_before(self, segmented: SegmentedWork) -> WorkRecord | None:
        """The work that one made in Python replaces: of the same identity, without a file or with one that is gone."""
        same_name = self._by_identity.get(segmented.identity, {}).values()
        return next((record for record in same_name if is_moved_work(record, segmented.work)), None)

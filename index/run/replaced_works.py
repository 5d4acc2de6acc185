"""Looks at each file that had works and has other bytes now: what becomes of them?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fabula.index.errors import FabulaError, SourceError
from fabula.index.files.file_source import FileSource
from fabula.index.files.paths import locate, paths_above
from fabula.index.ingest.edition_digest import is_same_story
from fabula.index.ingest.outcome import Read, SegmentedWork
from fabula.index.losses.removals import Losses, count_text
from fabula.index.losses.repeated_pages import RepeatedPages
from fabula.index.losses.shared_text import passages, shared_part
from fabula.index.losses.verdict import MIN_SHARED, Fate, Verdict, judge
from fabula.index.model import Scene, WorkRecord
from fabula.index.receipt import RunWarning, SkipKind, Skipped, WarningKind
from fabula.index.records.work_record import key_of
from fabula.index.store.protocol import Store
from .ledger import Ledger
from .survey import TaskOutcome


class ReplacedWorks:
    """Goes between the outcomes of a run and its ledger, and keeps the works whose stories are missing.

    consent  True if whatever a file holds now is taken over.
    """

    def __init__(self, ledger: Ledger, store: Store, *, consent: bool) -> None:
        self._ledger = ledger
        self._store = store
        self._consent = consent
        self._replaced: list[WorkRecord] = []
        self._shrunk: list[Verdict] = []
        self._new_pages = RepeatedPages()
        # By digest: the works that are not at their places any more, each looked at once and met once.
        self._departed: dict[str, Iterator[WorkRecord]] = {}
        # The passages of works that were read in a folder or an archive that was one work before, by its key.
        self._parts: dict[str, set[str]] = {}

    def guard(self, results: Iterable[TaskOutcome]) -> Iterator[TaskOutcome]:
        """The outcomes, in order. One that would put an error page in place of a story is a failure instead."""
        failed_key = ""
        for result in results:
            if isinstance(result.outcome, RunWarning) and result.key == failed_key:
                # About what was not taken over.
                continue
            failed_key = ""
            if isinstance(result.outcome, Read) and (skipped := self._look_at(result, result.outcome)):
                failed_key = result.key
                yield result._replace(outcome=skipped)
            else:
                yield result

    def note_dissolved(self, removed: Iterable[str]) -> None:
        """Folders and archives that were one work, with these ids, and are none any more."""
        for identity in removed:
            record = self._ledger.before.get(identity)
            if record is None:
                continue
            parts = self._parts.get(key_of(record), set())
            old = passages(self._scenes_of(record))
            if old and shared_part(old, parts) < MIN_SHARED:
                self._replaced.append(record)

    def losses(self, gone: Iterable[WorkRecord]) -> Losses:
        """What the run loses, `gone` included. A text of which the same bytes are elsewhere is not lost."""
        gone = list(gone)
        gone_ids = {record.id for record in gone}
        works = self._ledger.works
        digests = {record.digest for identity, record in works.items() if identity not in gone_ids} - {""}
        replaced = {
            record.id: record
            for record in self._replaced
            if record.digest not in digests
            and record.id not in gone_ids
            # Its story was found at another place.
            and key_of(works.get(record.id, record)) == key_of(record)
        }
        shrunk = [verdict.record for verdict in self._shrunk if verdict.record.id not in {*gone_ids, *replaced}]
        return Losses(gone, list(replaced.values()), shrunk)

    def warnings(self) -> list[RunWarning]:
        """One for each work that shrank, and for each page that several new files hold."""
        shrunk = [
            RunWarning(
                WarningKind.WORK_SHRUNK,
                f"{record.title} had {record.words:,} words and has {words:,} now ({key_of(record)}). "
                "If its file was cut short, put the whole one there and run fabula update.",
                record.path,
                record.title,
                record.words - words,
            )
            for record, _, words in self._shrunk
        ]
        return [*shrunk, *self._new_pages.warnings()]

    def _look_at(self, result: TaskOutcome, outcome: Read) -> Skipped | None:
        after = [work for work in outcome.works if work.scenes]
        if not after:
            # The ledger reports it.
            return None
        self._note_parts(result.key, outcome)
        before = self._works_before(result, outcome)
        has_moved = self._has_moved(after)
        if not before and not has_moved:
            for work in after:
                self._new_pages.add(result.key, outcome.path, work.work.title, work.scenes)
        verdicts = judge(before, after, self._scenes_of)
        is_missing = verdicts and all(verdict.fate is Fate.MISSING for verdict in verdicts)
        if is_missing and not self._consent and not has_moved:
            for record in before:
                self._ledger.failed.add(key_of(record))
            words = sum(scene.words for work in after for scene in work.scenes)
            return Skipped(outcome.path, SkipKind.FAILED, _reason(before, words))
        self._replaced += [verdict.record for verdict in verdicts if verdict.fate in (Fate.REPLACED, Fate.MISSING)]
        self._shrunk += [verdict for verdict in verdicts if verdict.fate is Fate.SHRUNK]
        return None

    def _has_moved(self, after: Iterable[SegmentedWork]) -> bool:
        """True if the library has a story with these bytes that is not at its place any more, however short it is.

        One that is still there was copied, as an error page is that stands in many places. A story moves to one place.
        """
        return any(next(self._departed_with(work.work.digest), None) is not None for work in after)

    def _departed_with(self, digest: str) -> Iterator[WorkRecord]:
        """Those with this digest that no file of this run has taken yet."""
        records = self._ledger.before_by_digest.get(digest)
        if records is None:
            return iter(())
        return self._departed.setdefault(digest, (record for record in records if not _is_in_place(record)))

    def _works_before(self, result: TaskOutcome, outcome: Read) -> list[WorkRecord]:
        """The works that it takes the place of: of its file, of what was in it, of the other formats of the book."""
        keys = result.replaced_keys(outcome)
        members = f"{result.key}!/"
        keys |= dict.fromkeys(key for key in self._ledger.works_before.within(result.key) if key.startswith(members))
        return [record for key in keys for record in self._ledger.works_before.by_key.get(key, ())]

    def _note_parts(self, key: str, outcome: Read) -> None:
        for outer in paths_above(key):
            if outer in self._ledger.works_before.by_key:
                parts = self._parts.setdefault(outer, set())
                for work in outcome.works:
                    parts |= passages(work.scenes)

    def _scenes_of(self, record: WorkRecord) -> tuple[Scene, ...]:
        """The scenes of a work as it is in the library; () if they cannot be read, which a check reports."""
        try:
            return self._store.scenes(record.id)
        except FabulaError:
            return ()


def _is_in_place(record: WorkRecord) -> bool:
    """True if the file of the work has the bytes that it had. An archive or a folder only has to be there."""
    path = locate(key_of(record))
    if path is None or record.imported:
        return False
    try:
        return path.is_dir() or "!/" in key_of(record) or is_same_story(record.digest, FileSource.at(path))
    except (SourceError, OSError):
        # It cannot be read now, and may be whole.
        return True


def _reason(before: list[WorkRecord], words: int) -> str:
    held = before[0].title if len(before) == 1 else count_text(len(before))
    total = sum(record.words for record in before)
    return (
        f"it held {held} ({total:,} words) and now holds {words:,} word{'s' if words != 1 else ''} of something else,"
        " which looks like an error page; the story stays as it was (--allow-removals replaces it)"
    )

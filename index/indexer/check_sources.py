"""Compare the sources of a library word by word with what it holds of them."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path

from fabula.index.checking.sources_report import LostText, SourceNote, SourcesReport
from fabula.index.files.paths import path_key
from fabula.index.ingest.discovery import Task
from fabula.index.ingest.dispatch import read_all
from fabula.index.ingest.job import Job
from fabula.index.ingest.outcome import Audited
from fabula.index.library.settings import read_settings
from fabula.index.library.sources import count_by_source, sources_of
from fabula.index.model import WorkRecord
from fabula.index.receipt import Progress, SkipKind, Skipped
from fabula.index.records.work_record import key_of
from fabula.index.run.ledger import Ledger
from fabula.index.run.options import make_limits
from fabula.index.run.survey import survey, with_placeholders
from fabula.index.store.index_store import IndexStore
from fabula.index.store.opening import open_store
from fabula.index.word_audit import lost_words, record_texts, words_by_rule

_Report = Callable[[Progress], object]


def check_sources(
    library: str | Path, *, workers: int | None = None, timeout: float | None = None, progress: _Report | None = None
) -> SourcesReport:
    """Read every file of the library's works once more, in two ways, and compare its words with those of the library.

    All words of a file (`index/word_audit/`) have to be in the library, or in what its reader leaves out by a rule.
    Nothing is written. `workers` and `timeout` as for `build`.

    Raises LibraryMissing and other LibraryErrors, SettingsError, OptionError.
    """
    began = time.perf_counter()
    report = progress or (lambda _: None)
    store = open_store(library)
    try:
        folder = Path(store.address)
        settings = read_settings(folder)
        limits = make_limits(
            settings.workers if workers is None else workers, settings.timeout if timeout is None else timeout
        )
        comparison = _Comparison(store)
        roots = sources_of(folder, settings)
        view = survey(roots, count_by_source(store.works().values(), roots), report)
        ledger = Ledger(store.works())
        files = with_placeholders(view.files, ledger.works_before)
        jobs = [Job(file.task, ledger.known(file.task), audits=True) for file in files if isinstance(file.task, Task)]
        for file in files:
            if isinstance(file.task, Skipped):
                comparison.skip(_keys_of(ledger, file.key, file.task), file.task)
        with closing(read_all(jobs, limits)) as results:
            done = -1
            current = None
            for job, outcome in results:
                if job.task is not current:
                    current, done = job.task, done + 1
                    report(Progress("comparing", done, len(jobs), path=current.sources[0].path))
                key = path_key(job.task.root, outcome.path)
                if isinstance(outcome, Audited):
                    comparison.compare(key, outcome)
                elif isinstance(outcome, Skipped):
                    comparison.skip(_keys_of(ledger, key, outcome), outcome)
        report(Progress("comparing", len(jobs), len(jobs)))
        return comparison.report(view.unseen, time.perf_counter() - began)
    finally:
        store.close()


def _keys_of(ledger: Ledger, key: str, skipped: Skipped) -> Iterable[str]:
    """An archive that is a pointer says nothing of its members; of a damaged one they are gone."""
    return ledger.keys_within(key) if skipped.kind is SkipKind.NOT_HERE else [key]


class _Comparison:
    """Takes what was found in the sources, file by file."""

    def __init__(self, store: IndexStore) -> None:
        self._store = store
        self._waiting: dict[str, list[WorkRecord]] = {}
        self._without_source = 0
        for record in store.works().values():
            if record.has_file:
                self._waiting.setdefault(key_of(record), []).append(record)
            else:
                self._without_source += 1
        self._files = self._works = self._words = 0
        self._left_out: Counter[str] = Counter()
        self._lost: list[LostText] = []
        self._changed: list[SourceNote] = []
        self._failed: list[SourceNote] = []
        self._not_audited: list[SourceNote] = []

    def compare(self, key: str, file: Audited) -> None:
        records = self._waiting.pop(key, [])
        if not records:
            return
        if any(record.digest != file.digest for record in records):
            self._changed.append(_note(records, "it has changed since it was read"))
        elif file.reason:
            self._not_audited.append(_note(records, file.reason))
        else:
            self._compare(records, file)

    def _compare(self, records: Sequence[WorkRecord], file: Audited) -> None:
        held = [text for record in records for text in record_texts(record, self._store.scenes(record.id))]
        lost = lost_words(file.text, [*held, *(item.text for item in file.left_out)])
        self._files += 1
        self._works += len(records)
        self._words += lost.of
        self._left_out += words_by_rule(file.left_out)
        if lost.words:
            titles = "; ".join(dict.fromkeys(record.title for record in records))
            self._lost.append(LostText(records[0].path, records[0].source, titles, lost.words, lost.of, lost.quotes))

    def skip(self, keys: Iterable[str], skipped: Skipped) -> None:
        """`keys`: of the works that the reason is about."""
        for key in keys if skipped.kind is not SkipKind.IGNORED else ():
            if key in self._waiting:
                self._failed.append(_note(self._waiting.pop(key), skipped.reason))

    def report(self, unseen: dict[str, str], seconds: float) -> SourcesReport:
        """`unseen`: sources that could not be surveyed, and what is wrong with each."""
        gone = [_note(records, "it is not there, or excluded") for records in self._waiting.values()]
        gone += [SourceNote("", source, f"the source {problem}") for source, problem in unseen.items()]
        return SourcesReport(
            generation=self._store.generation,
            files=self._files,
            works=self._works,
            words=self._words,
            left_out=dict(self._left_out.most_common()),
            lost=tuple(self._lost),
            gone=tuple(gone),
            changed=tuple(self._changed),
            failed=tuple(self._failed),
            not_audited=tuple(self._not_audited),
            without_source=self._without_source,
            seconds=seconds,
        )


def _note(records: Sequence[WorkRecord], reason: str) -> SourceNote:
    return SourceNote(records[0].path, records[0].source, reason)

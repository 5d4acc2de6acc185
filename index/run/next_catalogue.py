"""From the outcomes of a run to the catalogue that the next one begins with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from fabula.index.account.edit import Edit
from fabula.index.files.paths import path_key
from fabula.index.ingest.clock_grain import is_settled
from fabula.index.ingest.discovery import Task
from fabula.index.ingest.outcome import Read, Unchanged
from fabula.index.library.catalogue import CatalogueWriter, Entry
from fabula.index.receipt import RunWarning, Skipped
from .survey import SurveyedFile, TaskOutcome
from .unchanged_run import SourcesFingerprint

# The next run may repeat these for a file that it does not open.
_Repeated = Unchanged | Skipped | RunWarning


class NextCatalogue:
    """The outcomes of each task, to be repeated while the fingerprint of its files is the same."""

    def __init__(self, readers: str, before: Mapping[int, Entry], started_ns: int) -> None:
        self._writer = CatalogueWriter(readers, before)
        self._started_ns = started_ns
        self._files: dict[str, tuple[SurveyedFile, list[_Repeated]]] = {}
        self._fleeting: set[str] = set()
        self._open_key = ""

    def record(self, result: TaskOutcome, edit: Edit) -> None:
        """Record an outcome as the next run repeats it: what was read will be unchanged."""
        key, outcome = result.file.key, result.outcome
        self._open_key = key
        _, outcomes = self._files.setdefault(key, (result.file, []))
        if isinstance(outcome, _Repeated):
            outcomes.append(outcome)
        elif isinstance(outcome, Read):
            outcomes += edit.skipped
            if edit.added or edit.waiting:
                outcomes.append(Unchanged(outcome.path))
        if isinstance(outcome, Skipped) and outcome.fleeting:
            self._fleeting.add(key)

    def begins(self, result: TaskOutcome) -> bool:
        """True if `result` is the first of its task, so that all tasks before it are complete."""
        return result.file.key != self._open_key

    def finish(self) -> None:
        """All tasks so far are complete."""
        self._open_key = ""

    def unchanged_outcomes(self, fingerprint: SourcesFingerprint | None) -> list[tuple[str, _Repeated]] | None:
        """The path keys and outcomes of the next run if it finds this `fingerprint`, in order.

        None if a file has to be looked at again all the same: one that failed for now, one that cannot all be seen, or
        one that may have changed unseen since it was opened (clock_grain.py).
        """
        if fingerprint is None or not is_settled(fingerprint.settles, self._started_ns):
            return None
        results: list[tuple[str, _Repeated]] = []
        for key, (file, outcomes) in self._files.items():
            if isinstance(file.task, Task) and not (self._is_repeatable(key) and self._is_settled(file)):
                return None
            if isinstance(file.task, Task):
                results += [(path_key(file.task.root, outcome.path), outcome) for outcome in outcomes]
            else:
                results += [(key, outcome) for outcome in outcomes]
        return results

    def _is_repeatable(self, key: str) -> bool:
        """True if the outcomes of the task are the same while its fingerprint is; not while it is still being read."""
        file, outcomes = self._files[key]
        return file.fingerprint is not None and bool(outcomes) and key not in self._fleeting and key != self._open_key

    def _is_settled(self, file: SurveyedFile) -> bool:
        return file.fingerprint is not None and is_settled(file.fingerprint.settles, self._started_ns)

    def write(
        self, path: Path, commit: str, scans: Mapping[str, str], unchanged: object = None, drives: Iterable[str] = ()
    ) -> None:
        for key, (file, outcomes) in self._files.items():
            if isinstance(file.task, Task) and file.fingerprint is not None and self._is_repeatable(key):
                # () stands for the most frequent case.
                is_unchanged = outcomes == [Unchanged(file.task.sources[0].path)]
                repeated = () if is_unchanged else tuple(outcomes)
                self._writer.add(key, Entry(file.root.display_path, file.fingerprint, repeated, self._is_settled(file)))
        self._writer.write(path, commit, scans, unchanged, drives)

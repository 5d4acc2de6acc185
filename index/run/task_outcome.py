"""One outcome of a file that the survey met."""

from __future__ import annotations

from typing import NamedTuple

from fabula.index.files.paths import path_key
from fabula.index.ingest import Outcome
from fabula.index.ingest.discovery import Task
from fabula.index.receipt import Skipped

from .survey import SurveyedFile

__all__ = ["TaskOutcome"]


class TaskOutcome(NamedTuple):
    file: SurveyedFile
    outcome: Outcome

    @property
    def task(self) -> Task | None:
        """None for a file that the survey passed over."""
        return None if isinstance(self.file.task, Skipped) else self.file.task

    @property
    def key(self) -> str:
        """The path key of the outcome: of the task's file, or of one in it."""
        return self.file.key if self.task is None else path_key(self.task.root, self.outcome.path)

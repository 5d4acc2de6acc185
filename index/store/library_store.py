"""A library that may be written to: read as an `IndexStore`, and changed one commit after the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Self

from fabula.index.receipt import Progress, SpeechRun
from fabula.index.writer.speech_rules import NamesOfWorks, SpeechRules
from .compaction import compact
from .create_library import create_library
from .disk_errors import disk_errors
from .index_store import IndexStore
from .index_writer import IndexWriter
from .library_marker import is_library
from .opening import folder_at

if TYPE_CHECKING:
    from fabula.index.writer.processes.task_process import TaskLimits
    from .protocol import StoppedWorks


class LibraryStore(IndexStore):
    """See `WritableStore`."""

    @classmethod
    def create(cls, folder: Path) -> Self:
        with disk_errors(folder):
            if not is_library(folder):
                create_library(folder)
        return cls.open(folder)

    def write(self) -> IndexWriter:
        return IndexWriter(self)

    def compact(self, report: Callable[[Progress], object]) -> None:
        compact(self, report)

    def attribute_speech(
        self,
        report: Callable[[Progress], object],
        limits: TaskLimits | None = None,
        stopped: StoppedWorks | None = None,
        names: NamesOfWorks | None = None,
    ) -> SpeechRun:
        if not self.may_lack_speech(names):
            return SpeechRun()
        from .speech_pass import attribute_speech  # 70 ms, and mostly there is nothing to tell

        return attribute_speech(self, report, SpeechRules(names), limits, stopped)

    def may_lack_speech(self, names: NamesOfWorks | None = None) -> bool:
        rules = SpeechRules(names)
        return any(opened.may_lack_speech(rules) for opened in self.snapshot().segments)


def open_for_writing(address: str | Path) -> LibraryStore:
    """The library at `address`. Raises LibraryMissing, NotALibrary, LibraryDamaged, LibraryTooNew or OptionError."""
    return LibraryStore.open(folder_at(address))


def create_store(address: str | Path) -> LibraryStore:
    """The library at `address`, made if there is none. Raises NotALibrary where other files are in the way."""
    return LibraryStore.create(folder_at(address))

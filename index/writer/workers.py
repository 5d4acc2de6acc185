"""Writes segments in several processes side by side.

Where processes cannot be forked (Windows, macOS, a server with threads; see processes/child_process.py) the segments
are written in this process, one after the other, and are the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from fabula.index.codec.dictionaries import sample_of
from fabula.index.codec.durable import new_file_name
from fabula.index.codec.toc import SegmentEntry
from fabula.index.model import Scene, WorkRecord
from .known_stems import KnownStems
from .processes.forking import Forks
from .segment_writer import SegmentWriter

Stories = Sequence[tuple[WorkRecord, Sequence[Scene]]]


class Workers:
    """Writes segments to `folder`. `detach` closes what a forked process must not keep open: the lock."""

    def __init__(self, folder: Path, known_stems: KnownStems, detach: Callable[[], None]) -> None:
        self._folder = folder
        self._known_stems = known_stems
        self._forks = Forks(detach)

    @property
    def max_running(self) -> int:
        """How many segments may be written at a time; 1 where processes cannot be forked."""
        return self._forks.max_running

    def write_here(self, stories: Stories) -> None:
        """Write a segment of `stories` in this process. Raises OSError."""
        self._forks.run_here(lambda: self._write_segment(stories))

    def start(self, stories: Stories) -> None:
        """Write a segment of `stories` in another process. If too many run, wait until the first of them is done.

        Raises OSError, LibraryError.
        """
        parent = os.getpid()
        self._forks.start(lambda: self._write_segment(stories, is_wanted=lambda: os.getppid() == parent))

    def finish(self) -> list[SegmentEntry]:
        """All segments, in the order in which they were started. Raises OSError, LibraryError."""
        return [SegmentEntry(answer["file"], answer["size"], answer["scenes"]) for answer in self._forks.finish()]

    def close(self) -> None:
        """Kill the processes that still run."""
        self._forks.close()

    def _write_segment(self, stories: Stories, is_wanted: Callable[[], bool] = lambda: True) -> dict[str, Any]:
        sample = sample_of([scene.text for _, scenes in stories for scene in scenes])
        writer = SegmentWriter(self._known_stems, sample)
        for work, scenes in stories:
            writer.add(work, scenes)
            if not is_wanted():
                raise InterruptedError
        name = new_file_name("seg")
        size, count = writer.write(self._folder / name)
        return {"file": name, "size": size, "scenes": count}

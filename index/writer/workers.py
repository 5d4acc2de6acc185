"""Segments made by several processes side by side.

A worker is forked, so that it has the scenes without their being sent, and only where no thread exists, as a lock that
another thread holds would stay locked in it for good. Elsewhere (Windows, macOS, a server with threads) segments are
made in the process itself, one after the other, and are the same.
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

from .forking import Forks
from .known_stems import KnownStems
from .segment_writer import SegmentWriter

__all__ = ["Workers"]

Stories = Sequence[tuple[WorkRecord, Sequence[Scene]]]


class Workers:
    """Makes segments in `folder`. `detach` closes what a forked process must not hold on to: the lock."""

    def __init__(self, folder: Path, known: KnownStems, detach: Callable[[], None]) -> None:
        self._folder = folder
        self._known = known
        self._forks = Forks(detach)

    @property
    def most(self) -> int:
        """How many segments are worth making at a time: 1 where processes cannot be forked."""
        return self._forks.most

    def make(self, stories: Stories) -> None:
        """Make a segment of `stories`, here and now. Raises OSError."""
        self._forks.here(lambda: self._segment(stories))

    def start(self, stories: Stories) -> None:
        """Have a segment made while this process goes on; wait first until one that is being made is done, if need be.

        Raises OSError, LibraryError.
        """
        parent = os.getpid()
        self._forks.start(lambda: self._segment(stories, still_wanted=lambda: os.getppid() == parent))

    def finish(self) -> list[SegmentEntry]:
        """All segments, in the order in which they were begun. Raises OSError, LibraryError."""
        return [SegmentEntry(made["file"], made["size"], made["scenes"]) for made in self._forks.finish()]

    def close(self) -> None:
        """End those that are still at work."""
        self._forks.close()

    def _segment(self, stories: Stories, still_wanted: Callable[[], bool] = lambda: True) -> dict[str, Any]:
        sample = sample_of([scene.text for _, scenes in stories for scene in scenes])
        writer = SegmentWriter(self._known, sample)
        for work, scenes in stories:
            writer.add(work, scenes)
            if not still_wanted():
                raise InterruptedError
        name = new_file_name("seg")
        size, count = writer.write(self._folder / name)
        return {"file": name, "size": size, "scenes": count}

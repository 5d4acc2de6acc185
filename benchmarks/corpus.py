"""Reads a folder of stories with Fabula's readers, splits it into scenes, and stores them for all peers in one file.

Only story scenes are stored: Fabula leaves notes and licences out of its answers, and the peers could not.
"""

from __future__ import annotations

import gc
import pickle
import random
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fabula.index.identity import work_id
from fabula.index.model import BlockKind, Metadata, Paragraph, Scene, SceneKind, Work, WorkRecord

if TYPE_CHECKING:
    from fabula.index.ingest.outcome import SegmentedWork

__all__ = ["TINY", "Collection", "Story", "head", "read_folder", "stories_in", "text_bytes", "write"]

_SEED = 20


@dataclass(frozen=True, slots=True)
class Story:
    """A work and its story scenes, as a store takes them."""

    record: WorkRecord
    scenes: tuple[Scene, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """Stories in a file. `bytes` counts the text of the scenes in UTF-8; a megabyte is a million bytes."""

    name: str
    path: Path
    works: int
    scenes: int
    words: int
    bytes: int

    @property
    def megabytes(self) -> float:
        return self.bytes / 1e6


def read_folder(folder: Path, max_bytes: float, *, editions: bool = False) -> Iterator[Story]:
    """Stories below `folder`, up to about `max_bytes` of text.

    The order is shuffled with a fixed seed, so that the first megabytes are not one author's.
    With `editions` a story may come more than once, under one id.
    """
    # Imported here: a process that serves an index reads no folder, and these add 10 MB to its memory.
    from fabula.index.ingest.discovery import Task, walk
    from fabula.index.ingest.dispatch import read_all
    from fabula.index.ingest.job import Job
    from fabula.index.ingest.limits import DEFAULT_TIMEOUT_SECONDS, Limits, default_workers
    from fabula.index.ingest.outcome import Read

    tasks = [task for task in walk([folder]) if isinstance(task, Task)]
    random.Random(_SEED).shuffle(tasks)
    seen: set[str] = set()
    size = 0
    with closing(
        read_all((Job(task, {}) for task in tasks), Limits(default_workers(), DEFAULT_TIMEOUT_SECONDS))
    ) as outcomes:
        for _, outcome in outcomes:
            # Other outcomes are files without a story, such as imprints; Fabula's receipt gives the reasons.
            for work in outcome.works if isinstance(outcome, Read) else ():
                story = _story(work)
                # Every phrase would match another edition of the same story, too.
                if story is None or (work.identity in seen and not editions):
                    continue
                seen.add(work.identity)
                yield story
                size += story.record.size
                if size >= max_bytes:
                    return


def _story(segmented: SegmentedWork) -> Story | None:
    from fabula.index.records.work_record import make_record

    scenes = tuple(scene for scene in segmented.scenes if scene.kind is SceneKind.STORY)
    return Story(make_record(segmented.work, segmented.identity, scenes), scenes) if scenes else None


def text_bytes(scenes: Iterable[Scene]) -> int:
    return sum(len(scene.text.encode()) for scene in scenes)


def write(name: str, stories: Iterable[Story], path: Path) -> Collection:
    """Write `stories` to a file. Pickle is fast, and safe because only the run writes to its folder."""
    works = scenes = words = size = 0
    with path.open("wb") as out:
        for story in stories:
            pickle.dump((story.record, story.scenes), out, protocol=pickle.HIGHEST_PROTOCOL)
            works += 1
            scenes += len(story.scenes)
            words += story.record.words
            size += story.record.size
    return Collection(name, path, works, scenes, words, size)


def stories_in(path: Path) -> Iterator[Story]:
    """The stories that `write` wrote, with one in memory at a time."""
    with path.open("rb") as source:
        while True:
            # Without this, thousands of new tuples make the cycle collector search for garbage that cannot exist.
            gc.disable()
            try:
                story = Story(*pickle.load(source))
            except EOFError:
                return
            finally:
                gc.enable()
            yield story


def head(collection: Collection, max_bytes: float) -> Iterator[Story]:
    """The first stories of a collection, up to about `max_bytes`."""
    size = 0
    for story in stories_in(collection.path):
        yield story
        size += story.record.size
        if size >= max_bytes:
            return


def _tiny() -> Story:
    text = "A ship."
    work = Work("Tiny", (), ())
    identity = work_id(work)
    span = (Paragraph(0, len(text), BlockKind.PARAGRAPH),)
    scene = Scene(f"{identity}-0", identity, SceneKind.STORY, 1, 0, None, text, span, 2)
    record = WorkRecord(identity, "Tiny", (), Metadata(), "en", "", "", "", "", 0, 1, 0, 2, len(text))
    return Story(record, (scene,))


# Input of the first build, which loads a peer's code and leaves its stem tables empty.
TINY = _tiny()

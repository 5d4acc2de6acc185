"""A folder of stories, read and cut into scenes once by Fabula's own readers, kept in a file that every peer reads.

Only story scenes are kept: Fabula leaves notes and licences out of its answers, and the others could not.
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
    from fabula.index.ingest import SegmentedWork

__all__ = ["TINY", "Collection", "Story", "head", "read_folder", "stories_in", "text_bytes", "write"]

_SEED = 20


@dataclass(frozen=True, slots=True)
class Story:
    """A work and its story scenes, as a store takes them."""

    record: WorkRecord
    scenes: tuple[Scene, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """Stories in a file. `bytes` is the scenes' text in UTF-8; a megabyte is a million of them."""

    name: str
    path: Path
    works: int
    scenes: int
    words: int
    bytes: int

    @property
    def megabytes(self) -> float:
        return self.bytes / 1e6


def read_folder(folder: Path, most_bytes: float, *, editions: bool = False) -> Iterator[Story]:
    """Stories below `folder` up to about `most_bytes` of text.

    In a shuffled order with a fixed seed, so that the first megabytes are not one author's.
    With `editions` a story may come more than once, under one id.
    """
    # Here, as a process that serves an index reads no folder: 10 MB that were not Fabula's.
    from fabula.index.ingest import DEFAULT_TIMEOUT_SECONDS, Job, Limits, Read, default_workers, read_all
    from fabula.index.ingest.discovery import Task, walk

    found = [one for one in walk([folder]) if isinstance(one, Task)]
    random.Random(_SEED).shuffle(found)
    taken: set[str] = set()
    size = 0
    with closing(
        read_all((Job(task, {}) for task in found), Limits(default_workers(), DEFAULT_TIMEOUT_SECONDS))
    ) as outcomes:
        for _, outcome in outcomes:
            # Imprints, tables of contents and their like: Fabula's own receipt names each with its reason.
            for cut in outcome.works if isinstance(outcome, Read) else ():
                story = _story(cut)
                # The same story in another edition would be found twice by every phrase.
                if story is None or (cut.identity in taken and not editions):
                    continue
                taken.add(cut.identity)
                yield story
                size += story.record.size
                if size >= most_bytes:
                    return


def _story(cut: SegmentedWork) -> Story | None:
    from fabula.index.run.work_record import make_record

    scenes = tuple(scene for scene in cut.scenes if scene.kind is SceneKind.STORY)
    return Story(make_record(cut.work, cut.identity, scenes), scenes) if scenes else None


def text_bytes(scenes: Iterable[Scene]) -> int:
    return sum(len(scene.text.encode("utf-8", "surrogatepass")) for scene in scenes)


def write(name: str, stories: Iterable[Story], path: Path) -> Collection:
    """Keep `stories` in a file. Pickle is quick, and nobody else writes to the run's own folder."""
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
    """The stories of `write`, one in memory at a time."""
    with path.open("rb") as source:
        while True:
            # Thousands of small tuples at once make the cycle collector look for garbage that cannot be there.
            gc.disable()
            try:
                story = Story(*pickle.load(source))
            except EOFError:
                return
            finally:
                gc.enable()
            yield story


def head(collection: Collection, most_bytes: float) -> Iterator[Story]:
    """The first stories of a collection, up to about `most_bytes`."""
    size = 0
    for story in stories_in(collection.path):
        yield story
        size += story.record.size
        if size >= most_bytes:
            return


def _tiny() -> Story:
    text = "A ship."
    work = Work("Tiny", (), ())
    identity = work_id(work)
    span = (Paragraph(0, len(text), BlockKind.PARAGRAPH),)
    scene = Scene(f"{identity}-0", identity, SceneKind.STORY, 1, 0, None, text, span, 2)
    record = WorkRecord(identity, "Tiny", (), Metadata(), "en", "", "", "", "", 0, 1, 0, 2, len(text))
    return Story(record, (scene,))


# For a first build that loads a peer's code and leaves its tables empty.
TINY = _tiny()

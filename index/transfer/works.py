"""Works as JSON Lines, one a line, with every block of their text; `fabula index` and `import` read them back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from itertools import groupby
from pathlib import Path
from typing import Any

from fabula.index.codec.durable import new_file, sync_folder
from fabula.index.errors import PartlyRead
from fabula.index.files.file_source import FileSource
from fabula.index.indexer import add_works
from fabula.index.model import Metadata, Scene, Work, WorkRecord
from fabula.index.readers.jsonl import JsonlReader
from fabula.index.receipt import Progress, Receipt
from fabula.index.store.disk_errors import disk_errors
from fabula.index.store.opening import open_store

__all__ = ["export_works", "import_works", "work_line", "write_works"]

_METADATA = tuple(field.name for field in fields(Metadata))


def export_works(library: str | Path, progress: Callable[[Progress], object] | None = None) -> Iterator[str]:
    """A line for each work, by title, as the library's latest commit has them; writers are not waited for.

    Raises LibraryMissing and the like when the first line is asked for.
    """
    store = open_store(library)
    try:
        works = store.works()
        for done, (work_id, record) in enumerate(works.items(), 1):
            yield work_line(record, store.scenes(work_id))
            if progress is not None:
                progress(Progress("exporting", done, len(works), unit="works", path=record.path))
    finally:
        store.close()


def write_works(library: str | Path, file: str | Path, *, progress: Callable[[Progress], object] | None = None) -> int:
    """`export_works` to a file, which is there when all of it is. Returns how many works there are.

    Raises LibraryFull, LibraryMissing and the like.
    """
    path, count = Path(file), 0
    with disk_errors(path):
        with new_file(path) as out:
            for line in export_works(library, progress):
                out.write(line.encode("ascii") + b"\n")
                count += 1
        sync_folder(path.parent)
    return count


def work_line(record: WorkRecord, scenes: Iterable[Scene]) -> str:
    """One work in JSON, in one line of ASCII."""
    metadata = {name: value for name in _METADATA if (value := getattr(record.metadata, name))}
    chapters = []
    for (chapter, path), own in groupby(scenes, key=lambda scene: (scene.chapter, scene.path)):
        chapters.append(
            {
                "title": chapter.title if chapter else "",
                "number": chapter.number if chapter else None,
                "path": path,
                "blocks": list(_blocks(own)),
            }
        )
    work: dict[str, Any] = {"title": record.title, "authors": list(record.authors), **metadata}
    work["language"] = record.metadata.language or record.language
    return json.dumps({**work, "chapters": chapters}, separators=(",", ":"))


def _blocks(scenes: Iterable[Scene]) -> Iterator[tuple[str, str]]:
    """The blocks of the scenes of a chapter, with a break between two unless the cut was not the author's."""
    for place, scene in enumerate(scenes):
        if place and not scene.cut:
            yield "break", "***"
        for start, end, kind in scene.paragraphs:
            yield kind.value, scene.text[start:end]


def import_works(
    library: str | Path, file: str | Path, *, progress: Callable[[Progress], object] | None = None
) -> Receipt:
    """Add the works of a file of JSON Lines to the library, in one commit; the library is made if there is none.

    A work with the identity of one that is there takes its place. Raises SourceMissing, UnreadableSource, LibraryError;
    PartlyRead after all lines that can be read were added.
    """
    unread: list[PartlyRead] = []
    source = FileSource.at(file)

    def works() -> Iterator[Work]:
        try:
            yield from JsonlReader().read(source)
        except PartlyRead as error:
            unread.append(error)

    receipt = add_works(library, works(), progress=progress)
    if unread:
        raise unread[0]
    return receipt

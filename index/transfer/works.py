"""Export and import works as JSON Lines, one a line, with every block of text; `fabula index` reads them as well."""

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

_METADATA_FIELDS = tuple(field.name for field in fields(Metadata))


def export_works(library: str | Path, progress: Callable[[Progress], object] | None = None) -> Iterator[str]:
    """A line for each work of the latest commit, by title; does not wait for a writer.

    Raises LibraryMissing and the like at the first line.
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
    """Write `export_works` to a file, which gets its name when it is complete. Returns the number of works.

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
    metadata = {name: value for name in _METADATA_FIELDS if (value := getattr(record.metadata, name))}
    chapters = []
    for (chapter, path), chapter_scenes in groupby(scenes, key=lambda scene: (scene.chapter, scene.path)):
        chapters.append(
            {
                "title": chapter.title if chapter else "",
                "number": chapter.number if chapter else None,
                "path": path,
                "blocks": list(_blocks(chapter_scenes)),
            }
        )
    work: dict[str, Any] = {"title": record.title, "authors": list(record.authors), **metadata}
    work["language"] = record.metadata.language or record.language
    return json.dumps({**work, "chapters": chapters}, separators=(",", ":"))


def _blocks(scenes: Iterable[Scene]) -> Iterator[tuple[str, str]]:
    """The blocks of a chapter's scenes, with a break between two unless Fabula cut them."""
    for number, scene in enumerate(scenes):
        if number and not scene.cut:
            yield "break", "***"
        for start, end, kind in scene.paragraphs:
            yield kind.value, scene.text[start:end]


def import_works(
    library: str | Path, file: str | Path, *, progress: Callable[[Progress], object] | None = None
) -> Receipt:
    """Add the works of a file of JSON Lines to the library, in one commit; the library is created if there is none.

    A work with the identity of one in the library replaces it. Raises SourceMissing, UnreadableSource, LibraryError;
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

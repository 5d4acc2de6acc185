"""What a library holds, read without the code that is tested more than it must be."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from fabula.index.model import WorkRecord
from fabula.index.store.opening import open_store
from fabula.search import Library, SearchOptions
from .archive import normal
from .story import marks_in

_FOUND = SearchOptions(limit=100, fold=False)


class Actual(NamedTuple):
    """A work as a library has it: its place in the archive, its record, and the marks in its text, in their order."""

    place: str
    record: WorkRecord
    marks: tuple[str, ...]


def read_library(library: Path, root: Path) -> dict[str, Actual]:
    """All works by their ids; `root` is the folder that has the sources."""
    store = open_store(library)
    try:
        works = {}
        for work_id, record in store.works().items():
            place = normal(f"{record.source}/{record.path}".removeprefix(f"{root}/"))
            text = "\n".join(scene.text for scene in store.scenes(work_id))
            works[work_id] = Actual(place, record, marks_in(text))
        return works
    finally:
        store.close()


def find(library: Path, marks: Mapping[str, set[str]]) -> list[str]:
    """Search for each of `marks`, and say where others than the works with these ids were found."""
    problems = []
    with Library.open(library) as opened:
        for mark, wanted in marks.items():
            found = {hit.work.id for hit in opened.search(f'"token {mark}"', _FOUND).hits}
            if found != wanted:
                problems.append(f"{mark} is found in {sorted(found)}, not in {sorted(wanted)}")
    return problems

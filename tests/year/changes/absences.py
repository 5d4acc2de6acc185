"""Stories that are out of sight: pointers, error pages and damage in their place, drives that are not mounted."""

from __future__ import annotations

import random

from ..archive import Archive
from ..items import POINTERS, Book, File, Item, State, Zip
from .choosing import one_of, some_files

_MANY = 8


def become_pointers(archive: Archive, rng: random.Random) -> str:
    state = rng.choice(POINTERS)
    items: list[Item] = [*archive.whole(File), *archive.whole(Book), *archive.whole(Zip)]
    if state is State.ICLOUD:
        items = list(archive.whole(File))
    items = rng.sample(items, min(len(items), rng.choice([1, 3, len(items)])))
    return _become(archive, items, state)


def become_error_pages(archive: Archive, rng: random.Random) -> str:
    return _become(archive, some_files(archive, rng, rng.choice([1, 1, 2, _MANY])), State.PAGE)


def become_empty(archive: Archive, rng: random.Random) -> str:
    return _become(archive, some_files(archive, rng, rng.choice([1, 2])), State.EMPTY)


def damage_zip(archive: Archive, rng: random.Random) -> str:
    return _become(archive, one_of(archive, rng, Zip), State.CUT)


def _become(archive: Archive, items: list[Item] | list[File], state: State) -> str:
    for item in items:
        item.state = state
        archive.change(item)
    return f"{state} at {', '.join(item.place for item in items)}" if items else ""


def bring_back(archive: Archive, rng: random.Random) -> str:
    """Pointers are fetched, error pages and damaged files loaded anew."""
    items = [item for item in archive.items if item.state is not State.WHOLE and archive.is_reachable(item)]
    items = rng.sample(items, min(len(items), rng.choice([1, 3, len(items)])))
    return _become(archive, items, State.WHOLE)


def mount_or_unmount_source(archive: Archive, rng: random.Random) -> str:
    if archive.away:
        source, _ = archive.away.popitem()
        archive.show(source)
        return f"the source {source} is back"
    source = rng.choice(["drive", "books"])
    if any(folder.startswith(f"{source}/") for folder in archive.emptied):
        return ""
    archive.hide(source)
    archive.away[source] = rng.random() < 0.5
    if archive.away[source]:
        (archive.root / source).mkdir()
    return f"the source {source} is away{', an empty folder is left' if archive.away[source] else ''}"


def mount_or_unmount_folder(archive: Archive, rng: random.Random) -> str:
    """A folder below a source on which another disk is mounted."""
    if archive.emptied:
        archive.show(folder := archive.emptied.pop())
        return f"the contents of {folder} are back"
    folders = {item.folder for kind in (File, Zip) for item in archive.whole(kind)}
    folders = {folder for folder in folders if "/" in folder}
    if not folders:
        return ""
    folder = rng.choice(sorted(folders))
    archive.hide(folder)
    (archive.root / folder).mkdir()
    archive.emptied.append(folder)
    return f"the contents of {folder} are away"

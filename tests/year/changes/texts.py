"""Stories that come, change and go."""

from __future__ import annotations

import os
import random

from ..archive import Archive
from ..formats import to_bytes
from ..items import Book, File, Zip
from .choosing import one_of, some_files

_MANY = 8


def add_file(archive: Archive, rng: random.Random) -> str:
    file = archive.file(rng)
    archive.add(file)
    return f"a new story at {file.place}"


def add_book(archive: Archive, rng: random.Random) -> str:
    if "books" in archive.away:
        return ""
    book = archive.book(rng)
    archive.add(book)
    return f"a new book at {book.place}"


def add_zip(archive: Archive, rng: random.Random) -> str:
    archive.add(item := archive.zip(rng))
    return f"a new archive at {item.place}"


def add_chapter(archive: Archive, rng: random.Random) -> str:
    for item in one_of(archive, rng, rng.choice([File, File, Book])):
        assert isinstance(item, File | Book)
        item.story = item.story.with_chapter(rng)
        archive.change(item)
        return f"a chapter added to {item.place}"
    return ""


def mend_typo(archive: Archive, rng: random.Random) -> str:
    for item in one_of(archive, rng, rng.choice([File, File, Book])):
        assert isinstance(item, File | Book)
        item.story = item.story.with_typo_mended(rng)
        archive.change(item)
        return f"a typo mended in {item.place}"
    return ""


def mend_typo_in_secret(archive: Archive, rng: random.Random) -> str:
    """Other bytes of the same size, with the same time."""
    for file in some_files(archive, rng, 1):
        path = archive.root / file.place
        status = path.stat()
        file.story = file.story.with_typo_mended(rng)
        content = to_bytes(file.story, file.suffix)
        path.write_bytes(content)
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        return f"a typo mended in {file.place}, its time kept"
    return ""


def change_title(archive: Archive, rng: random.Random) -> str:
    for file in some_files(archive, rng, 1):
        if file.story.title:
            file.story = file.story.with_title(f"The New Name of {file.story.number}")
            archive.change(file)
            return f"another title for {file.place}"
    return ""


def replace_few(archive: Archive, rng: random.Random) -> str:
    for file in some_files(archive, rng, 1):
        _replace(archive, file, rng)
        return f"another story at {file.place}"
    return ""


def replace_many(archive: Archive, rng: random.Random) -> str:
    files = some_files(archive, rng, _MANY)
    for file in files:
        _replace(archive, file, rng)
    return f"other stories at {', '.join(file.place for file in files)}"


def _replace(archive: Archive, file: File, rng: random.Random) -> None:
    old = file.story
    story = archive.story(rng)
    while bool(story.title) != bool(old.title) or story.has_name_of(old):
        story = archive.story(rng)
    file.story = story
    archive.change(file)


def cut_short(archive: Archive, rng: random.Random) -> str:
    files = some_files(archive, rng, rng.choice([1, 1, 1, _MANY]))
    for file in files:
        file.story = file.story.cut_short()
        archive.change(file)
    return f"only the first paragraph is left of {', '.join(file.place for file in files)}"


def duplicate(archive: Archive, rng: random.Random) -> str:
    for file in some_files(archive, rng, 1):
        archive.add(copy := File(archive.free_place(rng, file.suffix), story=file.story))
        return f"{file.place} copied to {copy.place}"
    return ""


def delete_few(archive: Archive, rng: random.Random) -> str:
    for item in one_of(archive, rng, rng.choice([File, File, Zip, Book])):
        archive.delete(item)
        return f"{item.place} deleted"
    return ""


def delete_many(archive: Archive, rng: random.Random) -> str:
    files = some_files(archive, rng, _MANY)
    for file in files:
        archive.delete(file)
    return f"{', '.join(file.place for file in files)} deleted"

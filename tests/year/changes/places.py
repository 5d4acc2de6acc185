"""Other names and places."""

from __future__ import annotations

import random
import unicodedata
from pathlib import PurePosixPath

from ..archive import Archive
from ..items import Book, File, State, Zip
from .choosing import one_of, some_files

_BINS = ("#recycle", "$RECYCLE.BIN", "@eaDir", "lost+found", "__MACOSX", ".Trash-1000")


def move(archive: Archive, rng: random.Random) -> str:
    for item in one_of(archive, rng, rng.choice([File, File, File, Zip])):
        before = item.place
        archive.move(item, archive.free_place(rng, PurePosixPath(before).suffix))
        return f"{before} moved to {item.place}"
    return ""


def move_and_edit(archive: Archive, rng: random.Random) -> str:
    for item in one_of(archive, rng, File):
        before = item.place
        archive.move(item, archive.free_place(rng, item.suffix))
        item.story = rng.choice([item.story.with_chapter, item.story.with_typo_mended])(rng)
        archive.change(item)
        return f"{before} moved to {item.place}, and edited"
    return ""


def move_many(archive: Archive, rng: random.Random) -> str:
    """Half of the files, in an afternoon of tidying up."""
    files = archive.whole(File)
    files = rng.sample(files, len(files) // 2)
    for file in files:
        archive.move(file, archive.free_place(rng, file.suffix))
    return f"{len(files)} files moved"


def rename_folder(archive: Archive, rng: random.Random) -> str:
    """A folder of calibre's: the author's name is spelled in another way."""
    for book in one_of(archive, rng, Book):
        folder = book.folder
        books = [item for item in archive.items if item.folder == folder]
        if any(item.state is not State.WHOLE or getattr(item, "opf", None) is not State.WHOLE for item in books):
            return ""
        archive.names += 1
        (archive.root / folder).rename(archive.root / f"{folder} {archive.names}")
        for item in books:
            item.place = f"{folder} {archive.names}/{item.name}"
        return f"{folder} renamed to {book.folder}"
    return ""


def rename_by_case(archive: Archive, rng: random.Random) -> str:
    for file in one_of(archive, rng, File):
        path = PurePosixPath(before := file.place)
        other = path.stem.lower() if path.stem != path.stem.lower() else path.stem.upper()
        archive.move(file, str(path.with_name(other + path.suffix)))
        return f"{before} renamed to {file.name}"
    return ""


def rename_by_normal_form(archive: Archive, rng: random.Random) -> str:
    """As a copy to a Mac and back does."""
    files = [file for file in archive.whole(File) if not file.name.isascii()]
    for file in files:
        form = "NFC" if unicodedata.is_normalized("NFD", file.name) else "NFD"
        archive.move(file, str(PurePosixPath(file.place).with_name(unicodedata.normalize(form, file.name))))
        file.settled = True
    return f"{len(files)} names in another normal form" if files else ""


def swap_names(archive: Archive, rng: random.Random) -> str:
    by_suffix: dict[str, list[File]] = {}
    for file in archive.whole(File):
        by_suffix.setdefault(file.suffix, []).append(file)
    pairs = [files for _, files in sorted(by_suffix.items()) if len(files) > 1]
    if not pairs:
        return ""
    one, other = rng.sample(rng.choice(pairs), 2)
    if one.story.has_name_of(other.story):
        return ""
    place, other_place = one.place, other.place
    archive.move(one, f"{place}.moving")
    archive.move(other, place)
    archive.move(one, other_place)
    return f"{place} and {other_place} have swapped their names"


def convert(archive: Archive, rng: random.Random) -> str:
    """A story in another format takes the place of its file."""
    files = [file for file in archive.whole(File) if file.story.title]
    if not files:
        return ""
    file = rng.choice(files)
    suffix = rng.choice([suffix for suffix in (".txt", ".html", ".epub", ".docx") if suffix != file.suffix])
    before = file.place
    file.erase(archive.root)
    file.place = str(PurePosixPath(file.place).with_suffix(suffix))
    file.settled = False
    archive.change(file)
    return f"{before} became {file.name}"


def throw_into_bin(archive: Archive, rng: random.Random) -> str:
    for file in some_files(archive, rng, 1):
        source = file.place.partition("/")[0]
        place = f"{source}/{rng.choice(_BINS)}/{file.name}"
        archive.delete(file)
        File(place, story=file.story).write(archive.root)
        return f"{file.place} thrown into the bin {place}"
    return ""


def pack(archive: Archive, rng: random.Random) -> str:
    """Two or three files become the members of a new archive."""
    files = some_files(archive, rng, rng.choice([2, 3]))
    if not files:
        return ""
    members = {f"in/{file.name}": file.story for file in files}
    for file in files:
        archive.delete(file)
    archive.add(item := Zip(archive.free_place(rng, ".zip"), members=members))
    return f"{', '.join(file.place for file in files)} packed into {item.place}"


def unpack(archive: Archive, rng: random.Random) -> str:
    for item in one_of(archive, rng, Zip):
        files = []
        for name, story in item.members.items():
            files.append(File(archive.free_place(rng, PurePosixPath(name).suffix), story=story))
        archive.delete(item)
        for file in files:
            archive.add(file)
        return f"{item.place} unpacked to {', '.join(file.place for file in files)}"
    return ""

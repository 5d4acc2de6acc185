"""What belongs to files: members of archives, formats and metadata of books, conflict copies, times."""

from __future__ import annotations

import os
import random
import time
from pathlib import PurePosixPath

from ..archive import Archive
from ..formats import to_bytes
from ..items import Book, File, State, Zip
from .choosing import one_of, some_files

_COPY_NAMES = ("{} (conflicted copy 2026-05-01).{}", "{}.sync-conflict-20260501-101500-ABCDEFG.{}")
_LITTER = ("Thumbs.db", "desktop.ini", ".DS_Store", "._{}", "~${}", ".~lock.{}#", "{}.part", "{}~")


def change_members(archive: Archive, rng: random.Random) -> str:
    """An archive is packed anew: a member edited, one more, one renamed, or one less."""
    for item in one_of(archive, rng, Zip):
        name = rng.choice(sorted(item.members))
        what = rng.choice(["edited", "added", "renamed", "dropped"])
        if what == "edited":
            item.members[name] = item.members[name].with_chapter(rng)
        elif what == "added":
            story = archive.story(rng)
            item.members[f"in/tale {story.number}.txt"] = story
        elif what == "renamed":
            archive.names += 1
            item.members[f"in/name {archive.names}{PurePosixPath(name).suffix}"] = item.members.pop(name)
        elif len(item.members) > 1:
            del item.members[name]
        archive.change(item)
        return f"in {item.place}: {name}: {what}"
    return ""


def add_or_drop_format(archive: Archive, rng: random.Random) -> str:
    for book in one_of(archive, rng, Book):
        others = [suffix for suffix in (".epub", ".html", ".txt") if suffix not in book.suffixes]
        if others and (len(book.suffixes) == 1 or rng.random() < 0.5):
            book.suffixes.append(rng.choice(others))
        else:
            book.suffixes.remove(rng.choice(book.suffixes))
        archive.change(book)
        return f"{book.place} has the formats {book.suffixes}"
    return ""


def edit_sidecar(archive: Archive, rng: random.Random) -> str:
    for book in one_of(archive, rng, Book):
        book.tags = (rng.choice(["calm", "storm", "harbour"]), "sea")
        book.series_number = rng.choice(["1", "2.5", "7"])
        archive.change(book)
        return f"{book.place} has other tags"
    return ""


def break_or_mend_sidecar(archive: Archive, rng: random.Random) -> str:
    for book in one_of(archive, rng, Book):
        book.opf = rng.choice([State.CUT, State.EMPTY]) if book.opf is State.WHOLE else State.WHOLE
        archive.change(book)
        return f"metadata.opf in {book.place} is {book.opf}"
    return ""


def make_conflict_copy(archive: Archive, rng: random.Random) -> str:
    """A sync program keeps another version beside a file, until somebody deletes it."""
    if archive.copies:
        archive.delete_copies()
        return "the conflict copies are deleted"
    for file in some_files(archive, rng, 1):
        path = PurePosixPath(file.place)
        place = str(path.with_name(rng.choice(_COPY_NAMES).format(path.stem, path.suffix[1:])))
        (archive.root / place).write_bytes(to_bytes(file.story.with_chapter(rng), file.suffix))
        archive.copies[place] = file.place
        return f"a conflict copy {place}"
    return ""


def set_clock(archive: Archive, rng: random.Random) -> str:
    for item in one_of(archive, rng, rng.choice([File, Zip])):
        when = time.time() + rng.choice([-400, 400]) * 86_400
        os.utime(archive.root / item.place, (when, when))
        return f"another time for {item.place}"
    return ""


def leave_litter(archive: Archive, rng: random.Random) -> str:
    """What systems, office programs and downloads leave beside stories."""
    for file in some_files(archive, rng, 1):
        name = rng.choice(_LITTER).format(file.name)
        path = (archive.root / file.place).with_name(name)
        path.write_bytes(b"\x00\x05\x16\x07 no story")
        return f"{name} in {file.folder}"
    return ""

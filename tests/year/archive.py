"""A person's archive: three folders with stories, of which some may be out of sight."""

from __future__ import annotations

import random
import shutil
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NamedTuple, TypeVar

from .items import Book, File, Item, State, Zip
from .story import Story, new_story

SOURCES = ("texts", "books", "drive")
_FOLDERS = ("texts", "texts/a", "texts/a/deep", "texts/b", "texts/Café", "drive", "drive/old", "drive/new")
_SUFFIXES = (".txt", ".txt", ".html", ".epub", ".docx")
ITEM = TypeVar("ITEM", bound=Item)


class Seen(NamedTuple):
    """What can be seen now.

    readable  the stories that can be read, by place.
    hidden    places that hide what was there: a file, or all in a folder or zip.
    barren    other folders in which nothing can be read: is it gone, or out of sight? Both answers are right.
    emptied   those of `hidden` that are folders without a file: what is elsewhere now was moved before, or copied.
    """

    readable: Mapping[str, Story]
    hidden: tuple[str, ...]
    barren: tuple[str, ...]
    emptied: tuple[str, ...] = ()

    def hides(self, place: str) -> bool:
        return lies_in(place, self.hidden)

    def is_barren(self, place: str) -> bool:
        return lies_in(place, self.barren)


@dataclass
class Archive:
    """base has the folder "archive" with the sources, and beside it what is out of sight.

    away     sources that are not mounted -> True where an empty folder is left of them.
    emptied  folders below a source whose contents are out of sight.
    copies   conflict copies, and the places of the files that they lie beside.
    """

    base: Path
    items: list[Item] = field(default_factory=list)
    away: dict[str, bool] = field(default_factory=dict)
    emptied: list[str] = field(default_factory=list)
    copies: dict[str, str] = field(default_factory=dict)
    stories: int = 0
    names: int = 0

    @property
    def root(self) -> Path:
        return self.base / "archive"

    def seen(self) -> Seen:
        """The places are in NFC, as libraries compare them."""
        readable: dict[str, Story] = {}
        hidden = [*self.away, *self.emptied]
        for item in self.items:
            if self.is_reachable(item):
                readable |= item.readable()
                hidden += [item.hidden] * bool(item.hidden)
        readable = {normal(place): story for place, story in readable.items()}
        folders = [
            normal(str(path.relative_to(self.root)))
            for source in SOURCES
            if source not in self.away
            for path in (self.root / source, *(self.root / source).rglob("*"))
            if path.is_dir()
        ]
        barren = [folder for folder in folders if not any(place.startswith(f"{folder}/") for place in readable)]
        return Seen(readable, tuple(map(normal, hidden)), tuple(barren), tuple(map(normal, self.emptied)))

    def is_reachable(self, item: Item) -> bool:
        return not self._is_out_of_sight(item.place)

    def whole(self, kind: type[ITEM]) -> list[ITEM]:
        """The items of a kind that can be read, and that a run has read."""
        return [
            item
            for item in self.items
            if isinstance(item, kind) and item.state is State.WHOLE and item.settled and self.is_reachable(item)
        ]

    def add(self, item: Item) -> None:
        self.items.append(item)
        item.write(self.root)

    def change(self, item: Item) -> None:
        """Write what has changed in `item`, which stays at its place."""
        item.write(self.root)

    def move(self, item: Item, place: str) -> None:
        """Move an item and leave its folder, even if it is empty now."""
        target = self.root / place
        target.parent.mkdir(parents=True, exist_ok=True)
        (self.root / item.place).rename(target)
        item.place = place
        item.settled = False

    def delete(self, item: Item) -> None:
        """Delete an item, and the folders that it leaves empty: a folder without files says that a drive is away."""
        item.erase(self.root)
        self.items.remove(item)
        for folder in list(PurePosixPath(item.place).parents)[:-2]:
            if any((self.root / folder).iterdir()):
                break
            (self.root / folder).rmdir()

    def hide(self, place: str) -> None:
        self._stash(place).parent.mkdir(parents=True, exist_ok=True)
        (self.root / place).rename(self._stash(place))

    def show(self, place: str) -> None:
        shutil.rmtree(self.root / place, ignore_errors=True)
        self._stash(place).rename(self.root / place)

    def _stash(self, place: str) -> Path:
        return self.base / "out of sight" / place.replace("/", " ")

    def story(self, rng: random.Random) -> Story:
        self.stories += 1
        return new_story(self.stories, rng)

    def file(self, rng: random.Random, story: Story | None = None) -> File:
        """A new file at a free place; not yet written."""
        story = story or self.story(rng)
        suffix = rng.choice(_SUFFIXES) if story.title else ".txt"
        return File(self.free_place(rng, suffix), story=story)

    def zip(self, rng: random.Random) -> Zip:
        members: dict[str, Story] = {}
        for _ in range(rng.randint(2, 3)):
            story = self.story(rng)
            members[f"in/tale {story.number}{rng.choice(_SUFFIXES) if story.title else '.txt'}"] = story
        return Zip(self.free_place(rng, ".zip"), members=members)

    def book(self, rng: random.Random) -> Book:
        story = self.story(rng)
        while not story.title:
            story = self.story(rng)
        suffixes = rng.sample([".epub", ".txt", ".html"], rng.randint(1, 2))
        place = f"books/{story.author}/{story.title} ({story.number})"
        number = rng.choice(["1", "2", "1.5"])
        return Book(place, story=story, suffixes=suffixes, series_number=number)

    def free_place(self, rng: random.Random, suffix: str) -> str:
        self.names += 1
        folders = [folder for folder in _FOLDERS if not self._is_out_of_sight(folder)]
        return f"{rng.choice(folders)}/{rng.choice(['Tale', 'Märchen', 'Story'])} {self.names}{suffix}"

    def _is_out_of_sight(self, place: str) -> bool:
        return lies_in(place, (*self.away, *self.emptied))

    def drop_orphans(self) -> None:
        """Delete the conflict copies of files that have gone elsewhere: is such a copy the story now? Nobody knows."""
        places = {item.place for item in self.items}
        self._delete_copies(copy for copy, original in self.copies.items() if original not in places)

    def delete_copies(self) -> None:
        self._delete_copies(self.copies)

    def _delete_copies(self, copies: Iterable[str]) -> None:
        for copy in [copy for copy in copies if not self._is_out_of_sight(copy)]:
            (self.root / copy).unlink()
            del self.copies[copy]

    def settle(self) -> None:
        """A run has read all that there is."""
        for item in self.items:
            item.settled = item.settled or (item.state is State.WHOLE and self.is_reachable(item))


def lies_in(place: str, outers: Iterable[str]) -> bool:
    return any(place == outer or place.startswith((f"{outer}/", f"{outer}!/")) for outer in outers)


def normal(place: str) -> str:
    return unicodedata.normalize("NFC", place)


def new_archive(base: Path, seed: int) -> Archive:
    """About 40 stories: 24 files, four archives, six books."""
    rng = random.Random(seed)
    archive = Archive(base)
    for source in SOURCES:
        (archive.root / source).mkdir(parents=True)
    for _ in range(24):
        archive.add(archive.file(rng))
    for _ in range(4):
        archive.add(archive.zip(rng))
    for _ in range(6):
        archive.add(archive.book(rng))
    return archive

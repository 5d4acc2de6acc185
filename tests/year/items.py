"""The things in a person's archive: files of one story, zip archives, and the folders that calibre keeps its books in.

Each writes itself below the archive's root. `readable` are the stories that can be read in it now, by their places;
`hidden` are places about which nothing can be said now, because a pointer, an error page or damage stands there.
A place is a path below the root, with "!/" before the member of an archive.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePosixPath

from .formats import ANNEX_POINTER, ERROR_PAGE, LFS_POINTER, sidecar, to_bytes, zip_of
from .story import Story

# The order in which one of several formats of a book is chosen.
_BEST_FIRST = (".epub", ".html", ".docx", ".txt")


class State(StrEnum):
    """What stands at the place of a file."""

    WHOLE = "whole"
    ANNEX = "a pointer of git-annex"
    ANNEX_LINK = "a dangling link of git-annex"
    LFS = "a pointer of Git LFS"
    ICLOUD = "a placeholder of iCloud"
    PAGE = "an error page"
    EMPTY = "an empty file"
    CUT = "the first half of an archive"

    @property
    def is_pointer(self) -> bool:
        return self in (State.ANNEX, State.ANNEX_LINK, State.LFS, State.ICLOUD)


POINTERS = tuple(state for state in State if state.is_pointer)


@dataclass
class Item:
    """settled: a run has read it as it is named now, so a library knows it."""

    place: str
    state: State = State.WHOLE
    settled: bool = False

    @property
    def name(self) -> str:
        return PurePosixPath(self.place).name

    @property
    def folder(self) -> str:
        return str(PurePosixPath(self.place).parent)

    def readable(self) -> dict[str, Story]:
        raise NotImplementedError

    @property
    def hidden(self) -> str:
        """The place that hides its works; "" if it does not."""
        return self.place if self.state is not State.WHOLE else ""

    def write(self, root: Path) -> None:
        self.erase(root)
        path = root / self.place
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_state(path, self.state, self.content())

    def content(self) -> bytes:
        raise NotImplementedError

    def erase(self, root: Path) -> None:
        path = root / self.place
        path.unlink(missing_ok=True)
        _placeholder(path).unlink(missing_ok=True)


@dataclass
class File(Item):
    story: Story = field(kw_only=True)

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.place).suffix.lower()

    def readable(self) -> dict[str, Story]:
        return {self.place: self.story} if self.state is State.WHOLE else {}

    def content(self) -> bytes:
        return to_bytes(self.story, self.suffix)


@dataclass
class Zip(Item):
    """members: by their names in the archive."""

    members: dict[str, Story] = field(kw_only=True)

    def readable(self) -> dict[str, Story]:
        if self.state is not State.WHOLE:
            return {}
        return {f"{self.place}!/{name}": story for name, story in self.members.items()}

    def content(self) -> bytes:
        return zip_of({name: to_bytes(story, PurePosixPath(name).suffix) for name, story in self.members.items()})


@dataclass
class Book(Item):
    """A folder with one story in several formats, and calibre's metadata.opf.

    opf  the state of that file: WHOLE, CUT or EMPTY.
    """

    story: Story = field(kw_only=True)
    suffixes: list[str] = field(kw_only=True)
    tags: tuple[str, ...] = ("calm",)
    series: str = "The Long Road"
    series_number: str = "1"
    opf: State = State.WHOLE

    @property
    def file(self) -> str:
        """The place of its best format, by which a library knows it."""
        return self._file(min(self.suffixes, key=_BEST_FIRST.index))

    def readable(self) -> dict[str, Story]:
        return {self.file: self.story} if self.state is State.WHOLE else {}

    def write(self, root: Path) -> None:
        self.erase(root)
        (root / self.place).mkdir(parents=True)
        for suffix in self.suffixes:
            _write_state(root / self._file(suffix), self.state, to_bytes(self.story, suffix))
        metadata = sidecar(self.story, self.tags, self.series, self.series_number)
        length = {State.CUT: len(metadata) * 2 // 3, State.EMPTY: 0}.get(self.opf, len(metadata))
        (root / self.place / "metadata.opf").write_bytes(metadata[:length])
        (root / self.place / "cover.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")

    def erase(self, root: Path) -> None:
        shutil.rmtree(root / self.place, ignore_errors=True)

    def _file(self, suffix: str) -> str:
        return f"{self.place}/{self.story.title or 'Book'}{suffix}"


def _placeholder(path: Path) -> Path:
    return path.with_name(f".{path.name}.icloud")


def _write_state(path: Path, state: State, content: bytes) -> None:
    """Write what stands at `path` in that state; `content` is that of the story's file."""
    number = f"{sum(content):064x}".encode()
    if state is State.ANNEX_LINK:
        key = f"SHA256E-s{len(content)}--{number.decode()}"
        path.symlink_to(f"../.git/annex/objects/Wx/9z/{key}/{key}")
    elif state is State.ICLOUD:
        _placeholder(path).write_bytes(b"bplist00\xd3\x01\x02\x03NSURLNameKey")
    else:
        standing = {
            State.WHOLE: content,
            State.ANNEX: ANNEX_POINTER % number,
            State.LFS: LFS_POINTER % number,
            State.PAGE: ERROR_PAGE,
            State.EMPTY: b"",
            State.CUT: content[: len(content) // 2],
        }
        path.write_bytes(standing[state])

"""What comes of reading one task, in order: what was begun, and how it ended."""

from __future__ import annotations

from typing import NamedTuple

from fabula.index.model import Scene, Work
from fabula.index.receipt import Skipped

__all__ = ["Begun", "Outcome", "Read", "SegmentedWork", "Unchanged"]


class Begun(NamedTuple):
    """A file of `size` bytes is looked at from now on. Until the next outcome all that happens is its doing."""

    path: str
    size: int


class SegmentedWork(NamedTuple):
    """A work (without its chapters) and its scenes, with the id that the work has if no other has it."""

    work: Work
    scenes: tuple[Scene, ...]
    identity: str


class Read(NamedTuple):
    """The works of a source; () where it says itself that there is no story in it, which a line before this said.

    covers  the paths of the files that a folder's work was made of.
    """

    path: str
    works: tuple[SegmentedWork, ...]
    covers: tuple[str, ...] = ()


class Unchanged(NamedTuple):
    """A source whose bytes are as they were."""

    path: str


Outcome = Begun | Read | Unchanged | Skipped

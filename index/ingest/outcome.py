"""The outcomes of one task, in order: a file was begun, and how that ended."""

from __future__ import annotations

from typing import NamedTuple

from fabula.index.model import Scene, Work
from fabula.index.receipt import Skipped


class Begun(NamedTuple):
    """Reading of a file of `size` bytes begins. Until the next outcome, a hang or crash is this file's doing."""

    path: str
    size: int


class SegmentedWork(NamedTuple):
    """A work (without its chapters) and its scenes. `identity` is its id unless another work has it."""

    work: Work
    scenes: tuple[Scene, ...]
    identity: str


class Read(NamedTuple):
    """The works of a source; () if it says itself that it holds no story, which a Skipped before this reports.

    covers  the paths of the files that a folder's work was made of.
    """

    path: str
    works: tuple[SegmentedWork, ...]
    covers: tuple[str, ...] = ()


class Unchanged(NamedTuple):
    """A source with the same bytes as before."""

    path: str


Outcome = Begun | Read | Unchanged | Skipped

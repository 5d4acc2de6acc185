"""The outcomes of one task, in order: a file was begun, and how that ended."""

from __future__ import annotations

from typing import NamedTuple

from fabula.index.model import LeftOut, Scene, Work
from fabula.index.receipt import RunWarning, Skipped


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
    keeps_description  True if the metadata beside the book is broken, so that what the library has of it still counts.
    """

    path: str
    works: tuple[SegmentedWork, ...]
    covers: tuple[str, ...] = ()
    keeps_description: bool = False


class Unchanged(NamedTuple):
    """A source with the same bytes as before."""

    path: str


class Audited(NamedTuple):
    """In place of a Read where a source is only compared with what a library holds of it.

    text      its words, found by a second way; "" if there is none, and then `reason` says why.
    left_out  what its reader leaves out on purpose.
    """

    path: str
    digest: str
    text: str
    left_out: tuple[LeftOut, ...]
    reason: str = ""


# A warning is about the file of the Read or Unchanged before it.
Outcome = Begun | Read | Unchanged | Skipped | RunWarning | Audited

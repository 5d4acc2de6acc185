"""What went in: the receipt of a run, and the progress on the way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Progress", "Receipt", "SkipKind", "Skipped"]


class SkipKind(StrEnum):
    """Why a file is not in the library: it is none of ours, it failed, or its format needs an optional package."""

    IGNORED = "ignored"
    FAILED = "failed"
    EXTRA_NEEDED = "extra-needed"


@dataclass(frozen=True, slots=True)
class Skipped:
    """One file (or folder) that was not indexed. `reason` is a sentence part: "it holds binary data, not text"."""

    path: str
    kind: SkipKind
    reason: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one run did.

    files               seen, skipped ones included.
    added … removed     works.
    works … bytes       what the library holds after the run, as in its statistics.
    seconds             wall time.
    """

    files: int
    added: int
    updated: int
    unchanged: int
    removed: int
    skipped: tuple[Skipped, ...]
    works: int
    scenes: int
    words: int
    bytes: int
    seconds: float

    @property
    def complete(self) -> bool:
        """True if nothing failed and nothing lacked an extra."""
        return all(skipped.kind is SkipKind.IGNORED for skipped in self.skipped)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. `str(progress)` is one line for people.

    phase  "looking" (finding files), "reading" (files to scenes), "committing"; "checking" (a check).
    done, total  in `unit`; total is None while unknown.
    path   the file in work, "" if none.
    """

    phase: str
    done: int
    total: int | None
    unit: str = "files"
    path: str = ""

    def __str__(self) -> str:
        of = f" of {self.total:,}" if self.total is not None else ""
        return f"{self.phase}: {self.done:,}{of} {self.unit}" + (f" ({self.path})" if self.path else "")

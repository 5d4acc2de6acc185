"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CheckReport", "Damage", "RepairReport"]


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is wrong.

    file     as it is called in the library's folder.
    section  of the file, "" where it is about all of it.
    works    the titles of the works that it is known to touch; empty where that is not known, or all are.
    problem  a sentence part: "it fails its checksum".
    """

    file: str
    section: str
    problem: str
    works: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f"{self.file}, section {self.section}" if self.section else self.file
        touched = f" ({'; '.join(self.works)})" if self.works else ""
        return f"{where}: {self.problem}{touched}"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was looked at, and what is wrong with it.

    generation        the commit that was checked; -1 where none can be read.
    files, bytes      of the commit, its table of contents and the marker of the library included.
    works … positions counted while reading, deleted works included.
    phrases           how many were looked up in the index and compared with a scan.
    damage            empty if the library is whole.
    leftovers         files in the folder that no commit needs; the next run that writes deletes them.
    """

    generation: int
    files: int
    bytes: int
    segments: int
    works: int
    scenes: int
    terms: int
    positions: int
    phrases: int
    damage: tuple[Damage, ...]
    leftovers: tuple[str, ...]
    seconds: float

    @property
    def whole(self) -> bool:
        return not self.damage


@dataclass(frozen=True, slots=True)
class RepairReport:
    """What was damaged, and what became of it.

    before, after  the checks; the same one where nothing was damaged.
    from_text      works that were made anew from the text that the library stored.
    from_sources   works that were read again from their files.
    lost           titles of works that could not be had back; "" for one whose title is lost as well.
    notes          what else there is to know, in sentences.
    """

    before: CheckReport
    after: CheckReport
    from_text: int = 0
    from_sources: int = 0
    lost: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """True if the library is whole now, with all its works."""
        return self.after.whole and not self.lost

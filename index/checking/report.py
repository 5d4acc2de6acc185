"""The reports of a check and of a repair."""

from __future__ import annotations

from dataclasses import dataclass

from fabula.index.receipt import WorkChange


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is wrong.

    file     its path in the library's folder.
    section  of the file; "" if all of it is meant.
    problem  a sentence part: "it fails its checksum".
    works    the titles of the works that it is known to affect; empty if that is not known, or all are.
    """

    file: str
    section: str
    problem: str
    works: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f"{self.file}, section {self.section}" if self.section else self.file
        works = f" ({'; '.join(self.works)})" if self.works else ""
        return f"{where}: {self.problem}{works}"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The extent of a check, and the damage that it found.

    generation        the commit that was checked; -1 if none can be read.
    files, bytes      of the commit, with its table of contents and the library's marker.
    works … words     of the works whose records can be read, as `Stats` counts them: scenes without notes, and without
                      works that were removed.
    deleted           works that were removed or replaced, whose text the files still hold.
    uncounted         the files of which works cannot be counted.
    terms, positions  counted while reading, deleted works included.
    phrases           looked up in the index and compared with a scan.
    damage            empty if the library is whole.
    leftovers         files in the folder that no commit needs; the next run that writes deletes them.
    unreadable        the damaged files that may be whole: the system does not let them be read.
    without_speakers  the titles of works in which speakers could not be found, and why; they are whole.
    remarks           sentences about what is lost and makes no damage: kept commits that cannot be restored; what an
                      imported archive lists and has not, or not whole.
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
    notes: int = 0
    words: int = 0
    deleted: int = 0
    uncounted: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    without_speakers: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        return not self.damage


@dataclass(frozen=True, slots=True)
class RepairReport:
    """The damage before a repair, and what was recovered.

    before, after  the checks; the same one if nothing was damaged.
    from_text      works that were indexed anew from the text that the library stores.
    from_sources   works that were read again from their files.
    lost_works     those that could not be recovered; with nothing but empty texts for one whose title is lost as well.
    notes          further sentences for the person.
    """

    before: CheckReport
    after: CheckReport
    from_text: int = 0
    from_sources: int = 0
    lost_works: tuple[WorkChange, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def lost(self) -> tuple[str, ...]:
        """The titles of `lost_works`."""
        return tuple(work.title for work in self.lost_works)

    @property
    def whole(self) -> bool:
        """True if the library is whole now, with all its works."""
        return self.after.whole and not self.lost

"""The receipt of a run, and the progress on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class SkipKind(StrEnum):
    """Why a file is not in the library.

    IGNORED  it is no story. EXTRA_NEEDED: its format needs an optional package.
    NOT_HERE its content is elsewhere: it is a pointer of git-annex or Git LFS, or a placeholder of a sync program.
    """

    IGNORED = "ignored"
    FAILED = "failed"
    EXTRA_NEEDED = "extra-needed"
    NOT_HERE = "not-here"


@dataclass(frozen=True, slots=True)
class Skipped:
    """One file (or folder) that was not indexed. `reason` is a sentence part: "it holds binary data, not text".

    fleeting  True where the same file may do better the next time: time ran out, or the disk failed.
    pattern   the pattern by which its name says that it is no story; "" if its content said so, or it failed.
    again     True if it failed in the same way in the last run.
    kept      the number of its works that are searched still, as they were when it could last be read.
    source    the path of the source that it was found in.
    """

    path: str
    kind: SkipKind
    reason: str
    fleeting: bool = False
    pattern: str = ""
    again: bool = False
    kept: int = 0
    source: str = ""


class ChangeKind(StrEnum):
    """The change of a work in a run. MOVED: it was found at another place, and may have changed as well."""

    ADDED = "added"
    UPDATED = "updated"
    MOVED = "moved"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class WorkChange:
    """A work that a run added, changed or removed.

    what         of it changed, for one that was there before: "text", "title", "authors", "tags" and the like; "file"
                 alone if its file has other bytes, and nothing that the library keeps of it is different.
    path_before  of a moved one, with its source in front if that is another; "" for others.
    """

    kind: ChangeKind
    id: str
    title: str
    path: str
    source: str
    what: tuple[str, ...] = ()
    path_before: str = ""


class WarningKind(StrEnum):
    """The kind of thing that a person should look at. OTHER: of a report that an earlier Fabula kept as a sentence."""

    WORDS_MISSING = "words-missing"
    WORDS_LEFT_OUT = "words-left-out"
    SOURCE_UNSEEN = "source-unseen"
    NAMES_COLLIDE = "names-collide"
    FILES_GONE = "files-gone"
    FOLDER_UNSEEN = "folder-unseen"
    WORK_SHRUNK = "work-shrunk"
    SAME_PAGE = "same-page"
    PATH_EXCLUDED = "path-excluded"
    SIDECAR_BROKEN = "sidecar-broken"
    IDS_MENDED = "ids-mended"
    WORKS_COPIED = "works-copied"
    SPEAKERS_UNKNOWN = "speakers-unknown"
    SPEECH_STOPPED = "speech-stopped"
    OTHER = "other"


# What these warn of is a reason for exit code 4, as a file that failed is.
ABSENCES = frozenset({WarningKind.SOURCE_UNSEEN, WarningKind.FOLDER_UNSEEN})


@dataclass(frozen=True, slots=True)
class RunWarning:
    """Something about one run that a person should look at. `str(warning)` is its sentence.

    path   of the file as in `Skipped`, or of the source; "" if it is about neither.
    work   the title of the work; "" if it is about none, or several.
    words  the number of words that are missing or left out; 0 for other kinds.
    text   a sentence that says all of it.
    again  True if the last run had the same warning.
    """

    kind: WarningKind
    text: str
    path: str = ""
    work: str = ""
    words: int = 0
    again: bool = False

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class SpeechAgain:
    """How many works had their speakers found again, as they were found by older rules, or other names were stated."""

    rules: int = 0
    names: int = 0

    def __bool__(self) -> bool:
        return bool(self.rules or self.names)


@dataclass(frozen=True, slots=True)
class SpeechRun:
    """What a search for speech has done.

    warnings  one for each work whose speakers could not be found.
    again     the works in which speech was found before, by older rules or under other names.
    """

    warnings: tuple[RunWarning, ...] = ()
    again: SpeechAgain = field(default_factory=SpeechAgain)


@dataclass(frozen=True, slots=True)
class ProcessorTime:
    """Seconds of processor time of one run.

    seconds    of the run's own thread and of all processes that it waited for: the sum of `phases`.
    elsewhere  those of them that other processes took.
    phases     by phase. What another process took counts for the phase in which its end was seen: a segment that was
               written while files were still read counts for "committing".
    """

    seconds: float = 0.0
    elsewhere: float = 0.0
    phases: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Receipt:
    """The account of one run.

    files               seen, skipped ones included.
    added … removed     works.
    works … bytes       totals of the library after the run, as in its statistics.
    seconds             wall time, speech included, without waiting for other writers: the sum of `phases`.
    moved               updated works that were found at another place.
    changes             the works that were added, changed or removed.
    unseen              sources that were missing, unreadable or suddenly empty; their works were kept.
    warnings            those of this run, and those of files that have not changed since they were read.
    phases              seconds by phase of the run's own thread, in their order: "reading" ends when the last work was
                        received, so writing segments in other processes meanwhile is part of it.
    run                 the verb: "index", "update", "rebuild", "restore", "remove", "repair" or "add".
    started             when it began, ISO 8601, UTC.
    generation          of the library after the run.
    dry_run             True if nothing was written and all of this is a forecast.
    number              the library keeps the receipt under it; 0 if it does not.
    refused             why the run wrote nothing, "" if it did: the message of the error that ended it; of a dry run,
                        why the real one would.
    mended              failures of the last run, of files and of sources, that are no more; 0 for a refused run.
    speech_again        works that did not change and had their speakers found again, without being read.
    read_bytes          of the text, in UTF-8, of the works that were read and are new or changed.
    searchable_after    seconds from the beginning until these could be searched; 0 if there was nothing to commit.
    processor           the processor time, speech included.
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
    moved: int = 0
    changes: tuple[WorkChange, ...] = ()
    unseen: tuple[str, ...] = ()
    warnings: tuple[RunWarning, ...] = ()
    phases: Mapping[str, float] = field(default_factory=dict)
    run: str = "index"
    started: str = ""
    generation: int = 0
    dry_run: bool = False
    number: int = 0
    refused: str = ""
    mended: int = 0
    speech_again: SpeechAgain = SpeechAgain()
    read_bytes: int = 0
    searchable_after: float = 0.0
    processor: ProcessorTime = ProcessorTime()

    @property
    def gone(self) -> tuple[WorkChange, ...]:
        """The works that were removed."""
        return tuple(change for change in self.changes if change.kind is ChangeKind.REMOVED)

    @property
    def updated_in_place(self) -> int:
        """The number of updated works that did not move: people count one that only moved as moved."""
        return self.updated - self.moved

    @property
    def failures(self) -> tuple[Skipped, ...]:
        """The files that failed, lacked an extra or are not here."""
        return tuple(skipped for skipped in self.skipped if skipped.kind is not SkipKind.IGNORED)

    @property
    def absences(self) -> tuple[RunWarning, ...]:
        """The warnings of sources and folders that were not seen, so that their works stayed."""
        return tuple(warning for warning in self.warnings if warning.kind in ABSENCES)

    @property
    def complete(self) -> bool:
        """True if nothing failed, nothing lacked an extra, and all sources were there."""
        return not (self.failures or self.absences or self.unseen)

    @property
    def failed_anew(self) -> bool:
        """True if a file failed, or a source or folder was not seen, and the last run does not say the same of it."""
        if not (all(file.again for file in self.failures) and all(absence.again for absence in self.absences)):
            return True
        return not {absence.path for absence in self.absences}.issuperset(self.unseen)

    @property
    def is_idle(self) -> bool:
        """True if there is nothing to report: no work changed, and what is wrong is what the last run found wrong.

        A restore is never idle: it makes another index the current one, also where no work differs.
        """
        nothing_new = not self.failed_anew and all(warning.again for warning in self.warnings)
        is_other = self.changes or self.mended or self.refused or self.speech_again or self.run == "restore"
        return nothing_new and not is_other


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. `str(progress)` is one line for people.

    phase  "looking" (finding files), "reading" (files to scenes), "committing", "merging", "verifying" (of a rebuild);
           "telling speech" (and its speakers), "checking" (a check).
    done, total  in `unit`; total is None while unknown.
    path   the file being read, "" if none.
    """

    phase: str
    done: int
    total: int | None
    unit: str = "files"
    path: str = ""

    def __str__(self) -> str:
        of = f" of {self.total:,}" if self.total is not None else ""
        return f"{self.phase}: {self.done:,}{of} {self.unit}" + (f" ({self.path})" if self.path else "")

"""What a run can see of a library's sources, and what a missing file in them means."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fabula.index.account.phases import Report
from fabula.index.library.catalogue_file import drives_of, scan_times
from fabula.index.library.nearest_source import nearest_source
from fabula.index.library.sources import LibrarySource, State, count_by_source
from fabula.index.losses.unseen_folders import UnseenFolders
from fabula.index.model import WorkRecord
from .survey import Survey, survey
from .unseen_works import remembered_drives


@dataclass(frozen=True)
class Sight:
    """Sources are known by their paths, files by their path keys.

    folder    of the library.
    view      the files of the sources that the run looks at.
    counts    how many works the library has from each source, the others included.
    surveyed  the sources that were gone through.
    absent    those that cannot be seen, so that a missing file there means nothing.
    folders   which folders below the surveyed ones are away.
    """

    folder: Path
    view: Survey
    counts: Mapping[str, int]
    surveyed: Collection[str]
    absent: Collection[str]
    folders: UnseenFolders
    drives_before: Collection[str]

    def is_surveyed(self, key: str) -> bool:
        return nearest_source(key, self.counts) in self.surveyed

    def is_absent(self, key: str) -> bool:
        """True for a missing file that may still be there, out of sight."""
        return nearest_source(key, self.counts) in self.absent or self.folders.around(key) is not None

    def is_open(self, key: str) -> bool:
        """True if the run would have met the file, were it there. It is not, say, on a drive that is away."""
        return self.is_surveyed(key) and not self.folders.is_away(key)

    def source_times(self, started: str) -> dict[str, str]:
        """When each source was last gone through; those of this run when it `started`."""
        times = {**scan_times(self.folder), **dict.fromkeys(self.surveyed, started)}
        return {path: time for path, time in times.items() if path in self.counts}

    def drives_to_remember(self, unmet: Iterable[WorkRecord]) -> list[str]:
        """The drives that the next run has to know. `unmet`: works of files that had no outcome."""
        return remembered_drives(self.view.drives, self.drives_before, unmet)


def look(
    folder: Path,
    works: Mapping[str, WorkRecord],
    roots: Sequence[LibrarySource],
    others: Sequence[LibrarySource],
    report: Report,
    *,
    keeps_drives: bool,
) -> Sight:
    """Survey `roots`, the sources of a run over the library in `folder`.

    works         of the library before the run, by id.
    others        the rest of its sources; they are only asked whether they are there.
    keeps_drives  False if works may go with the drive that they were on.
    """
    counts = count_by_source(works.values(), [*roots, *others])
    view = survey(roots, counts, report)
    absent = {root.display_path for root in others if root.state() is not State.REACHABLE} | set(view.unseen)
    surveyed = set(counts).intersection(root.display_path for root in roots) - set(view.unseen)
    drives_before = drives_of(folder)
    folders = UnseenFolders(surveyed, view.live_keys(), drives_before if keeps_drives else [], view.drives)
    return Sight(folder, view, counts, surveyed, absent, folders, drives_before)

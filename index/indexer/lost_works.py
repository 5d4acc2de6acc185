"""The works that a repair could not bring back, by what is still known of them: their records, and earlier reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from fabula.index.account.edit import Edit, work_change
from fabula.index.account.phases import Phases
from fabula.index.errors import SettingsError
from fabula.index.library.settings import Settings, read_settings
from fabula.index.model import WorkRecord
from fabula.index.receipt import ChangeKind, WorkChange
from fabula.index.reports.receipts import keep_report
from fabula.index.reports.reported_works import ReportedWorks
from fabula.index.run.tally import Tally
from fabula.index.store.protocol import Store


class LostWorks:
    """The works that are not in the commit of a repair, of which some may come back from the sources.

    A file that cannot be read at all does not say which works it held. The reports of earlier runs do.
    """

    def __init__(
        self, reported: ReportedWorks, kept: Iterable[str], records: Iterable[WorkRecord], scenes: int
    ) -> None:
        """
        kept     the ids of the works in the commit.
        records  those of works that are not in it.
        scenes   at least so many scenes were in works of which not even a record can be read.
        """
        self._kept = frozenset(kept)
        self._scenes = scenes
        self._total = reported.total
        expected = dict(reported.by_id)
        expected |= {record.id: work_change(ChangeKind.REMOVED, record) for record in records}
        self._expected = {identity: work for identity, work in expected.items() if identity not in self._kept}

    @property
    def has_losses(self) -> bool:
        """True if works are lost, by what is known of them."""
        return bool(self._expected) or self._scenes > 0 or len(self._kept) < (self._total or 0)

    def report(self, folder: Path, store: Store, phases: Phases) -> None:
        """Keep a report that names them as removed. Works that are then read from the sources are added again.

        The caller holds the library's lock. Raises LibraryFull.
        """
        if not self._expected:
            return
        removed = [_removed(work) for work in self._expected.values()]
        tally = Tally()
        tally.count_edit(Edit(changes=removed))
        try:
            settings = read_settings(folder)
        except SettingsError:
            settings = Settings()
        keep_report(folder, tally.receipt("repair", store, store.works(), phases), settings)

    def not_among(self, works: Mapping[str, WorkRecord]) -> tuple[WorkChange, ...]:
        """The works that are still lost when the library has these `works`; without id and title where those are lost.

        A work that lost its id with its record may have another now: it is known by its place.
        """
        came = {identity: work for identity, work in works.items() if identity not in self._kept}
        other_ids = Counter(
            (work.source, work.path) for identity, work in came.items() if identity not in self._expected
        )
        lost = []
        for identity, work in self._expected.items():
            place = (work.source, work.path)
            if identity in works:
                continue
            if other_ids[place]:
                other_ids[place] -= 1
            else:
                lost.append(_removed(work))
        lost.sort(key=lambda work: (work.title.casefold(), work.id))
        return (*lost, *[WorkChange(ChangeKind.REMOVED, "", "", "", "")] * self._nameless(len(lost), works, came))

    def _nameless(self, named: int, works: Mapping[str, WorkRecord], came: Mapping[str, WorkRecord]) -> int:
        """How many works are lost of which no report tells the title."""
        if self._total is not None:
            return max(0, self._total - len(works) - named)
        # Without reports only scenes can be counted.
        return int(not named and sum(work.scenes + work.notes for work in came.values()) < self._scenes)


def _removed(work: WorkChange) -> WorkChange:
    return replace(work, kind=ChangeKind.REMOVED, what=(), path_before="")

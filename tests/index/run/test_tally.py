"""A tally counts outcomes and their effects; the receipt adds them up."""

from __future__ import annotations

from dataclasses import replace

from fabula.index import ChangeKind, Metadata, RunWarning, SkipKind, Skipped, WarningKind, WorkRecord
from fabula.index.ingest import Read, Unchanged
from fabula.index.run.edit import Edit, work_change
from fabula.index.run.tally import Tally


def work(identity: str, path: str = "a.txt", digest: str = "1") -> WorkRecord:
    return WorkRecord(identity, "Lamp", (), Metadata(), "en", "text", path, "/s", digest, 0, 1, 0, 4, 17)


def test_outcomes_are_counted() -> None:
    """Files, unchanged works and skipped lines; a file that says it holds no story is counted once, with its line."""
    tally = Tally()
    tally.count(Unchanged("a.txt"), Edit(unchanged=3))
    ignored = Skipped("b.txt", SkipKind.IGNORED, "it holds no story")
    tally.count(ignored, Edit())
    tally.count(Read("b.txt", ()), Edit())
    tally.count(RunWarning(WarningKind.WORDS_MISSING, "Words are missing.", "a.txt"), Edit())
    assert (tally.files, tally.unchanged, tally.skipped) == (2, 3, [ignored])
    assert not tally.has_changes
    tally.count_edit(Edit(changes=[work_change(ChangeKind.REMOVED, work("x"))]))
    assert tally.has_changes


def test_comparing_two_states() -> None:
    """Whatever a rebuild did to get there, it is counted by what differs."""
    before = {name: work(name) for name in ("same", "moved", "updated", "gone")}
    after = {"same": before["same"], "moved": replace(before["moved"], path="b.txt")}
    after |= {"updated": replace(before["updated"], digest="2"), "new": work("new")}
    tally = Tally()
    tally.count_edit(Edit(changes=[work_change(ChangeKind.ADDED, work("same"))], unchanged=7))
    tally.compare(before, after)
    changes = {change.id: change.kind for change in (*tally._changes, *tally._removals)}
    assert changes == {
        "moved": ChangeKind.MOVED,
        "updated": ChangeKind.UPDATED,
        "new": ChangeKind.ADDED,
        "gone": ChangeKind.REMOVED,
    }
    assert tally.unchanged == 1

"""A tally counts outcomes and their effects; the receipt adds them up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from fabula.index import ChangeKind, Metadata, RunWarning, SkipKind, Skipped, WarningKind, WorkRecord
from fabula.index.account.edit import Edit, work_change
from fabula.index.files.file_source import FileSource
from fabula.index.ingest.discovery import Task
from fabula.index.ingest.outcome import Outcome, Read, Unchanged
from fabula.index.library.settings import SourceSetting
from fabula.index.library.sources import LibrarySource
from fabula.index.reports.known_problems import KnownProblems
from fabula.index.run.survey import SurveyedFile, TaskOutcome
from fabula.index.run.tally import Tally

ROOT = LibrarySource(SourceSetting("/s"), Path("/s"), "/s")


def work(identity: str, path: str = "a.txt", digest: str = "1") -> WorkRecord:
    return WorkRecord(identity, "Lamp", (), Metadata(), "en", "text", path, "/s", digest, 0, 1, 0, 4, 17)


def result(path: str, outcome: Outcome) -> TaskOutcome:
    task = Task((FileSource(Path("/s") / path, Path("/s")),))
    return TaskOutcome(SurveyedFile(task, ROOT, f"/s/{path}", None), outcome)


def test_outcomes_are_counted() -> None:
    """Files, unchanged works and skipped lines; a file that says it holds no story is counted once, with its line."""
    tally = Tally()
    tally.count(result("a.txt", Unchanged("a.txt")), Edit(unchanged=3))
    ignored = Skipped("b.txt", SkipKind.IGNORED, "it holds no story")
    tally.count(result("b.txt", ignored), Edit())
    tally.count(result("b.txt", Read("b.txt", ())), Edit())
    tally.count(result("a.txt", RunWarning(WarningKind.WORDS_MISSING, "Words are missing.", "a.txt")), Edit())
    assert (tally.files, tally.unchanged, tally.skipped) == (2, 3, [replace(ignored, source="/s")])
    assert not tally.has_changes
    tally.count_edit(Edit(changes=[work_change(ChangeKind.REMOVED, work("x"))]))
    assert tally.has_changes


def test_failures_and_warnings_of_the_last_run_are_known(tmp_path: Path) -> None:
    """The same file with the same reason, the same warning; another reason, file or source is new."""
    failed = Skipped("b.txt", SkipKind.FAILED, "it is damaged")
    warning = RunWarning(WarningKind.WORDS_MISSING, "Words are missing.", "a.txt")
    (tmp_path / "library").mkdir()

    def run(*outcomes: Skipped | RunWarning) -> Tally:
        tally = Tally(KnownProblems.read(tmp_path / "library"))
        for outcome in outcomes:
            tally.count(result(outcome.path, outcome), Edit())
        tally.finish([ROOT], (), {"/s"}, [], is_whole=True)
        tally.problems.keep(tmp_path / "library")
        return tally

    first = run(failed, warning)
    assert [skipped.again for skipped in first.skipped] == [False]
    second = run(failed, warning, replace(failed, path="c.txt"))
    assert [skipped.again for skipped in second.skipped] == [True, False] and second.problems.mended == 0
    third = run(replace(failed, reason="it is encrypted"))
    # Those of b.txt and c.txt and the warning are mended.
    assert [skipped.again for skipped in third.skipped] == [False] and third.problems.mended == 3


def test_what_failed_in_a_folder_that_is_away_is_not_forgotten(tmp_path: Path) -> None:
    """Its return is what is mended, and its files fail as before."""
    failed = Skipped("usb/b.txt", SkipKind.FAILED, "it is damaged")
    away = RunWarning(WarningKind.FOLDER_UNSEEN, "The folder /s/usb is empty: 3 works from it stayed.", "/s/usb")
    told: list[tuple[bool, int]] = []
    for is_away in (False, True, True, False):
        tally = Tally(KnownProblems.read(tmp_path))
        if not is_away:
            tally.count(result(failed.path, failed), Edit())
        warnings = tally.finish([ROOT], (), {"/s"}, [away] if is_away else [], is_whole=True)
        tally.problems.keep(tmp_path)
        (problem,) = (*tally.skipped, *warnings)
        told.append((problem.again, tally.problems.mended))
    assert told == [(False, 0), (False, 0), (True, 0), (True, 1)]


def test_works_that_are_searched_still_are_counted_with_a_failure() -> None:
    """Those of the file, or of all files in an archive."""
    tally = Tally()
    for path in ("a.txt", "b.zip", "c.txt", "cover.jpg"):
        kind = SkipKind.IGNORED if path == "cover.jpg" else SkipKind.FAILED
        tally.count(result(path, Skipped(path, kind, "it is damaged")), Edit())
    works = {name: work(name, name) for name in ("a.txt", "b.zip!/1.txt", "b.zip!/2/2.txt", "b.zipped", "cover.jpg")}
    assert [skipped.kept for skipped in tally._skipped_with_works(works)] == [1, 2, 0, 0]


def test_comparing_two_states() -> None:
    """Whatever a rebuild did to get there, it is counted by what differs."""
    before = {name: work(name) for name in ("same", "moved", "updated", "gone")}
    after = {"same": before["same"], "moved": replace(before["moved"], path="b.txt")}
    after |= {"updated": replace(before["updated"], digest="2"), "new": work("new")}
    tally = Tally()
    tally.count_edit(Edit(changes=[work_change(ChangeKind.ADDED, work("same"))], unchanged=7))
    tally.compare(before, after)
    changes = {change.id: change.kind for change in (*tally._changes, *tally._removals)}
    what = {change.id: (change.what, change.path_before) for change in tally._changes}
    assert what["moved"] == (("path",), "a.txt") and what["updated"] == (("text",), "")
    assert changes == {
        "moved": ChangeKind.MOVED,
        "updated": ChangeKind.UPDATED,
        "new": ChangeKind.ADDED,
        "gone": ChangeKind.REMOVED,
    }
    assert tally.unchanged == 1

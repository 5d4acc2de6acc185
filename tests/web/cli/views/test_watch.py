"""A watch says what changed, a line for each work."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from fabula.index.errors import LibraryBusy
from fabula.index.receipt import ChangeKind, Receipt, RunWarning, SkipKind, Skipped, WarningKind, WorkChange
from fabula.index.watching import WatchNotice
from fabula.web.cli.views.watch import WatchView, receipt_lines

NOTE = RunWarning(WarningKind.WORDS_MISSING, "a.txt lacks\nwords.", "a.txt")


def receipt_of(
    *changes: WorkChange, skipped: tuple[Skipped, ...] = (), warnings: tuple[RunWarning, ...] = ()
) -> Receipt:
    counts = {"files": 9, "added": 1, "updated": 1, "unchanged": 5, "removed": 0, "works": 1234}
    totals = {"scenes": 1, "words": 1, "bytes": 1, "seconds": 1.0}
    news = {"skipped": skipped, "changes": changes, "warnings": warnings}
    return Receipt(**counts, **totals, **news, started="2026-11-30T10:00:00Z")


def test_the_works_are_named() -> None:
    """With their paths, what changed in them, and where they were before; control characters are left out."""
    changes = (
        WorkChange(ChangeKind.ADDED, "1", "The\x1b Ferry", "new/ferry.txt", "/s"),
        WorkChange(ChangeKind.UPDATED, "2", "The Bell", "bell.txt", "/s", ("text", "tags")),
        WorkChange(ChangeKind.MOVED, "3", "The Tower", "b/tower.txt", "/s", (), "a/tower.txt"),
    )
    skipped = (
        Skipped("cover.jpg", SkipKind.IGNORED, "no reader for .jpg files"),
        Skipped("broken.epub", SkipKind.FAILED, "it is no ZIP archive"),
    )
    lines = [line for line, _ in receipt_lines(receipt_of(*changes, skipped=skipped, warnings=(NOTE,)), frozenset())]
    assert lines == [
        "1 added, 1 updated, 0 removed; 1,234 works",
        "added: The Ferry (new/ferry.txt)",
        "updated: The Bell (bell.txt): text, tags",
        "moved: The Tower (a/tower.txt -> b/tower.txt)",
        "failed: broken.epub: it is no ZIP archive",
        "note: a.txt lacks words.",
    ]


def test_the_lines_are_bounded() -> None:
    """Ten thousand works, failures and notes are 64 lines."""
    changes = tuple(WorkChange(ChangeKind.ADDED, str(n), f"T{n}", f"{n}.txt", "/s") for n in range(10_000))
    skipped = tuple(Skipped(f"{n}.epub", SkipKind.FAILED, "broken") for n in range(10_000))
    warnings = tuple(RunWarning(WarningKind.OTHER, f"Note {n}.") for n in range(10_000))
    lines = [line for line, _ in receipt_lines(receipt_of(*changes, skipped=skipped, warnings=warnings), frozenset())]
    assert len(lines) == 64
    assert "and 9,980 more works" in lines


def test_a_note_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    """Notes of unchanged files come with every receipt. Each line begins with the time."""
    view = WatchView(as_json=False)
    view.receipt(receipt_of(warnings=(NOTE,)))
    view.receipt(receipt_of(warnings=(NOTE,)))
    lines = capsys.readouterr().out.splitlines()
    assert sum("lacks" in line for line in lines) == 1
    assert all(line.startswith("2026-11-30T10:00:00Z  ") for line in lines)


def test_every_line_of_json_is_a_document(capsys: pytest.CaptureFixture[str]) -> None:
    """Receipts, errors and notices; the latter two are on standard error as well."""
    view = WatchView(as_json=True)
    view.begin("/library")
    view.receipt(receipt_of())
    view.failure(LibraryBusy("Another process is writing.", hint="Wait."))
    view.notice(WatchNotice("No events.", "Raise it."))
    captured = capsys.readouterr()
    receipt, error, notice = map(json.loads, captured.out.splitlines())
    assert receipt["works"] == 1234
    assert list(error["error"]) == ["code", "message", "hint"]
    assert error["error"]["code"] == "library-busy"
    assert notice == {"notice": {"text": "No events.", "hint": "Raise it."}}
    assert captured.err == "fabula: Another process is writing.\nWait.\nfabula: No events.\nRaise it.\n"


def test_a_moved_work_is_counted_once() -> None:
    """It is no updated one as well; what failed in the last run, too, is counted."""
    known = Skipped("broken.epub", SkipKind.FAILED, "it is no ZIP archive", again=True)
    receipt = replace(receipt_of(skipped=(known,)), updated=9, moved=9)
    assert [line for line, _ in receipt_lines(receipt, frozenset())] == [
        "1 added, 0 updated, 9 moved, 0 removed; 1,234 works",
        "1 file could not be read, as in the last run",
    ]


def test_a_quiet_watch_says_what_changed_or_failed(capsys: pytest.CaptureFixture[str]) -> None:
    """Not that it begins; that the system reports no changes is a failure, too."""
    view = WatchView(as_json=False, quiet=True)
    view.begin("/library")
    view.receipt(receipt_of())
    assert capsys.readouterr() == ("", "")
    view.receipt(receipt_of(WorkChange(ChangeKind.ADDED, "1", "The Ferry", "ferry.txt", "/s")))
    view.failure(LibraryBusy("Another process is writing."))
    view.notice(WatchNotice("No events.", "Raise it."))
    captured = capsys.readouterr()
    assert "The Ferry" in captured.out and "writing" in captured.err and "No events" in captured.err

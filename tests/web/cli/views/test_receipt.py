"""The receipt of a run, for people."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fabula.index import ChangeKind, Receipt, RunWarning, SkipKind, Skipped, WarningKind, WorkChange
from fabula.index.receipt import ProcessorTime
from fabula.index.reports.receipt_json import receipt_to_plain
from fabula.web.cli.library_choice import LibraryChoice
from fabula.web.cli.views.receipt import say_news, say_receipt, summary

CHOICE = LibraryChoice("/shelf", ("--library", "/shelf"))
RECEIPT = Receipt(
    files=12, added=2, updated=0, unchanged=0, removed=0, skipped=(), works=2, scenes=30, words=1_234_567,
    bytes=7_000_000, seconds=1.5,
)  # fmt: skip
FAILED = Skipped("b.txt", SkipKind.FAILED, "it holds binary data")
IDLE = replace(RECEIPT, added=0, unchanged=2)


def printed(capsys: pytest.CaptureFixture[str], receipt: Receipt, *, strict: bool = False) -> str:
    """The printed receipt."""
    say_receipt(receipt, CHOICE, strict=strict)
    return capsys.readouterr().out


def news(capsys: pytest.CaptureFixture[str], receipt: Receipt, *, strict: bool = False) -> str:
    """What `--quiet` prints."""
    say_news(receipt, CHOICE, strict=strict)
    return capsys.readouterr().out


def change(kind: ChangeKind, title: str, *what: str, path: str = "a.txt", before: str = "") -> WorkChange:
    return WorkChange(kind, "x", title, path, "/s", what, before)


def test_the_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    """The works of the run, the size of the library, and the next command."""
    out = printed(capsys, RECEIPT)
    assert out.startswith("12 files in 1.5 s\n")
    assert "added                  2" in out
    assert "The library in /shelf now holds" in out
    assert "words          1,234,567" in out
    assert out.endswith("Next: fabula search --library /shelf 'a line you remember'\n")


def test_phases_have_plain_names(capsys: pytest.CaptureFixture[str]) -> None:
    """JSON keeps the names that it has always had."""
    receipt = replace(RECEIPT, seconds=3.5, phases={"looking": 0.5, "telling speech": 3.0})
    assert "12 files in 3.5 s (finding files 500 ms, finding speakers 3.0 s)" in printed(capsys, receipt)
    assert receipt_to_plain(receipt)["phases"] == {"looking": 0.5, "telling speech": 3.0}


def test_how_fast_it_read(capsys: pytest.CaptureFixture[str]) -> None:
    """The text that was read, when it could be searched, and processor time; nothing of a run that read nothing."""
    receipt = replace(
        RECEIPT, read_bytes=6_000_000, searchable_after=1.2, processor=ProcessorTime(2.5, 1.75, {"reading": 2.5})
    )
    line = (
        "6.0 MB of text read, searchable after 1.2 s (5.0 MB/s); processor time 2.5 s, 1.8 s of it in other processes"
    )
    assert line in printed(capsys, receipt).splitlines()
    here = replace(receipt, searchable_after=0.0, processor=ProcessorTime(0.5))
    assert "6.0 MB of text read; processor time 500 ms" in printed(capsys, here).splitlines()
    assert "processor time" not in printed(capsys, replace(receipt, read_bytes=0))


def test_moved_works_are_counted_once(capsys: pytest.CaptureFixture[str]) -> None:
    """JSON counts them among the updated ones."""
    receipt = replace(RECEIPT, added=0, updated=9, moved=9)
    out = printed(capsys, receipt)
    assert "updated                0" in out and "moved                  9" in out
    assert summary(receipt) == ["9 moved"]
    assert (receipt_to_plain(receipt)["updated"], receipt_to_plain(receipt)["moved"]) == (9, 9)


def test_the_reason_for_the_exit_code_comes_first(capsys: pytest.CaptureFixture[str]) -> None:
    """However many covers are left out, each reason is printed once."""
    skipped = [Skipped(f"{number}/cover.jpg", SkipKind.IGNORED, "no reader for .jpg files") for number in range(200)]
    skipped += [FAILED, replace(FAILED, path="c.txt"), Skipped("d.7z", SkipKind.EXTRA_NEEDED, "it needs fabula[7z]")]
    lines = printed(capsys, replace(RECEIPT, skipped=tuple(skipped))).splitlines()
    assert lines[0] == "Exit code 4: 2 files failed, 1 file needs an optional package"
    assert lines[1:5] == ["", "2 files failed", "  it holds binary data", "    b.txt"]
    assert "  no reader for .jpg files: 0/cover.jpg and 199 more" in lines
    assert sum("cover.jpg" in line for line in lines) == 1


def test_what_is_left_out_by_name_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """With the number of files for each pattern."""
    patterns = ["cover.jpg"] * 198 + ["Thumbs.db"] * 3 + [f"*.{letter}" for letter in "abcdefghij"]
    skipped = (Skipped(f"{n}", SkipKind.IGNORED, "by name", pattern=pattern) for n, pattern in enumerate(patterns))
    out = printed(capsys, replace(RECEIPT, skipped=tuple(skipped)))
    (line,) = (line for line in out.splitlines() if "by name" in line)
    assert line.startswith("211 files left out by name: cover.jpg (198), Thumbs.db (3), *.a (1), ")
    assert line.endswith(" and 4 more patterns")


def test_a_failure_of_the_last_run_is_no_news(capsys: pytest.CaptureFixture[str]) -> None:
    """It is named below the numbers, with what is searched still; with `strict` it is a reason."""
    known = replace(FAILED, again=True, kept=1)
    receipt = replace(IDLE, skipped=(known, replace(known, path="c.zip", kept=3)))
    out = printed(capsys, receipt)
    assert out.startswith("12 files in") and "failed                 2  (2 as in the last run)" in out
    assert "2 files failed as in the last run\n  it holds binary data\n    b.txt  (its last good text" in out
    assert "b.txt  (its last good text can still be searched)\n" in out
    assert "c.zip  (the last good texts of its 3 works can still be searched)\n" in out
    strict = printed(capsys, receipt, strict=True)
    assert strict.startswith("Exit code 4: 2 files failed\n") and strict.count("b.txt") == 1


def test_a_source_that_is_away(capsys: pytest.CaptureFixture[str]) -> None:
    """A reason for the exit code as long as it is new."""
    away = RunWarning(WarningKind.SOURCE_UNSEEN, "The source /usb is not there: 3 works from it stayed.", "/usb")
    receipt = replace(IDLE, unseen=("/usb",), warnings=(away,))
    lines = printed(capsys, receipt).splitlines()
    assert lines[0] == "Exit code 4: 1 source or folder not seen" and lines[2] == f"Note: {away}"
    known = replace(receipt, warnings=(replace(away, again=True),))
    assert f"\nAs in the last run: {away}" in printed(capsys, known) and news(capsys, known) == ""


def test_files_of_several_sources_have_whole_paths(capsys: pytest.CaptureFixture[str]) -> None:
    """Names below two sources may be the same."""
    two = (replace(FAILED, source="/s"), replace(FAILED, source="/t/"))
    out = printed(capsys, replace(RECEIPT, skipped=two))
    assert "    /s/b.txt\n    /t/b.txt\n" in out
    assert "    b.txt\n" in printed(capsys, replace(RECEIPT, skipped=two[:1]))


def test_changed_works_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    """With what changed, and where a moved one was."""
    changes = (
        change(ChangeKind.ADDED, "New"),
        change(ChangeKind.UPDATED, "Ferry", "text", "tags"),
        change(ChangeKind.UPDATED, "Same", "file"),
        change(ChangeKind.MOVED, "Lamp", "title", "path", path="b/lamp.txt", before="lamp.txt"),
        change(ChangeKind.REMOVED, "Gone"),
    )
    receipt = replace(RECEIPT, added=1, updated=3, moved=1, removed=1, changes=changes)
    out = printed(capsys, receipt)
    for part in (
        "1 work added\n  New  a.txt\n",
        "2 works updated\n  Ferry  a.txt  (text, tags)\n  Same  a.txt  (no difference but its bytes)\n",
        "1 work moved\n  Lamp  b/lamp.txt  (was lamp.txt; title)\n",
        "1 work removed\n  Gone  a.txt\n",
    ):
        assert part in out
    assert "1 work would be removed" in printed(capsys, replace(receipt, dry_run=True))


def test_long_lists_are_cut(capsys: pytest.CaptureFixture[str]) -> None:
    """After twenty it says how many are left, and how to see them."""
    skipped = [Skipped(f"{number}.txt", SkipKind.FAILED, f"reason {number % 3}") for number in range(25)]
    changes = [change(ChangeKind.ADDED, f"Story {number}", path=str(number)) for number in range(30)]
    out = printed(capsys, replace(RECEIPT, skipped=tuple(skipped), changes=tuple(changes), added=30))
    assert out.count(".txt") == 20 and "and 5 more; --json lists all" in out
    assert out.count("Story") == 20 and "and 10 more; --json lists all" in out


def test_notes_of_the_last_run_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """A new one is printed."""
    note = RunWarning(WarningKind.WORDS_MISSING, "12 words are missing.", "a.txt", "A", 12)
    receipt = replace(IDLE, warnings=(note, replace(note, again=True), replace(note, again=True)))
    out = printed(capsys, receipt)
    assert out.count("Note: 12 words are missing.") == 1 and "2 notes as in the last run; --json lists them" in out
    assert "Note: 12 words" in news(capsys, receipt) and "as in the last run" not in news(capsys, receipt)


def test_a_refused_run(capsys: pytest.CaptureFixture[str]) -> None:
    """The reason is the first line."""
    receipt = replace(IDLE, refused="The files of 3 works of 4 are gone, so nothing was written.")
    out = printed(capsys, receipt)
    assert out.startswith("Refused (exit code 2): The files of 3 works") and "12 files" not in out
    assert "12 files" in printed(capsys, replace(receipt, dry_run=True))
    assert summary(receipt) == ["refused, nothing was written"]


def test_quiet_says_what_changed_or_failed(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing of what is as it was, and nothing at all if that is all."""
    known = replace(IDLE, skipped=(replace(FAILED, again=True),))
    assert news(capsys, IDLE) == news(capsys, known) == ""
    assert "b.txt" in news(capsys, known, strict=True)
    changed = replace(known, updated=1, changes=(change(ChangeKind.UPDATED, "Ferry", "text"),))
    assert news(capsys, changed) == (
        "fabula index, /shelf: 1 updated\n\n1 work updated\n  Ferry  a.txt  (text)\n"
    )  # fmt: skip
    mended = replace(IDLE, mended=2)
    assert news(capsys, mended) == "fabula index, /shelf: 2 problems of the last run are gone\n"
    assert "2 problems of the last run are gone" in printed(capsys, mended)


def test_hostile_paths_and_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    """They neither move the cursor nor become markup."""
    skipped = (
        Skipped("[/]\x1b[2J.txt", SkipKind.FAILED, "it says \x1b[31m[bold]", source="/\x1b"),
        Skipped("\x1b.jpg", SkipKind.IGNORED, "\x1b", pattern="*\x1b", source="/t"),
        Skipped("\x1b.png", SkipKind.IGNORED, "\x1b\n"),
    )
    changes = (change(ChangeKind.MOVED, "\x1b[2J", "\x1b", path="\x1b", before="\x1b"),)
    warnings = (RunWarning(WarningKind.SOURCE_UNSEEN, "\x1b", "\x1b"), RunWarning(WarningKind.OTHER, "\x1b"))
    receipt = replace(RECEIPT, skipped=skipped, changes=changes, warnings=warnings)
    for out in (printed(capsys, receipt), news(capsys, receipt), printed(capsys, replace(receipt, refused="\x1b"))):
        assert "\x1b" not in out
    out = printed(capsys, receipt)
    assert "[/]\\x1b[2J.txt" in out
    assert "it says [31m[bold]" in out


def test_an_empty_library_says_what_fabula_reads(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """There is nothing to search for yet."""
    assert "No story was found. Fabula reads" in printed(capsys, replace(RECEIPT, works=0, added=0))

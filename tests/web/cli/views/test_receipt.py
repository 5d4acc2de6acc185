"""The receipt of an indexing run."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.index import Receipt, SkipKind, Skipped
from fabula.search.json_shapes import receipt_shape
from fabula.web.cli.library_choice import LibraryChoice
from fabula.web.cli.views.receipt import say_receipt

CHOICE = LibraryChoice("/shelf", ("--library", "/shelf"))


def printed(capsys: pytest.CaptureFixture[str], *skipped: Skipped, works: int = 2, added: int = 2) -> str:
    """The printed receipt."""
    receipt = Receipt(
        files=12,
        added=added,
        updated=0,
        unchanged=0,
        removed=0,
        skipped=skipped,
        works=works,
        scenes=30,
        words=1_234_567,
        bytes=7_000_000,
        seconds=1.5,
    )
    say_receipt(receipt, CHOICE)
    return capsys.readouterr().out


def test_the_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    """The works of the run, the size of the library, and the next command."""
    out = printed(capsys)
    assert "12 files in 1.5 s" in out
    assert "added                  2" in out
    assert "The library in /shelf now holds" in out
    assert "words          1,234,567" in out
    assert out.endswith("Next: fabula search --library /shelf 'a line you remember'\n")


def test_phases_have_plain_names(capsys: pytest.CaptureFixture[str]) -> None:
    """JSON keeps the names that it has always had."""
    receipt = Receipt(2, 2, 0, 0, 0, (), 2, 30, 1_234, 7_000, 3.5, phases={"looking": 0.5, "telling speech": 3.0})
    say_receipt(receipt, CHOICE)
    assert "2 files in 3.5 s (finding files 500 ms, finding speakers 3.0 s)" in capsys.readouterr().out
    assert receipt_shape(receipt)["phases"] == {"looking": 0.5, "telling speech": 3.0}


def test_skipped_files_are_grouped_by_reason(capsys: pytest.CaptureFixture[str]) -> None:
    """Failures come first; each reason is printed once."""
    out = printed(
        capsys,
        Skipped("a.jpg", SkipKind.IGNORED, "it is an image"),
        Skipped("b.txt", SkipKind.FAILED, "it holds binary data"),
        Skipped("c.txt", SkipKind.FAILED, "it holds binary data"),
        Skipped("d.7z", SkipKind.EXTRA_NEEDED, "it needs fabula[7z]"),
    )
    assert "2 files failed\n  it holds binary data\n    b.txt\n    c.txt\n" in out
    assert out.index("b.txt") < out.index("d.7z") < out.index("a.jpg")
    assert "more;" not in out


def test_a_long_list_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    """After twenty files it says how many are left, and how to see them."""
    skipped = [Skipped(f"{number}.txt", SkipKind.FAILED, f"reason {number % 3}") for number in range(25)]
    out = printed(capsys, *skipped)
    assert out.count(".txt") == 20
    assert "and 5 more; --json lists all" in out


def test_hostile_paths_and_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    """They neither move the cursor nor become markup."""
    out = printed(capsys, Skipped("[/]\x1b[2J.txt", SkipKind.FAILED, "it says \x1b[31m[bold]"))
    assert "\x1b" not in out
    assert "[/]\\x1b[2J.txt" in out
    assert "it says [31m[bold]" in out


def test_an_empty_library_says_what_fabula_reads(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """There is nothing to search for yet."""
    assert "No story was found. Fabula reads" in printed(capsys, works=0, added=0)

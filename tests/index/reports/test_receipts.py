"""Receipts that are kept: each run's, a bounded number, and any two can be compared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import (
    Receipt,
    RunWarning,
    UpdateOptions,
    WarningKind,
    Work,
    add_works,
    build,
    read_report,
    remove,
    update,
)
from fabula.index.errors import LibraryDamaged, LibraryMissing, NotFound
from fabula.index.folder_names import REPORTS
from fabula.index.reports.receipt_json import RECEIPT, receipt_from_plain, receipt_to_plain
from fabula.index.reports.receipts import report_numbers

STORY = "Title: {0}\nAuthor: Ann Author\n\n\nThe bell of {0} rang at {1}.\n"


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    folder.mkdir()
    for title in "abcdefghijkl":
        (folder / f"{title}.txt").write_text(STORY.format(title, "noon"))
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    return folder


@pytest.mark.slow
def test_every_run_with_news_is_kept_as_it_was_told(
    stories: Path, tmp_path: Path, make_work: Callable[..., Work]
) -> None:
    """index, update, remove and works from Python, by number; what is read again is what was returned."""
    library = tmp_path / "library"
    receipts = [build(library, [stories])]
    assert update(library).number == 0
    (stories / "a.txt").write_text(STORY.format("a", "one"))
    (stories / "b.txt").unlink()
    receipts += [update(library), add_works(library, [make_work("The lamp.", title="Made")])]
    receipts.append(remove(library, [stories / "c.txt"]))
    assert [receipt.run for receipt in receipts] == ["index", "update", "add", "remove"]
    assert [receipt.number for receipt in receipts] == [1, 2, 3, 4]
    for receipt in receipts:
        kept = read_report(library, receipt.number)
        assert kept == receipt
        assert receipt.seconds == round(sum(receipt.phases.values()), 3)
    assert read_report(library) == read_report(library, 4)
    assert {"looking", "reading", "committing"} <= set(receipts[0].phases)
    assert "telling speech" in receipts[0].phases
    assert receipts[0].started.endswith("Z")


def test_warnings_are_objects() -> None:
    """In JSON with five keys; a report of an earlier Fabula has sentences."""
    warning = RunWarning(WarningKind.WORDS_MISSING, "12 words are missing.", "a.txt", "A", 12)
    receipt = Receipt(1, 1, 0, 0, 0, (), 1, 1, 4, 17, 0.5, warnings=(warning,))
    plain = receipt_to_plain(receipt)
    assert plain["warnings"] == [
        {
            "kind": "words-missing",
            "path": "a.txt",
            "work": "A",
            "words": 12,
            "text": "12 words are missing.",
            "again": False,
        }
    ]
    assert receipt_from_plain(plain) == receipt
    (old,) = receipt_from_plain({**plain, "warnings": ["The source is not there."]}).warnings
    assert (old.kind, str(old)) == (WarningKind.OTHER, "The source is not there.")
    for wrong in ({**plain["warnings"][0], "words": "12"}, {**plain["warnings"][0], "kind": "none"}, {}, 3):
        with pytest.raises(ValueError, match="warnings"):
            RECEIPT.check({**plain, "warnings": [wrong]})


@pytest.mark.slow
def test_a_run_that_only_tells_or_fails_is_not_kept(stories: Path, tmp_path: Path) -> None:
    """What was not done is in no report."""
    library = tmp_path / "library"
    build(library, [stories])
    assert update(library, UpdateOptions(dry_run=True)).number == 0
    assert report_numbers(library) == [1]


@pytest.mark.slow
def test_only_so_many_are_kept(stories: Path, tmp_path: Path) -> None:
    """As many as library.toml says; numbers go on, and what a crash left of one goes."""
    library = tmp_path / "library"
    build(library, [stories])
    with (library / "library.toml").open("a") as file:
        file.write("\n[keep]\nreports = 2\n")
    (library / REPORTS / "000009.json.gz.tmp").write_bytes(b"half")
    for number in range(3):
        (stories / "a.txt").write_text(STORY.format("a", number))
        last = update(library)
    assert last.number == 4
    assert sorted(path.name for path in (library / REPORTS).iterdir()) == ["000003.json.gz", "000004.json.gz", "growth"]
    with pytest.raises(NotFound, match="no report 1"):
        read_report(library, 1)


@pytest.mark.slow
@pytest.mark.parametrize("content", [b"", b"no gzip", b"\x1f\x8b\x08\x00", None])
def test_a_damaged_report_says_so(stories: Path, tmp_path: Path, content: bytes | None) -> None:
    """An error with its name; the library is as it was, and the next run goes on."""
    library = tmp_path / "library"
    build(library, [stories])
    path = library / REPORTS / "000001.json.gz"
    whole = path.read_bytes()
    path.write_bytes(whole[:-20] if content is None else content)
    with pytest.raises(LibraryDamaged, match=r"000001\.json\.gz"):
        read_report(library)
    (stories / "a.txt").unlink()
    assert update(library).number == 2


@pytest.mark.slow
def test_without_reports(tmp_path: Path, stories: Path) -> None:
    """No library, and one that has none yet."""
    with pytest.raises(LibraryMissing):
        read_report(tmp_path / "nowhere")
    build(tmp_path / "library", [stories])
    (tmp_path / "library" / REPORTS / "000001.json.gz").unlink()
    with pytest.raises(NotFound, match="no reports yet"):
        read_report(tmp_path / "library")


def test_the_receipt_is_a_value() -> None:
    """Two runs that did the same are told apart by nothing else than what they say."""
    plain = Receipt(1, 1, 0, 0, 0, (), 1, 1, 1, 1, 0.5)
    assert plain == Receipt(1, 1, 0, 0, 0, (), 1, 1, 1, 1, 0.5) and plain.complete

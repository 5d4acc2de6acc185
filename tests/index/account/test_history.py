"""What runs leave behind: reports of what there is to report, a count of the others."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from fabula.index import RebuildOptions, SkipKind, UpdateOptions, build, read_report, rebuild, remove, update
from fabula.index.errors import RemovalsRefused
from fabula.index.receipt import ProcessorTime
from fabula.index.reports.idle_runs import read_idle_runs
from fabula.index.reports.receipts import report_numbers

PLAIN = UpdateOptions(workers=0, speech=False)
STORY = "Title: {0}\nAuthor: Ann Author\n\n\nThe bell of {0} rang at noon.\n"


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    folder.mkdir()
    for title in "abcd":
        (folder / f"{title}.txt").write_text(STORY.format(title))
    (folder / "broken.epub").write_bytes(b"PK\x03\x04 is no book")
    return folder


@pytest.fixture
def library(stories: Path, tmp_path: Path) -> Path:
    receipt = build(tmp_path / "library", [stories], workers=0, speech=False)
    assert receipt.failed_anew and not receipt.is_idle
    return tmp_path / "library"


def idle_runs(library: Path) -> dict[int, int]:
    return {after: idle.runs for after, idle in read_idle_runs(library).items()}


def test_runs_that_find_nothing_new_leave_a_count(library: Path, stories: Path) -> None:
    """However many there are, also where a file fails as before; the next change has a report again."""
    for _ in range(4):
        receipt = update(library, PLAIN)
        assert receipt.is_idle and not receipt.failed_anew and not receipt.complete
    assert report_numbers(library) == [1] and idle_runs(library) == {1: 4}
    assert build(library, [stories], workers=0, speech=False).is_idle
    (stories / "e.txt").write_text(STORY.format("e"))
    assert update(library, PLAIN).number == 2
    assert update(library, UpdateOptions(dry_run=True)).is_idle
    assert idle_runs(library) == {1: 5}


def test_a_failure_is_known_whatever_ran_in_between(library: Path, stories: Path) -> None:
    """Other changes, runs that look at no source, a rebuild, a lost catalogue."""
    (stories / "a.txt").unlink()
    assert not update(library, UpdateOptions(workers=0, speech=False, allow_removals=True)).failed_anew
    remove(library, [stories / "b.txt"])
    assert not update(library, PLAIN).failed_anew
    assert not rebuild(library, RebuildOptions(workers=0, speech=False)).failed_anew
    (library / "catalogue").unlink()
    receipt = update(library, PLAIN)
    assert [(skipped.path, skipped.again) for skipped in receipt.skipped] == [("b.txt", False), ("broken.epub", True)]
    assert receipt.skipped[0].kind is SkipKind.IGNORED


def test_a_failure_that_is_mended_or_new_is_reported(library: Path, stories: Path) -> None:
    """It is news although no work changed; and its return is new."""
    broken = (stories / "broken.epub").read_bytes()
    (stories / "broken.epub").unlink()
    receipt = update(library, PLAIN)
    assert (receipt.mended, receipt.number, receipt.changes) == (1, 2, ())
    (stories / "broken.epub").write_bytes(broken)
    receipt = update(library, PLAIN)
    assert receipt.failed_anew and receipt.number == 3


def test_a_source_that_stays_away_is_known(library: Path, stories: Path) -> None:
    """Its return is reported, and so are the files in it that still fail, as known."""
    stories.rename(stories.with_name("away"))
    first, second = update(library, PLAIN), update(library, PLAIN)
    assert first.failed_anew and first.number == 2
    assert second.is_idle and second.unseen == (str(stories),) and not second.complete
    stories.with_name("away").rename(stories)
    third = update(library, PLAIN)
    assert (third.mended, third.number, third.failed_anew) == (1, 3, False)


def test_works_of_a_file_that_fails_now_are_counted(library: Path, stories: Path) -> None:
    """They are searched still, as they were when it could last be read."""
    (stories / "a.txt").write_bytes(b"\x00\x01\x02\x03" * 1000)
    for again in (False, True):
        receipt = update(library, PLAIN)
        (skipped,) = (skipped for skipped in receipt.failures if skipped.path == "a.txt")
        assert (skipped.kept, skipped.again, receipt.works) == (1, again, 4)


def test_a_refused_run_leaves_a_report(library: Path, stories: Path) -> None:
    """With the reason; a second one of the same reason is counted, and the first run that is not refused is news."""
    moved = stories.with_name("elsewhere")
    moved.mkdir()
    names = ("a.txt", "b.txt")
    for name in names:
        (stories / name).rename(moved / name)
    for _ in range(3):
        with pytest.raises(RemovalsRefused) as refusal:
            update(library, PLAIN)
    report = read_report(library)
    assert (report.number, report.run, report.works, report.changes) == (2, "update", 4, ())
    assert report.refused == str(refusal.value) and not report.is_idle
    assert idle_runs(library) == {2: 2}
    for name in names:
        (moved / name).rename(stories / name)
    receipt = update(library, PLAIN)
    assert (receipt.mended, receipt.number, receipt.changes) == (1, 3, ())


def test_a_dry_run_of_a_refused_run_mends_nothing(library: Path, stories: Path) -> None:
    """The refusal stands, so that it is not counted as gone."""
    for name in ("a.txt", "b.txt"):
        (stories / name).unlink()
    with pytest.raises(RemovalsRefused):
        update(library, PLAIN)
    receipt = update(library, replace(PLAIN, dry_run=True))
    assert receipt.refused and receipt.mended == 0


def test_a_refusal_for_another_reason_has_its_own_report(library: Path, stories: Path) -> None:
    """So has a rebuild."""
    (stories / "a.txt").unlink()
    with pytest.raises(RemovalsRefused):
        update(library, PLAIN)
    (stories / "b.txt").unlink()
    with pytest.raises(RemovalsRefused):
        rebuild(library, RebuildOptions(workers=0, speech=False))
    assert [read_report(library, number).run for number in (2, 3)] == ["update", "rebuild"]
    assert all(read_report(library, number).refused for number in (2, 3))


def test_an_index_run_may_be_refused_as_well(library: Path, stories: Path) -> None:
    """Where its files hold other stories than before."""
    for title in "abc":
        other = " ".join(f"{title}{word} {number}" for number in range(40) for word in ("bird", "flew", "south"))
        (stories / f"{title}.txt").write_text(f"Title: Other {title}\nAuthor: Bo Other\n\n\n{other}.\n")
    with pytest.raises(RemovalsRefused):
        build(library, [stories], workers=0, speech=False)
    report = read_report(library)
    assert (report.run, report.works) == ("index", 4) and report.refused


def test_a_run_that_opens_nothing_says_the_same(library: Path, stories: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What failed before, what is searched still, what is left out by name, and what there is to note."""
    # Files of a test are always young; young files are looked at again.
    monkeypatch.setattr(import_module("fabula.index.run.next_catalogue"), "is_settled", lambda *moments: True)
    (stories / "a.txt").write_bytes(b"\x00\x01\x02\x03" * 1000)
    (stories / "cover.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (stories / "B.txt").write_text(STORY.format("B"))
    update(library, PLAIN)
    short = update(library, PLAIN)
    assert "reading" not in short.phases and short.is_idle
    assert [(file.path, file.again, file.kept) for file in short.failures] == [
        ("a.txt", True, 1),
        ("broken.epub", True, 0),
    ]
    assert [file.pattern for file in short.skipped if file.path == "cover.jpg"] == ["cover.jpg"]
    assert short.warnings and all(warning.again for warning in short.warnings)
    monkeypatch.setattr(import_module("fabula.index.run.run"), "reuse_receipt", lambda *_: None)
    through = update(library, PLAIN)
    assert "reading" in through.phases
    times = {"seconds": 0.0, "phases": {}, "processor": ProcessorTime(), "started": ""}
    assert replace(through, **times) == replace(short, **times)

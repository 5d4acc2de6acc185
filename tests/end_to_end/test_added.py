"""A work keeps the day on which it came into its library, and can be found and sorted by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fabula.index import (
    RebuildOptions,
    UpdateOptions,
    Work,
    add_works,
    build,
    kept_generations,
    rebuild,
    restore,
    update,
)
from fabula.index.account import phases
from fabula.index.transfer import import_works, write_works
from fabula.index.transfer.export_archive import export_archive
from fabula.index.transfer.import_archive import import_archive
from fabula.search import Library, SearchOptions, Sort


class Clock(datetime):
    """Runs begin a day after one another."""

    day = datetime(2024, 2, 27, 12, tzinfo=UTC)

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        cls.day += timedelta(days=1)
        return cls.day


@pytest.fixture
def stories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(phases, "datetime", Clock)
    monkeypatch.setattr(Clock, "day", Clock.day)
    folder = tmp_path / "stories"
    folder.mkdir()
    return folder


def _write(stories: Path, name: str, text: str) -> None:
    (stories / f"{name}.txt").write_text(f"{name}\nby Ann Lee\n\n{text}\n", encoding="utf-8")


def _days(library: Path) -> dict[str, str]:
    with Library.open(library) as opened:
        return {work.title: work.added[:10] for work in opened.works()}


FERRY = "The ferryman lit the lamp, looked over the grey river, and waited for whoever would come that night."
ORCHARD = "Nobody had pruned the apple trees since the war, and the crates stood empty under the old lamp."
EXPECTED = {"Ferry": "2024-02-28", "Orchard": "2024-02-29"}


@pytest.fixture
def library(tmp_path: Path, stories: Path) -> Path:
    """Two works that came one day after the other."""
    folder = tmp_path / "library"
    _write(stories, "Ferry", FERRY)
    build(folder, [stories])
    _write(stories, "Orchard", ORCHARD)
    update(folder)
    assert _days(folder) == EXPECTED
    return folder


def test_a_change_keeps_it(library: Path, stories: Path) -> None:
    """A new text in the same file is the same work."""
    _write(stories, "Ferry", FERRY + " Then the bell rang twice.")
    assert update(library).updated == 1
    assert _days(library) == EXPECTED


def test_a_new_name_keeps_it(library: Path, stories: Path) -> None:
    """A file that is moved, and one that is changed in the same run."""
    (stories / "old").mkdir()
    (stories / "Ferry.txt").rename(stories / "old" / "boat.txt")
    _write(stories, "Orchard", ORCHARD + " It was dark.")
    assert update(library).added == 0
    assert _days(library) == EXPECTED


def test_a_rebuild_keeps_it(library: Path) -> None:
    """Also the one after it, and going back to the commit before."""
    for _ in range(2):
        rebuild(library, RebuildOptions(keep=1))
        assert _days(library) == EXPECTED
    restore(library, kept_generations(library)[0].generation)
    assert _days(library) == EXPECTED


def test_an_export_keeps_it(library: Path, tmp_path: Path) -> None:
    """As lines in another library, and as an archive of the whole."""
    write_works(library, tmp_path / "works.jsonl")
    import_works(tmp_path / "lines", tmp_path / "works.jsonl")
    assert _days(tmp_path / "lines") == EXPECTED
    export_archive(library, tmp_path / "library.tar")
    import_archive(tmp_path / "archive", tmp_path / "library.tar")
    assert _days(tmp_path / "archive") == EXPECTED


def test_a_work_that_is_removed_and_comes_back_is_new(library: Path, stories: Path) -> None:
    """Nothing of it was in the library meanwhile."""
    (stories / "Ferry.txt").unlink()
    update(library, UpdateOptions(allow_removals=True))
    _write(stories, "Ferry", FERRY)
    update(library)
    assert _days(library)["Ferry"] > "2024-02-29"


@pytest.fixture
def with_unknown(library: Path, make_work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The two works, and one that came with a version that did not keep the day."""
    with monkeypatch.context() as context:
        context.setattr("fabula.index.codec.records._OPTIONAL_WORK_FIELDS", ())
        add_works(library, [make_work("The lamp went out.", title="Abbey")])
    return library


@pytest.mark.parametrize(
    ("condition", "titles"),
    [
        ("2024-02-29", ["Orchard"]),
        (">2024-02-29", ["Orchard"]),
        ("2024-02..", ["Ferry", "Orchard"]),
        ("..2024-02-28", ["Ferry"]),
        ("<=2030", ["Ferry", "Orchard"]),
        ("2025..", []),
    ],
)
def test_works_are_found_by_the_day(with_unknown: Path, condition: str, titles: list[str]) -> None:
    """In the query and as a filter; one that is not known is in no range, and excluded by none."""
    with Library.open(with_unknown) as library:
        typed = library.search(f"lamp added:{condition}")
        chosen = library.search("lamp", SearchOptions(filters={"added": condition}))
        others = library.search("lamp", SearchOptions(exclude={"added": condition}))
    assert sorted(hit.work.title for hit in typed) == sorted(hit.work.title for hit in chosen) == titles
    assert {hit.work.title for hit in others} == {"Abbey", "Ferry", "Orchard"} - set(titles)


def test_the_latest_come_first(with_unknown: Path) -> None:
    """And last those of which it is not known; JSON has "" for them."""
    with Library.open(with_unknown) as library:
        hits = library.search("lamp", SearchOptions(sort=Sort.ADDED)).hits
    assert [(hit.work.title, hit.work.added[:10]) for hit in hits] == [
        ("Orchard", "2024-02-29"),
        ("Ferry", "2024-02-28"),
        ("Abbey", ""),
    ]

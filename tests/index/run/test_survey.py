"""A survey lists the files of all sources in order, and tells a source that cannot be seen from an empty one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from fabula.index import Progress, Skipped, WarningKind
from fabula.index.library.settings import Settings, SourceSetting
from fabula.index.library.sources import LibrarySource, sources_of
from fabula.index.run.survey import Survey, survey


@pytest.fixture
def sources(tmp_path: Path) -> list[LibrarySource]:
    for name in ("a/1.txt", "a/.hidden", "b/2.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Nobody came.")
    settings = [SourceSetting(str(tmp_path / name)) for name in ("a", "b", "none")]
    return sources_of(tmp_path, Settings(sources=tuple(settings)))


def run(sources: list[LibrarySource], **counts: int) -> Survey:
    by_path = Counter({source.display_path: counts.get(source.location.name, 0) for source in sources})
    return survey(sources, by_path, lambda progress: None)


def test_files_come_in_order_with_keys(sources: list[LibrarySource], tmp_path: Path) -> None:
    """Each with its path key; a task with its fingerprint; progress counts them."""
    seen: list[Progress] = []
    result = survey(sources, Counter(), seen.append)
    assert [file.key for file in result.files] == [
        f"{tmp_path}/a/.hidden",
        f"{tmp_path}/a/1.txt",
        f"{tmp_path}/b/2.txt",
    ]
    assert [isinstance(file.task, Skipped) for file in result.files] == [True, False, False]
    assert [file.fingerprint is None for file in result.files] == [True, False, False]
    assert seen[-1].done == 3 and {progress.phase for progress in seen} == {"looking"}


def test_missing_and_emptied_sources_are_unseen(sources: list[LibrarySource], tmp_path: Path) -> None:
    """A folder without stories is empty if the library has none from it, else a drive that is not mounted."""
    (tmp_path / "b" / "2.txt").unlink()
    assert run(sources).unseen == {f"{tmp_path}/none": "is not there"}
    result = run(sources, b=3, none=1)
    assert list(result.unseen) == [f"{tmp_path}/b", f"{tmp_path}/none"]
    warnings = result.warnings({f"{tmp_path}/b": 3, f"{tmp_path}/none": 1})
    assert [warning.path for warning in warnings] == [f"{tmp_path}/b", f"{tmp_path}/none"]
    assert {warning.kind for warning in warnings} == {WarningKind.SOURCE_UNSEEN}
    assert list(map(str, warnings)) == [
        f"The source {tmp_path}/b has nothing in it that could be read: 3 works from it stayed."
        f" Bring it back and run fabula update, or give it up with fabula remove {tmp_path}/b.",
        f"The source {tmp_path}/none is not there: 1 work from it stayed."
        f" Bring it back and run fabula update, or give it up with fabula remove {tmp_path}/none.",
    ]


def test_warnings_of_collisions_are_bounded() -> None:
    """Twenty pairs are named, the rest counted."""
    warnings = [
        str(warning) for warning in Survey([], {}, [(f"/{n}/a", f"/{n}/A") for n in range(23)], set()).warnings({})
    ]
    assert len(warnings) == 21 and warnings[0].startswith("/0/a and /0/A differ only by case")
    assert warnings[-1] == "3 more pairs of names differ only by case or by the form of accents."

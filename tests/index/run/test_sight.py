"""What a run can see decides what a missing file means."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.index import build
from fabula.index.files.drives import DriveFinder
from fabula.index.library.settings import read_settings
from fabula.index.library.sources import sources_of
from fabula.index.run.sight import Sight, look
from fabula.index.store.opening import open_store

STORY = "Title: Tale {0}\nAuthor: Ann\n\n\nThe bell of tale {0} rang at noon, and nobody came.\n"


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two sources with a story in each of two folders; in the first, `a` was a drive."""
    for name in ("one/a", "one/b", "two/a", "two/b"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "tale.txt").write_text(STORY.format(name))
    with monkeypatch.context() as patch:
        patch.setattr(DriveFinder, "look_at", lambda finder, source: finder.found.add(f"{tmp_path}/one/a"))
        build(tmp_path / "library", [tmp_path / "one", tmp_path / "two"], workers=0, speech=False)
    return tmp_path / "library"


def sight(library: Path, surveyed: int = 2, *, keeps_drives: bool = True) -> Sight:
    roots = sources_of(library, read_settings(library))
    works = open_store(library).works()
    others = roots[surveyed:]
    return look(library, works, roots[:surveyed], others, lambda progress: None, keeps_drives=keeps_drives)


def test_a_missing_file_was_deleted_where_all_can_be_seen(tmp_path: Path, library: Path) -> None:
    """Not in a source that is not looked at, on a drive that is away, or in an empty folder."""
    (tmp_path / "one" / "b" / "tale.txt").rename(tmp_path / "one" / "tale.txt")
    seen = sight(library, 1)
    assert dict(seen.counts) == {f"{tmp_path}/one": 2, f"{tmp_path}/two": 2}
    keys = [f"{tmp_path}/{name}/gone.txt" for name in ("one", "one/a", "one/b", "two/a")]
    assert [seen.is_surveyed(key) for key in keys] == [True, True, True, False]
    assert [seen.is_absent(key) for key in keys] == [False, True, True, False]
    assert [seen.is_open(key) for key in keys] == [True, False, True, False]
    assert not sight(library, keeps_drives=False).is_absent(keys[1])
    (tmp_path / "two").rename(tmp_path / "away")
    assert sight(library, 1).is_absent(keys[3]) and sight(library).is_absent(keys[3])


def test_the_next_run_knows_when_sources_were_seen(tmp_path: Path, library: Path) -> None:
    """Those of this run now, the others when they were; drives as long as works of them are missing."""
    times = sight(library, 1).source_times("now")
    assert times[f"{tmp_path}/one"] == "now" and times[f"{tmp_path}/two"] not in ("", "now")
    works = list(open_store(library).works().values())
    assert sight(library).drives_to_remember(works) == [f"{tmp_path}/one/a"]
    assert sight(library).drives_to_remember([]) == []

"""The sources of a library, and which works come from each."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from fabula.index import Work
from fabula.index.library.settings import SourceSetting
from fabula.index.library.sources import LibrarySource, count_by_source
from fabula.index.records.work_record import key_of, make_record


def innermost(key: str, paths: Iterable[str]) -> str:
    around = [path for path in paths if key == path or key.startswith((f"{path}/", f"{path}!/"))]
    return max(around, key=len, default="")


def test_works_count_for_the_innermost_source(make_work: Callable[..., Work]) -> None:
    """Oracle: the longest path of a source that the work's begins with. Sources within sources, files and archives that
    are sources themselves, and works of none."""
    rng = random.Random(7)
    plain = make_record(make_work(), "1", ())
    roots = ("/s", "/t", "/", "/u")
    places = ["/s", "/s/a", "/s/a/b", "/s/a/b.zip", "/s/c.txt", "/t"]
    paths = ["c.txt", "a/b/d.txt", "a/b.zip!/b/d.txt", "a/b.zip", "a/x.txt", "a", "b"]
    for _ in range(40):
        sources = [
            LibrarySource(SourceSetting(place), Path(place), place) for place in rng.sample(places, rng.randrange(1, 6))
        ]
        records = [
            replace(plain, source=rng.choice(roots), path=rng.choice(paths), imported=rng.random() < 0.1)
            for _ in range(12)
        ]
        names = {source.display_path for source in sources}
        assert count_by_source(records, sources) == {
            name: sum(record.has_file and innermost(key_of(record), names) == name for record in records)
            for name in names
        }

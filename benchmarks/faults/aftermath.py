"""Checks that must hold for a library after any fault."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from fabula.index import check
from fabula.index.codec.toc import generations
from fabula.index.errors import LibraryMissing
from fabula.index.folder_names import INDEX
from fabula.index.store.garbage import needed_files
from fabula.index.store.opening import open_store
from fabula.search import Library
from .stories import sentence, stories_in

__all__ = ["left_over", "mismatch", "state_of"]

# The only files that a library may hold when nobody writes.
_EXPECTED_FILES = re.compile(
    r"fabula\.json|library\.toml|catalogue|index/(write\.lock|_MAIN_\d+\.toc|MAIN_[0-9a-f]+\.(seg|copies|speech))"
    r"|reports/(\d+\.json\.gz|idle|problems|growth|retired)"
)
# The checkpoint of an interrupted rebuild, which the next one resumes from.
_CHECKPOINT_FILES = re.compile(r"index/rebuild\.(toc|catalogue)")


def state_of(library: Path) -> dict[int, int]:
    """Story -> version, each complete; the first five are also found by a search. {} if there is no library.

    Raises AssertionError if a story is incomplete or not found, or if the library is damaged.
    """
    try:
        store = open_store(library)
    except LibraryMissing:
        return {}
    versions = stories_in(store)
    with Library.open(library) as opened:
        for number, version in list(versions.items())[:5]:
            assert opened.search(f'"{sentence(number, version)}"').total >= 0
            hits = opened.search(f"t{number}v{version}s0of*").hits
            assert {hit.work.title for hit in hits} >= {f"Story {number}"}, f"story {number} is not found"
    report = check(library)
    assert report.whole, f"the library is damaged: {report.damage[0]}"
    return versions


def mismatch(versions: dict[int, int], allowed: Sequence[dict[int, int]]) -> str:
    """ "" if `versions` is one of the allowed states, else the difference to the nearest of them."""
    if versions in allowed:
        return ""
    nearest = min(allowed, key=lambda state: len(state.items() ^ versions.items()))
    missing, extra = sorted(nearest.items() - versions.items()), sorted(versions.items() - nearest.items())
    return f"the library holds no committed state: compared with the nearest it lacks {missing} and has {extra}"


def left_over(library: Path, *, unfinished: bool = False) -> list[str]:
    """Names of files that nothing needs. With `unfinished`, the checkpoint of a rebuild is needed."""
    names = [path.relative_to(library).as_posix() for path in library.rglob("*") if path.is_file()]
    unexpected = [
        name
        for name in names
        if not (_EXPECTED_FILES.fullmatch(name) or (unfinished and _CHECKPOINT_FILES.fullmatch(name)))
    ]
    files = library / INDEX
    needed = needed_files(files, generations(files)[-1])
    return unexpected + sorted({path.name for path in files.iterdir()} - needed)

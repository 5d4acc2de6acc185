"""What must hold of a library after whatever happened to it."""

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

__all__ = ["left_over", "state_of", "unlike"]

# All that a library may hold when nobody writes.
_KEPT = re.compile(
    r"fabula\.json|library\.toml|catalogue|index/(write\.lock|_MAIN_\d+\.toc|MAIN_[0-9a-f]+\.(seg|copies|speech))"
    r"|reports/\d+\.json\.gz"
)
# What a rebuild has finished, and may go on from.
_FINISHED = re.compile(r"index/rebuild\.(toc|catalogue)")


def state_of(library: Path) -> dict[int, int]:
    """The stories in the library and their versions, each whole and found by a search for its own phrase.

    Raises AssertionError if one is not, or if the library is not whole. No library holds no stories.
    """
    try:
        store = open_store(library)
    except LibraryMissing:
        return {}
    found = stories_in(store)
    with Library.open(library) as opened:
        for number, version in list(found.items())[:5]:
            assert opened.search(f'"{sentence(number, version)}"').total >= 0
            hits = opened.search(f"t{number}v{version}s0of*").hits
            assert {hit.work.title for hit in hits} >= {f"Story {number}"}, f"story {number} is not found"
    report = check(library)
    assert report.whole, f"the library is damaged: {report.damage[0]}"
    return found


def unlike(found: dict[int, int], allowed: Sequence[dict[int, int]]) -> str:
    """ "" if `found` is one of the allowed states, else what is wrong with it."""
    if found in allowed:
        return ""
    near = min(allowed, key=lambda state: len(state.items() ^ found.items()))
    lost, more = sorted(near.items() - found.items()), sorted(found.items() - near.items())
    return f"the library holds no committed state: beside the nearest it lacks {lost} and has {more}"


def left_over(library: Path, *, unfinished: bool = False) -> list[str]:
    """Files that nobody needs; what an `unfinished` rebuild has finished is needed."""
    names = [path.relative_to(library).as_posix() for path in library.rglob("*") if path.is_file()]
    strange = [name for name in names if not (_KEPT.fullmatch(name) or (unfinished and _FINISHED.fullmatch(name)))]
    files = library / INDEX
    needed = needed_files(files, generations(files)[-1])
    return strange + sorted({path.name for path in files.iterdir()} - needed)

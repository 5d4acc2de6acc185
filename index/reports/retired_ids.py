"""The ids of works that are gone, so that a story that comes later under the same name is not taken for one of them.

A link leads to the story that it was made for, or to none. A story that comes back has its id again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from fabula.index.errors import FabulaError, LibraryDamaged
from fabula.index.folder_names import REPORTS, RETIRED_IDS
from fabula.index.identity.ids import own_name, stem_of, text_hash
from fabula.index.model import Scene, Work, WorkRecord, story_scenes
from fabula.index.shapes import Each, Fields, Row, Table, Text
from .packed_json import keep_packed, read_packed

_KIND = "retired ids"
# The earliest are forgotten. So many take some 3 MB.
_MAX_IDS = 50_000
# So many of a work are enough to know it by half of them.
_MAX_SCENES = 16
_SHAPE = Fields({"ids": Table(Row((Text(), Text(), Each(Text()))))})


class RetiredWork(NamedTuple):
    """What is known of a work that is gone.

    digest  of its file; "" if unknown.
    scenes  hashes of the words of its first scenes. Notes do not count: the same head stands above many stories.
    """

    digest: str
    title: str
    scenes: tuple[str, ...]

    def is_again(self, work: Work, scenes: frozenset[str]) -> bool:
        """True if `work`, with these first scenes, is this one: for its bytes, or its title and half of its scenes.

        The title is enough for a work with an address or identifier.
        """
        if self.digest and self.digest == work.digest:
            return True
        common = len(scenes.intersection(self.scenes))
        agrees = common > 0 and 2 * common >= min(len(scenes), len({*self.scenes}))
        return self.title == work.title and (agrees or own_name(work).startswith(("address", "identifier")))


class RetiredIds:
    """The works that are gone, by the ids that they had."""

    def __init__(self, works: Mapping[str, RetiredWork] | None = None) -> None:
        self.works = works or {}
        self._by_stem: dict[str, list[str]] = {}
        for identity in self.works:
            self._by_stem.setdefault(stem_of(identity), []).append(identity)

    def ids_again(self, stem: str, work: Work, scenes: Iterable[Scene]) -> Iterator[str]:
        """The ids that `work` had, if it is one of those that are gone. `stem`: of the id that it would have."""
        if stem in self._by_stem:
            hashes = frozenset(_first_hashes(scenes))
            for identity in self._by_stem[stem]:
                if self.works[identity].is_again(work, hashes):
                    yield identity


def _first_hashes(scenes: Iterable[Scene]) -> tuple[str, ...]:
    return tuple(text_hash(scene.id) for scene in story_scenes(scenes)[:_MAX_SCENES])


def read_retired(folder: Path) -> dict[str, RetiredWork]:
    """Those of the library in `folder`, by id; none if the file is missing. Raises LibraryDamaged."""
    try:
        plain = read_packed(folder / REPORTS / RETIRED_IDS, _KIND, _SHAPE)
    except FileNotFoundError:
        return {}
    return {
        identity: RetiredWork(digest, title, tuple(scenes))
        for identity, (digest, title, scenes) in plain["ids"].items()
    }


def read_retired_if_whole(folder: Path) -> dict[str, RetiredWork]:
    """As `read_retired`; none if the file is damaged."""
    try:
        return read_retired(folder)
    except LibraryDamaged:
        return {}


def retire(
    retired: Mapping[str, RetiredWork],
    before: Mapping[str, WorkRecord],
    after: Mapping[str, WorkRecord],
    scenes_before: Callable[[str], Sequence[Scene]],
) -> dict[str, RetiredWork]:
    """The retired ids after a run; `before` and `after` are the works of the library."""
    result = {identity: work for identity, work in retired.items() if identity not in after}
    for identity, record in before.items():
        if identity not in after:
            try:
                scenes = scenes_before(identity)
            except FabulaError:
                # Its text is damaged.
                scenes = ()
            result[identity] = RetiredWork(record.digest, record.title, _first_hashes(scenes))
    return dict(islice(result.items(), max(0, len(result) - _MAX_IDS), None))


@contextmanager
def retiring(
    folder: Path,
    retired: Mapping[str, RetiredWork],
    before: Mapping[str, WorkRecord],
    after: Mapping[str, WorkRecord],
    scenes_before: Callable[[str], Sequence[Scene]],
) -> Iterator[None]:
    """Keep the retired ids if the commit in this block succeeds; parameters as for `retire` and `write_retired`.

    The scenes are read before it: the store has those of works that are gone only until then.
    """
    result = retire(retired, before, after, scenes_before)
    yield
    if result != retired:
        write_retired(folder, result)


def write_retired(folder: Path, retired: Mapping[str, RetiredWork]) -> None:
    """Keep them in the library in `folder`. The caller holds its lock. Raises LibraryFull."""
    keep_packed(folder, RETIRED_IDS, _KIND, {"ids": retired})

"""Works by the path keys of their files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from fabula.index.files.paths import paths_with_start
from fabula.index.model import WorkRecord
from .work_record import key_of


class WorksByKey:
    """by_key  the works of each file, by its whole path key: the same file may have been named from another folder."""

    def __init__(self, works: Mapping[str, WorkRecord]) -> None:
        self.by_key: dict[str, list[WorkRecord]] = {}
        for record in in_id_order(works.values()):
            # The path of an imported work is that of a file elsewhere.
            if not record.imported:
                self.by_key.setdefault(key_of(record), []).append(record)
        self._sorted_keys = sorted(self.by_key)

    def within(self, key: str) -> Iterator[str]:
        """The keys of works that are `key` or lie in it, be it a file, an archive or a folder."""
        if key in self.by_key:
            yield key
        for start in (f"{key}!/", f"{key.rstrip('/')}/"):
            yield from paths_with_start(self._sorted_keys, start)

    def has_within(self, key: str) -> bool:
        """True if a work is `key` or lies in it."""
        return next(self.within(key), None) is not None

    def count_within(self, key: str) -> int:
        """The number of works that are `key` or lie in it."""
        return sum(len(self.by_key[inner]) for inner in self.within(key))


def in_id_order(works: Iterable[WorkRecord]) -> list[WorkRecord]:
    """The first of several works with one identity first."""
    return sorted(works, key=lambda record: (len(record.id), record.id))

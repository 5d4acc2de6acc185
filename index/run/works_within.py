"""How many works lie in a file, an archive or a folder."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable

from fabula.index.model import WorkRecord
from .work_record import key_of


class WorksWithin:
    """Counts `works` by the path keys of their files."""

    def __init__(self, works: Iterable[WorkRecord]) -> None:
        self._counts = Counter(key_of(work) for work in works if work.source)
        self._keys = sorted(self._counts)

    def count(self, key: str) -> int:
        """The works of the file at `key`, and of all files in it."""
        total = self._counts[key]
        for prefix in (f"{key}!/", f"{key.rstrip('/')}/"):
            for index in range(bisect_left(self._keys, prefix), len(self._keys)):
                if not self._keys[index].startswith(prefix):
                    break
                total += self._counts[self._keys[index]]
        return total

"""What the last look at each source found wrong, so that a run can tell what is new from what is as it was.

A problem is known by a hash of its file, its kind and its reason. They are kept in a file of their own: the catalogue
is void after a restore, and reports are deleted, or are of runs that looked at no source.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Self

from fabula.index.errors import LibraryDamaged
from fabula.index.folder_names import PROBLEMS, REPORTS
from fabula.index.hashing import hash_pair
from fabula.index.shapes import Each, Fields, Pattern, Table
from .packed_json import keep_packed, read_packed

_KIND = "known problems"
# So many of one source are known; others are new in each run. Nobody reads a million lines.
_MAX_PROBLEMS = 200_000
_HASH = "016x"
_SHAPE = Fields({"sources": Table(Each(Pattern("[0-9a-f]{16}"), most=_MAX_PROBLEMS))})
# In place of a source; the paths of sources are absolute.
REFUSAL = "refusal"


def problem_hash(*parts: str) -> int:
    """64 bits that name a problem with these parts."""
    return hash_pair("\0".join(parts).encode("utf-8", "surrogatepass"))[0]


class KnownProblems:
    """The hashes of the problems of each source, by its path; "" has those that are of no source."""

    def __init__(self, by_source: Mapping[str, Collection[int]] | None = None) -> None:
        self._by_source = {source: frozenset(hashes) for source, hashes in (by_source or {}).items() if hashes}
        self._all = frozenset().union(*self._by_source.values())

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Those of the library in `folder`; none if the file is missing. Raises LibraryDamaged."""
        try:
            plain = read_packed(folder / REPORTS / PROBLEMS, _KIND, _SHAPE)
        except FileNotFoundError:
            return cls()
        return cls({source: [int(digits, 16) for digits in hashes] for source, hashes in plain["sources"].items()})

    @classmethod
    def read_if_whole(cls, folder: Path) -> Self:
        """As `read`; none if the file is damaged, so that all problems are new once."""
        try:
            return cls.read(folder)
        except LibraryDamaged:
            return cls()

    def __contains__(self, problem: int) -> bool:
        return problem in self._all

    def of(self, source: str) -> frozenset[int]:
        return self._by_source.get(source, frozenset())

    @property
    def refusals(self) -> frozenset[int]:
        """Why the last run was refused, if it was."""
        return self.of(REFUSAL)

    def with_refusal(self, message: str) -> KnownProblems:
        """These, after a run that was refused with this message."""
        return KnownProblems({**self._by_source, REFUSAL: {problem_hash(message)}})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KnownProblems) and self._by_source == other._by_source

    def write(self, folder: Path) -> None:
        """Keep them in the library in `folder`. The caller holds its lock. Raises LibraryFull."""
        plain = {
            source: [format(problem, _HASH) for problem in sorted(hashes)[:_MAX_PROBLEMS]]
            for source, hashes in self._by_source.items()
        }
        keep_packed(folder, PROBLEMS, _KIND, {"sources": plain})

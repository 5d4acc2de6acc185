"""What a check of one file gathers on its way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np

from fabula.index.errors import LibraryError

from .report import Damage

__all__ = ["NONSENSE", "Findings"]

# Of one kind in one section so many are told; a file of zeros has thousands.
_MOST = 5
_MOST_WORKS = 20
# What reading makes of bytes that pass their checksums and make no sense.
NONSENSE = (IndexError, ValueError, OverflowError, KeyError, TypeError, MemoryError, RecursionError)


@dataclass
class Findings:
    """The damage of one file, and what was counted in it."""

    file: str
    damage: list[Damage] = field(default_factory=list)
    works: int = 0
    scenes: int = 0
    terms: int = 0
    positions: int = 0
    phrases: int = 0

    def add(self, section: str, problem: str, works: Iterable[str] = ()) -> None:
        if sum(one.section == section for one in self.damage) < _MOST:
            self.damage.append(Damage(self.file, section, problem, tuple(dict.fromkeys(works))[:_MOST_WORKS]))

    def require(self, holds: bool | np.bool_, section: str, problem: str) -> bool:
        if not holds:
            self.add(section, problem)
        return bool(holds)

    @contextmanager
    def reading(self, section: str) -> Iterator[None]:
        """What fails while `section` is read is damage of it."""
        try:
            yield
        except LibraryError as error:
            self.add(section, str(error))
        except NONSENSE as error:
            self.add(section, f"it makes no sense ({type(error).__name__}: {error})")

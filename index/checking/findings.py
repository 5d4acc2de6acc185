"""The damage of one file, gathered while it is checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np

from fabula.index.errors import LibraryError
from .report import Damage

# The part that the error names if the budget of an answer ends a check (index/budget.py).
CHECKING = "the check of the library"
# Reported in one section; a file of zeros has thousands.
_MAX_DAMAGES = 5
_MAX_WORKS = 20
# Raised while bytes are read that pass their checksums and make no sense.
MALFORMED_DATA_ERRORS = (IndexError, ValueError, OverflowError, KeyError, TypeError, MemoryError, RecursionError)


@dataclass
class Findings:
    """The damage of one file, and the counts of its contents."""

    file: str
    damage: list[Damage] = field(default_factory=list)
    terms: int = 0
    positions: int = 0
    phrases: int = 0

    def add(self, section: str, problem: str, works: Iterable[str] = ()) -> None:
        if sum(damage.section == section for damage in self.damage) < _MAX_DAMAGES:
            self.damage.append(Damage(self.file, section, problem, tuple(dict.fromkeys(works))[:_MAX_WORKS]))

    def require(self, condition: bool | np.bool_, section: str, problem: str) -> bool:
        """Add the problem unless the condition holds; returns the condition."""
        if not condition:
            self.add(section, problem)
        return bool(condition)

    @contextmanager
    def reading(self, section: str) -> Iterator[None]:
        """A block in which every error is damage of `section`."""
        try:
            yield
        except LibraryError as error:
            self.add(section, str(error))
        except MALFORMED_DATA_ERRORS as error:
            self.add(section, f"it makes no sense ({type(error).__name__}: {error})")

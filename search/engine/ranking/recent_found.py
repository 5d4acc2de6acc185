"""Keeps what was found for first pages, so that the second page of an answer needs no search of its own."""

from __future__ import annotations

from collections import deque
from threading import Lock
from typing import NamedTuple

from fabula.search.plan import Plan
from fabula.search.results import FacetCount
from .ranking import Found

Facets = dict[str, tuple[FacetCount, ...]]

_MOST = 4
# Of each. 16,000 scenes of a phrase take 400 KB; what takes more is found again.
_MAX_BYTES = 4 << 20


class _Recent(NamedTuple):
    plan: Plan
    names: tuple[str, ...]
    found: Found
    facets: Facets


class RecentFound:
    """The latest of what was found that has further pages. May be shared by threads."""

    def __init__(self) -> None:
        self._recent: deque[_Recent] = deque(maxlen=_MOST)
        self._lock = Lock()

    def keep(self, plan: Plan, names: tuple[str, ...], found: Found, facets: Facets) -> None:
        """Keep what was found for `plan` with the facets of these names, if it is small. Takes 2 µs a segment."""
        if found.nbytes <= _MAX_BYTES:
            with self._lock:
                self._recent.append(_Recent(plan, names, found, facets))

    def take(self, plan: Plan, names: tuple[str, ...]) -> tuple[Found, Facets] | None:
        """What was found, for one who has it alone from now on: evaluations are not shared by threads."""
        with self._lock:
            for recent in reversed(self._recent):
                if recent.names == names and recent.plan == plan:
                    self._recent.remove(recent)
                    return recent.found, recent.facets
        return None

"""A budget that ends at a check and not at a time, so that tests can end an answer at any of its instants."""

from __future__ import annotations

from fabula.index.budget import Budget
from fabula.index.errors import QueryAbandoned, QueryTooDear

SECONDS = 60.0


class EndsAtCheck(Budget):
    """The time of which is over, or whose client has gone, at the n-th check and at all after it.

    checks  how many there were.
    """

    def __init__(self, number: int, *, is_abandoned: bool = False) -> None:
        super().__init__(SECONDS)
        self.number = number
        self.checks = 0
        self._ends_abandoned = is_abandoned

    def narrowed(self, seconds: float | None) -> Budget:
        return self

    def check(self, part: object = None) -> None:
        if part is not None:
            self._part = part
        self.checks += 1
        if self.checks > self.number:
            raise QueryAbandoned("gone") if self._ends_abandoned else QueryTooDear.out_of_time(self._part, SECONDS)

"""How often a client may ask."""

from __future__ import annotations

import re
from typing import NamedTuple, Self

_SECONDS = {"second": 1, "minute": 60, "hour": 3_600}
_MOST = 1_000_000


class Rate(NamedTuple):
    """So many requests in so many seconds."""

    requests: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """The rate as a person writes it. Raises ValueError.

        >>> Rate.parse("120/minute")
        Rate(requests=120, seconds=60)
        """
        match = re.fullmatch(r"([0-9]{1,7})\s*/\s*(second|minute|hour)", text.strip(), re.ASCII)
        if match is None or not 0 < int(match[1]) <= _MOST:
            raise ValueError(f"{text!r} is not a rate; write it like 120/minute (or second, or hour).")
        return cls(int(match[1]), _SECONDS[match[2]])

    @property
    def each_second(self) -> float:
        return self.requests / self.seconds

    def __str__(self) -> str:
        """As `parse` takes it."""
        return f"{self.requests}/{next(name for name, seconds in _SECONDS.items() if seconds == self.seconds)}"

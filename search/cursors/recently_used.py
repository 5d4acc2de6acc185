"""Keeps what was used lately: for so long, so many, and so many bytes."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from threading import Lock
from typing import Generic, NamedTuple, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Limits(NamedTuple):
    """How much is kept: for `seconds` after its last use, `most` of them, and `most_bytes` in all."""

    seconds: float
    most: int
    most_bytes: int


class RecentlyUsed(Generic[Key, Value]):
    """Values by key. Those used longest ago go first, but never the last one used. May be shared by threads."""

    def __init__(
        self, limits: Limits, size_of: Callable[[Collection[Value]], int], clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`size_of` says how many bytes some values take together."""
        self._limits, self._size_of, self._clock = limits, size_of, clock
        self._lock = Lock()
        self._values: OrderedDict[Key, tuple[Value, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._values)

    def put(self, key: Key, value: Value) -> None:
        """Keep a value, which is used now."""
        with self._lock:
            self._values[key] = value, self._clock()
            self._values.move_to_end(key)

    def use(self, key: Key) -> Value | None:
        """The value of `key`, which is used now; None if it is not kept any more."""
        with self._lock:
            kept = self._values.pop(key, None)
            if kept is None or kept[1] + self._limits.seconds < self._clock():
                return None
            self._values[key] = kept[0], self._clock()
            return kept[0]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values.clear()

    def values(self) -> list[Value]:
        """All that is kept, the one used longest ago first."""
        with self._lock:
            return [value for value, _ in self._values.values()]

    def items(self) -> list[tuple[Key, Value]]:
        """All that is kept, the one used longest ago first."""
        with self._lock:
            return [(key, value) for key, (value, _) in self._values.items()]

    def let_go(self) -> bool:
        """Forget what is too old or too much; True if there was anything."""
        with self._lock:
            before = len(self._values)
            oldest = self._clock() - self._limits.seconds
            while self._values and next(iter(self._values.values()))[1] < oldest:
                self._values.popitem(last=False)
            while len(self._values) > self._limits.most:
                self._values.popitem(last=False)
            while len(self._values) > 1 and self._total() > self._limits.most_bytes:
                self._values.popitem(last=False)
            return len(self._values) < before

    def _total(self) -> int:
        return self._size_of([value for value, _ in self._values.values()])

"""Arrays that take time to make, kept within a budget."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from numpy.typing import NDArray

__all__ = ["ArrayCache"]


class ArrayCache:
    """Arrays by key, the least lately used dropped beyond a budget of bytes. May be shared by threads."""

    def __init__(self, budget: int, takable: int = 0) -> None:
        """Of `budget` up to `takable` bytes may be taken for arrays that are kept elsewhere."""
        self._budget = budget
        self._takable = takable
        self._size = 0
        self._arrays: OrderedDict[Hashable, NDArray[Any]] = OrderedDict()
        self._lock = Lock()

    def take(self, size: int) -> bool:
        """True if `size` bytes could be taken of the budget, for good. Who comes first gets them."""
        with self._lock:
            if size > self._takable:
                return False
            self._takable -= size
            self._budget -= size
            self._shrink()
            return True

    def _shrink(self) -> None:
        while self._size > self._budget:
            self._size -= self._arrays.popitem(last=False)[1].nbytes

    def peek(self, key: Hashable) -> NDArray[Any] | None:
        """The array of `key`, if it is there."""
        with self._lock:
            found = self._arrays.get(key)
            if found is not None:
                self._arrays.move_to_end(key)
            return found

    def get(self, key: Hashable, make: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        """The array of `key`, made if it is not there. Two threads may make it at once; one of the two is kept."""
        found = self.peek(key)
        if found is not None:
            return found
        made = make()
        with self._lock:
            if key not in self._arrays and made.nbytes <= self._budget // 4:
                self._arrays[key] = made
                self._size += made.nbytes
                self._shrink()
        return made

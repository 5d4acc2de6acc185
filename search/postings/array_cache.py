"""A cache of arrays within a budget of bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any

from numpy.typing import NDArray


class ArrayCache:
    """Arrays by key; beyond the budget the least recently used are dropped. May be shared by threads."""

    def __init__(self, budget: int, takable: int = 0) -> None:
        """Up to `takable` of the `budget` bytes may be taken for arrays that are kept elsewhere."""
        self._budget = budget
        self._takable = takable
        self._size = 0
        self._arrays: OrderedDict[Hashable, NDArray[Any]] = OrderedDict()
        self._lock = Lock()

    def take(self, size: int) -> bool:
        """True if `size` bytes could be taken from the budget, for good. First come, first served."""
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
        """The array of `key`, if it is cached."""
        with self._lock:
            array = self._arrays.get(key)
            if array is not None:
                self._arrays.move_to_end(key)
            return array

    def named(self, name: str) -> NamedArrays:
        """A part of this cache, for arrays that would otherwise have the keys of others."""
        return NamedArrays(self, name)

    def get(self, key: Hashable, make: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        """The array of `key`, made if it is not cached. Two threads may make it at once; one of the two is kept."""
        array = self.peek(key)
        if array is not None:
            return array
        array = make()
        with self._lock:
            if key not in self._arrays and array.nbytes <= self._budget // 4:
                self._arrays[key] = array
                self._size += array.nbytes
                self._shrink()
        return array


class NamedArrays:
    """A part of a cache: its keys are no other part's, and the budget is that of the whole."""

    def __init__(self, cache: ArrayCache, name: str) -> None:
        self._cache = cache
        self._name = name

    def named(self, name: str) -> NamedArrays:
        """Another part of the same cache."""
        return NamedArrays(self._cache, name)

    def get(self, key: Hashable, make: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        """See `ArrayCache.get`."""
        return self._cache.get((self._name, key), make)

"""A cache of values within a number of bytes, for what many open segments unpack."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from itertools import count
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")

# A value that takes more than this part of the cache would throw out too much else.
_LARGEST_PART = 4

_owners = count()


def new_owner() -> int:
    """The part of a key that tells an open file's values from those of others; unlike an address, never used again."""
    return next(_owners)


class SizedCache(Generic[Value]):
    """Values by key; beyond `max_bytes` the least recently used are dropped. May be shared by threads."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._size = 0
        self._values: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._lock = Lock()

    @property
    def size(self) -> int:
        """Bytes of all values in it."""
        return self._size

    def get(self, key: Hashable) -> Value | None:
        """The value of `key`, if it is cached."""
        with self._lock:
            known = self._values.get(key)
            if known is None:
                return None
            self._values.move_to_end(key)
            return known[0]

    def put(self, key: Hashable, value: Value, size: int) -> None:
        """Keep `value`, of `size` bytes, in the place of any that `key` has; unless it is large."""
        if size * _LARGEST_PART > self._max_bytes:
            return
        with self._lock:
            _, before = self._values.pop(key, (None, 0))
            self._values[key] = value, size
            self._size += size - before
            while self._size > self._max_bytes:
                _, (_, dropped) = self._values.popitem(last=False)
                self._size -= dropped

"""A watchfiles that does as it is told."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

import pytest

from fabula.index.watching import Pace

PACE = Pace(
    quiet=0.01,
    batch=0.1,
    glance=0.02,
    first_look=30.0,
    last_look=60.0,
    poll=0.05,
    poll_factor=0.0,
    grace=0.05,
    reopen=0.3,
    retry=0.05,
    last_retry=0.1,
)


class FakeWatchfiles:
    """Stands in for `watchfiles.watch`.

    opened     the folders of each call.
    refusal    raised when events are asked for; a PermissionError only if all of them are.
    queue      batches of paths to yield, or errors to raise.
    """

    def __init__(self) -> None:
        self.opened: list[tuple[str, ...]] = []
        self.refusal: Exception | None = None
        self.queue: list[Sequence[str] | Exception] = []
        self._lock = threading.Lock()

    def send(self, *paths: str | Path) -> None:
        with self._lock:
            self.queue.append([str(path) for path in paths])

    def break_down(self, error: Exception) -> None:
        with self._lock:
            self.queue.append(error)

    def watch(
        self, *folders: str, rust_timeout: int, ignore_permission_denied: bool, **_: object
    ) -> Iterator[set[tuple[int, str]]]:
        if self.refusal is not None and not (isinstance(self.refusal, PermissionError) and ignore_permission_denied):
            raise self.refusal
        self.opened.append(folders)
        while True:
            deadline = time.monotonic() + min(rust_timeout, 20) / 1000
            item: Sequence[str] | Exception = ()
            while not item and time.monotonic() < deadline:
                with self._lock:
                    item = self.queue.pop(0) if self.queue else ()
                time.sleep(0.002)
            if isinstance(item, Exception):
                raise item
            yield {(1, path) for path in item}


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeWatchfiles:
    """In place of watchfiles."""
    pytest.importorskip("watchfiles")
    result = FakeWatchfiles()
    monkeypatch.setattr(import_module("watchfiles"), "watch", result.watch)
    return result


@pytest.fixture
def pace() -> Pace:
    """Times for tests: no look before half a minute."""
    return PACE

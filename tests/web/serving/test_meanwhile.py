"""What happens between requests."""

from __future__ import annotations

import threading

import pytest

from fabula.web.serving.meanwhile import repeated


def test_a_failure_between_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that fails is repeated, and its thread ends with the block."""
    monkeypatch.setattr("fabula.web.serving.meanwhile._SECONDS_BETWEEN_CALLS", 0.001)
    tried = threading.Semaphore(0)

    def fails() -> None:
        tried.release()
        raise ValueError

    with repeated(fails):
        assert all(tried.acquire(timeout=10) for _ in range(3))
    monkeypatch.undo()
    for thread in threading.enumerate():
        if thread.name == "fabula-meanwhile":
            thread.join(10)
    assert "fabula-meanwhile" not in {thread.name for thread in threading.enumerate()}

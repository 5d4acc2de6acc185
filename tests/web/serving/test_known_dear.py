"""Addresses that were dear are known for a while."""

from __future__ import annotations

import pytest

from fabula.web.serving.known_dear import KnownDear


def test_an_address_is_known_for_a_minute() -> None:
    """After that it gets another trial."""
    now = 0.0
    known = KnownDear(lambda: now)
    known.add("/search?q=a")
    now = 59.0
    assert "/search?q=a" in known and "/search?q=b" not in known
    now = 61.0
    assert "/search?q=a" not in known


def test_only_the_latest_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded, whatever is asked."""
    monkeypatch.setattr("fabula.web.serving.known_dear._MAX_ADDRESSES", 3)
    known = KnownDear()
    for address in "abcdad":
        known.add(address)
    assert [address in known for address in "abcd"] == [True, False, True, True]

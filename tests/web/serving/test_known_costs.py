"""What answers have cost is known for a while."""

from __future__ import annotations

import pytest

from fabula.web.serving.known_costs import KnownCosts


def test_a_cost_is_known_for_a_minute() -> None:
    """The address gets another trial after that."""
    now = 0.0
    known = KnownCosts(lambda: now)
    known.note("/search?q=a", 0.5)
    now = 59.0
    assert (known.of("/search?q=a"), known.of("/search?q=b")) == (0.5, 0.0)
    now = 61.0
    assert known.of("/search?q=a") == 0.0


def test_only_the_latest_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded, whatever is asked."""
    monkeypatch.setattr("fabula.web.serving.known_costs._MAX_ADDRESSES", 3)
    known = KnownCosts()
    for number, address in enumerate("abcdad", 1):
        known.note(address, number)
    assert [known.of(address) for address in "abcd"] == [5, 0, 3, 6]

"""Conditions as texts are read as filters."""

from __future__ import annotations

import doctest

from fabula.search.words import against


def test_examples() -> None:
    """The example runs."""
    result = doctest.testmod(against)
    assert result.attempted and not result.failed

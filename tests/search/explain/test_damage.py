"""An error while an answer is read is damage of the library if a check finds some, and else an error of our own."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import Work
from fabula.index.errors import LibraryDamaged
from fabula.index.store.opening import open_store
from fabula.search.explain import damage
from fabula.search.explain.damage import with_reported_damage


def fail() -> None:
    raise IndexError("out of bounds")


def test_an_error_of_our_own_stays_as_it_is(make_library: Callable[..., Path], make_work: Callable[..., Work]) -> None:
    """The library is whole, so it is not to blame."""
    store = open_store(make_library(make_work("The lamp was lit.")))
    with pytest.raises(IndexError):
        with_reported_damage(store, fail)


def test_the_search_for_the_reason_ends_in_time(
    make_library: Callable[..., Path], make_work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a check would take longer than an answer may, the library is damaged as far as anybody knows."""
    monkeypatch.setattr(damage, "_CHECK_SECONDS", 0.0)
    store = open_store(make_library(make_work("The lamp was lit.")))
    started = time.monotonic()
    with pytest.raises(LibraryDamaged, match="reading it ended with IndexError, and there was no time") as caught:
        with_reported_damage(store, fail)
    assert "fabula check" in caught.value.hint
    assert isinstance(caught.value.__cause__, IndexError)
    assert time.monotonic() - started < 2

"""Options of a page are checked before anything is looked for; what is asked for twice is counted once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index.errors import OptionError
from fabula.index.model import Work
from fabula.search import FACETS, Library, SearchOptions
from fabula.search.engine import array_engine
from fabula.search.pages import check_options, request_of


def test_a_facet_that_is_asked_for_a_hundred_times_is_counted_once(
    make_library: Callable[..., Path], make_work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that an answer counts no more facets than there are."""
    counted: list[str] = []
    original = array_engine.facet

    def count(name: str, *others: object) -> object:
        counted.append(name)
        return original(name, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(array_engine, "facet", count)
    with Library.open(make_library(make_work("A whale."))) as library:
        results = library.search("whale", SearchOptions(facets=("author", "lang") * 100))
    assert counted == ["author", "lang"]
    assert list(results.facets) == counted


def test_facets_keep_their_order() -> None:
    """That in which they were asked for first."""
    assert request_of(SearchOptions(facets=("lang", "author", "lang"))).facets == ("lang", "author")
    assert len(request_of(SearchOptions(facets=FACETS * 50)).facets) == len(FACETS)


@pytest.mark.parametrize("timeout", [0.0, -1.0, float("nan")])
def test_a_senseless_timeout_is_refused(timeout: float) -> None:
    """There must be some time."""
    with pytest.raises(OptionError, match="timeout") as refused:
        check_options(SearchOptions(timeout=timeout))
    assert refused.value.hint

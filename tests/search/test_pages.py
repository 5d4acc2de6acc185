"""Options of a page are checked before anything is looked for; what is asked for twice is counted once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index.array_types import I64
from fabula.index.errors import OptionError
from fabula.index.model import Work
from fabula.search import FACETS, Library, SearchOptions
from fabula.search.engine.facets import FieldValues
from fabula.search.pages import check_options, request_of
from fabula.search.results import FacetCount


def test_a_facet_that_is_asked_for_a_hundred_times_is_counted_once(
    make_library: Callable[..., Path], make_work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that an answer counts no more facets than there are."""
    counted: list[tuple[str, ...]] = []
    original = FieldValues.facet

    def count(field: FieldValues, scene_counts: I64) -> tuple[FacetCount, ...]:
        counted.append(field.values)
        return original(field, scene_counts)

    monkeypatch.setattr(FieldValues, "facet", count)
    with Library.open(make_library(make_work("A whale."))) as library:
        results = library.search("whale", SearchOptions(facets=("author", "lang") * 100))
    assert len(counted) == 2
    assert list(results.facets) == ["author", "lang"]


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

"""An answer that takes too long names the part of the query that it was at, and offers a cheaper query."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index.budget import Budget, check, spending
from fabula.index.errors import QueryTooDear
from fabula.index.model import Work
from fabula.search import Library, SearchOptions
from fabula.search.engine.array_engine import ArrayEngine
from fabula.search.explain.too_dear import answering, name_of
from fabula.search.plan import Level, Pattern, PatternKind, PhraseClause
from ..ending_budget import EndsAtCheck

NO_TIME = 1e-9


@pytest.fixture
def library(make_library: Callable[..., Path], make_work: Callable[..., Work]) -> Path:
    return make_library(make_work("The end of the road. “Of the road,” she said.", "A whale of the sea was there."))


@pytest.mark.parametrize(
    ("query", "named", "hint"),
    [
        ('"the of"~50', '"the of"~50', 'Ask for "the of"~5 or "the of".'),
        ('"the of"~4', '"the of"~4', 'Ask for "the of"~2 or "the of".'),
        ("wha*", "wha*", "Write more letters of wha*."),
        ("whole~2", "whole~2", "Ask for whole~1 or whole."),
        ('="The end"', '="The end"', 'Ask for "The end" without the “=”.'),
        ('~"the ends"', '~"the ends"', "Ask for fewer and rarer words at once."),
        ('"a whale" author:ann', "author:ann", "Ask for fewer and rarer words at once."),
        (f'"{"the " * 30}"~9', f'"{"the " * 14}the…"~9', "Ask for fewer and rarer words at once."),
        ('"a wha*"', '"a wha*"', "Write more letters of wha*."),
    ],
)
def test_the_part_is_named_as_it_was_typed(library: Path, query: str, named: str, hint: str) -> None:
    """With its signs, and with the query that is cheaper for that part."""
    with Library.open(library) as opened:
        opened.search(query)
        hints = _hints_at(opened, query, f"The answer takes longer than 60 s. The time was over at {named}.")
        assert hints == {hint}


def _hints_at(library: Library, query: str, message: str) -> set[str]:
    """The hints with this message, wherever in a search the time is over."""
    hints: set[str] = set()
    for checks in range(1_000):
        try:
            with spending(budget := EndsAtCheck(checks)):
                library.search(query)
        except QueryTooDear as error:
            if str(error) == message:
                hints.add(error.hint)
        if budget.checks <= checks:
            return hints
    raise AssertionError("more checks than any of these queries should need")


def test_prose_is_named_as_it_was_typed(library: Path) -> None:
    """Not by the phrases that its tiers look for."""
    with Library.open(library) as opened, pytest.raises(QueryTooDear) as caught:
        opened.search("the of road", SearchOptions(timeout=NO_TIME))
    assert str(caught.value).endswith('The time was over at the words "the of road".')
    assert caught.value.hint.startswith("Ask for fewer of the words")


@pytest.mark.parametrize("query", ["the end", '"the of"~50', "? the end of that road"])
def test_every_way_to_ask_ends_in_time(library: Path, query: str) -> None:
    """A search, a remembered line, and the marks in a scene."""
    with Library.open(library) as opened:
        scene = opened.search("end").hits[0].scene.id
        with pytest.raises(QueryTooDear, match=r"longer than 1e-09 s"):
            opened.search(query, SearchOptions(timeout=NO_TIME))
        with pytest.raises(QueryTooDear):
            opened.locate(query, scene, timeout=NO_TIME)
        with pytest.raises(QueryTooDear, match='at the line "the end'):
            opened.quote("the end of that road", timeout=NO_TIME)
        assert opened.search(query, SearchOptions(timeout=None)).total


def test_a_budget_around_a_library_counts(library: Path) -> None:
    """A server's limit is the tighter one."""
    with Library.open(library) as opened, spending(Budget(NO_TIME)), pytest.raises(QueryTooDear, match=r"1e-09 s"):
        opened.search("the end", SearchOptions(timeout=60.0))


def test_a_long_part_is_shortened() -> None:
    """A page that somebody pasted is no name."""
    with pytest.raises(QueryTooDear) as caught, answering(NO_TIME):
        time.sleep(0.001)
        check(Pattern(PatternKind.WILDCARD, "a*", label="a" * 4_000))
    assert len(str(caught.value)) < 200


def test_an_error_is_worded_once(library: Path) -> None:
    """Blocks may lie within each other, as a line that is asked for in a search does."""
    with pytest.raises(QueryTooDear) as caught, answering(60.0), answering(NO_TIME, cheaper="Do this."):
        time.sleep(0.001)
        check("the line “a”")
    assert (str(caught.value), caught.value.hint) == (
        "The answer takes longer than 1e-09 s. The time was over at the line “a”.",
        "Do this.",
    )


def test_extras_never_cost_the_answer(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the time for the remembered line or the reasons is over, the answer comes without them and says so."""

    def too_slow(*_: object, **__: object) -> None:
        raise QueryTooDear.out_of_time("something slow", 0.1)

    with Library.open(library) as opened:
        monkeypatch.setattr(ArrayEngine, "passages", too_slow)
        results = opened.search("the road whale end", SearchOptions(remembered=True))
        assert results.total and results.remembered is None
        assert "there was no time to look for a line that is remembered like this" in results.explanation.notes
        monkeypatch.setattr(ArrayEngine, "nearest", too_slow)
        results = opened.search("zzxy~1")
        assert not results.total and not results.explanation.missing
        assert "there was no time to find out which part of it is missing" in results.explanation.notes


def test_marks_of_a_hit_end_in_time(library: Path) -> None:
    """They are worked out when they are asked for, within a time of their own."""
    with Library.open(library) as opened:
        hit = opened.search('"the end"~3').hits[0]
        with spending(Budget(NO_TIME)), pytest.raises(QueryTooDear, match='at "the end"~3'):
            _ = hit.matches
        assert hit.matches


def test_a_single_word_has_no_quotes() -> None:
    """It is named by its label."""
    assert name_of(PhraseClause((("whale",),), Level.SURFACE, label="Whale")) == "Whale"

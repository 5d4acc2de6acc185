"""An answer may end at any instant: the library stays as it was, and checks come often enough."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index import FabulaError, add_works
from fabula.index.budget import Budget, spending
from fabula.index.errors import QueryAbandoned, QueryTooDear
from fabula.search import Library, Results, SearchOptions
from fabula.search.shapes.answers import answer_shape
from ..conftest import make_work
from .ending_budget import EndsAtCheck
from .test_any_query import OPTIONS, PIECES

# Calls of Python and of numpy between two checks: some 3 ms.
MAX_CALLS = 12_000
NO_EXTRA = ("there was no time to look for a line", "there was no time to find out")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two segments with speech, notes, emoji, and a scene that two works have."""
    folder = tmp_path_factory.mktemp("ended") / "library"
    told = "The ferry was late, and nobody on the quay had a lamp or a rope that was any good to anybody there."
    said = "“The whale was here,” said Mary. “Don’t go.”"
    texts = ("A/N: thanks for the whale!", f"{said} {told}", "图书 and แมว 🙂 were 1,000.")
    add_works(folder, [make_work(*texts), make_work("No one in the U.S.A. was well.", title="Other", language="de")])
    add_works(folder, [make_work(told, "The said whale, she said, was well.", title="Third", authors=("Bo",))])
    return folder


@pytest.fixture(scope="module")
def calm(folder: Path) -> Iterator[Library]:
    with Library.open(folder) as library:
        yield library


def shape(results: Results) -> dict[str, Any]:
    """All that a program gets, but for the time."""
    without_time = {"seconds": 0, "remembered": shape(results.remembered) if results.remembered else None}
    return answer_shape(results) | without_time


def answer(library: Library, query: str, options: SearchOptions) -> dict[str, Any] | str:
    """The answer, or the refusal of a query that makes no sense."""
    try:
        return shape(library.search(query, options))
    except (QueryTooDear, QueryAbandoned):
        raise
    except FabulaError as refused:
        return str(refused)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map(" ".join),
    st.sampled_from((*OPTIONS, SearchOptions(remembered=True, facets=("author", "author")))),
    st.integers(0, 600),
    st.booleans(),
)
def test_an_answer_that_ended_leaves_the_library_as_it_was(
    folder: Path, calm: Library, query: str, options: SearchOptions, instant: int, is_abandoned: bool
) -> None:
    """Whichever check ends it: the same query is answered next as if nothing had been, from no half-filled cache."""
    expected = answer(calm, query, options)
    with Library.open(folder) as library:
        budget = EndsAtCheck(instant, is_abandoned=is_abandoned)
        try:
            with spending(budget):
                ended = answer(library, query, options)
        except (QueryTooDear, QueryAbandoned):
            assert budget.checks > instant
        else:
            if budget.checks > instant and isinstance(ended, dict):
                # Only an extra went without.
                notes = ended["explanation"]["notes"]
                assert any(note.startswith(NO_EXTRA) for note in notes)
            else:
                assert ended == expected
        assert answer(library, query, options) == expected
        with spending(Budget(3_600.0)):
            assert answer(library, query, options) == expected


class CountsCalls(Budget):
    """most  calls between two checks. To be used with sys.setprofile."""

    def __init__(self) -> None:
        super().__init__(None)
        self.calls = self.most = 0
        self.where = ""

    def narrowed(self, seconds: float | None) -> Budget:
        return self

    def check(self, part: object = None) -> None:
        if self.calls > self.most:
            frame = sys._getframe(3)
            self.most, self.where = self.calls, f"before line {frame.f_lineno} of {frame.f_code.co_filename}"
        self.calls = 0

    def count(self, _frame: FrameType, event: str, _argument: Any) -> None:
        self.calls += event in ("call", "c_call")


WORDS = [f"{first}{vowel}{last}" for first in "bcdfghlmnprst" for vowel in "aeiou" for last in "bdglmnrst"]
DEAR = (
    "the of",
    '"the of"~50',
    '="the"',
    "b* OR c* OR d*",
    '"b* c* d* f*"~100',
    "t* OR o*",
    "*a*a*a",
    "bab~2 OR dad~2",
    " ".join(f"zqxj{number}" for number in range(40)),
    " ".join(first + second for first, second in zip(WORDS[:40], WORDS[200:], strict=False)),
    " OR ".join(WORDS[:100]),
    '"the of"~50 in:narration',
    "the author:ann",
    "NOT the",
    "? the of bab dad the of gag",
)


@pytest.fixture(scope="module")
def long_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three hundred scenes in as many works, of eighty words each."""
    state = 7
    works = []
    for number in range(300):
        scene_words = []
        for place in range(80):
            state = (state * 1_103_515_245 + 12_345) % 2**31
            scene_words.append(("the", "of")[place // 2 % 2] if place % 2 else WORDS[(state >> 8) % len(WORDS)])
        works.append(make_work(" ".join(scene_words) + ".", title=f"Tale {number}", authors=(f"Ann {number}",)))
    folder = tmp_path_factory.mktemp("long") / "library"
    add_works(folder, works)
    return folder


@pytest.mark.parametrize("query", DEAR)
def test_checks_come_often(long_folder: Path, query: str) -> None:
    """However dear a query is, little happens between two checks, also while nothing is cached yet."""
    options = SearchOptions(limit=50, facets=("author",), remembered=True, timeout=None)
    with Library.open(long_folder) as library:
        # What is imported once does not count.
        library.search(query, options)
    budget = CountsCalls()
    with Library.open(long_folder) as library, spending(budget):
        sys.setprofile(budget.count)
        try:
            library.search(query, options)
        finally:
            sys.setprofile(None)
    assert budget.most <= MAX_CALLS, budget.where

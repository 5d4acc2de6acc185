"""Whatever is typed is answered: with scenes, with a true reason, or with a refusal that says why."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index import FabulaError, add_works
from fabula.search import Library, SearchOptions
from ..conftest import make_work

PIECES = (
    "whale", "wha*", "w?n", "chioce~", "dont", "well", "were", "co-operation", "1,000", "USA", "U.S.A.",
    '"', "“", "”", "«", "»", "=", "~", "~2", "*", "?", "(", ")", "AND", "OR", "NOT", "-", "author:",
    "author:=", 'title:="', "lang:=en", "in:dialogue", "in:notes", "speaker:Mary", "words:>5", "the",
    "she said", "noone", "no one", "图书", "แมว", 'don"t', "t", "ve", " ", "\n", "é*", "\u00ad", "ﬁn*",
    "#", "don’t", "🙂", '"the wha* was"', '="The"', '~"said wha*"', '"a b* c~"~3', "work:x",
    "date:2015..",
)  # fmt: skip
OPTIONS = (
    SearchOptions(limit=3, facets=("author", "tag")),
    SearchOptions(limit=2, filters={"author": '="Ann Author"'}),
    SearchOptions(limit=2, filters={"in": "dialogue"}, fold=False),
    SearchOptions(limit=0),
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("any") / "library"
    texts = ("A/N: thanks for the whale!", "“The whale was here,” she said. “Don’t go.”", "图书 and แมว 🙂 were 1,000.")
    add_works(folder, [make_work(*texts), make_work("No one in the U.S.A. was well.", title="Other", language="de")])
    with Library.open(folder) as opened:
        yield opened


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8), st.sampled_from(["", " "]), st.sampled_from(OPTIONS))
def test_every_query_is_answered(library: Library, pieces: list[str], space: str, options: SearchOptions) -> None:
    """No error but our own; marks lie within the text; an answer without scenes has a reason."""
    query = space.join(pieces)
    try:
        results = library.search(query, options)
    except FabulaError as refused:
        assert refused.hint
        return
    assert results.total or results.explanation.missing or query.lstrip().startswith("?")
    for hit in results:
        assert all(0 <= start < end <= len(hit.scene.text) for start, end in hit.matches)
        library.locate(query, hit.scene.id)

"""One author under several spellings is one value, where the library shows that it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index import add_works
from fabula.search import Library, SearchOptions
from fabula.search.engine.author_names import join_names, may_be_one
from fabula.search.syntax import exact_filter
from ...conftest import make_work
from .ranking.test_standing import SHARED


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("A. Conan Doyle", "Arthur Conan Doyle"),
        ("Doyle, Arthur Conan", "Sir Arthur Conan Doyle"),
        ("Wells, H. G. (Herbert George)", "H.G. Wells"),
        ("P. G. Wodehouse", "Pelham Grenville Wodehouse"),
        ("Чехов, Антон Павлович", "А. П. Чехов"),
        ("Miguel de Cervantes", "Cervantes Saavedra, Miguel de"),
        ("Honoré de Balzac", "Balzac, Honore de"),
        ("村上 春樹", "春樹 村上"),
    ],
)
def test_spellings_of_one_name(first: str, second: str) -> None:
    """Initials, order, accents, titles and parts left out."""
    assert may_be_one(first, second)
    assert may_be_one(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Anne Brontë", "Emily Brontë"),
        ("a_lady", "Jane Austen"),
        ("James Joyce", "James Jones"),
        ("", "Ann"),
        ("A", "B"),
    ],
)
def test_names_of_two(first: str, second: str) -> None:
    """Other given names, other family names."""
    assert not may_be_one(first, second)


NAMES = st.sampled_from(["John Smith", "J. Smith", "Jane Smith", "Smith, John", "Ann Lee", "A. Lee", "Arthur Lee"])


@given(st.sets(st.tuples(NAMES, NAMES)))
def test_nobody_becomes_two_people(pairs: set[tuple[str, str]]) -> None:
    """All spellings of a person fit each other, so "J. Smith" is John or Jane and never makes them one."""
    names = join_names({}, {tuple(sorted(pair)) for pair in pairs if pair[0] != pair[1]})
    for shown, others in names.spellings.items():
        person = [shown, *others]
        assert all(may_be_one(name, alias) for name in person for alias in person)
        assert {names.canonical[name] for name in person} == {shown}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """One work under two spellings, a second one under the commoner of them, and a namesake's own work."""
    folder = tmp_path / "library"
    add_works(
        folder,
        [
            make_work(SHARED, title="The Quay", authors=("Arthur Conan Doyle",)),
            make_work("Another heron sat there.", title="Herons", authors=("Arthur Conan Doyle",)),
            make_work(SHARED, title="The Quay", authors=("Doyle, A. Conan", "Ann Lee")),
            make_work("A third heron flew away.", title="Other", authors=("A. Doyle",)),
        ],
    )
    return Library.open(folder)


def test_a_facet_counts_them_together(library: Library) -> None:
    """Its number is what its link gives; an alike name without a work in common stands by itself."""
    with library:
        facets = library.search("heron", SearchOptions(facets=("author",), fold=False)).facets["author"]
        counts = {count.value: (count.count, count.spellings) for count in facets}
        assert counts == {
            "Arthur Conan Doyle": (3, ("Doyle, A. Conan",)), "Ann Lee": (1, ()), "A. Doyle": (1, ()),
        }  # fmt: skip
        for name in ("Arthur Conan Doyle", "Doyle, A. Conan"):
            assert library.search("heron", SearchOptions(filters={"author": exact_filter(name)})).total == 3
        assert library.search("heron", SearchOptions(filters={"author": exact_filter("A. Doyle")})).total == 1

"""Prose without apostrophes, and in other spellings than the library's, finds what was meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import Work
from fabula.search import Library, MatchKind, ReadAs, SearchOptions

MakeWork = Callable[..., Work]
MakeLibrary = Callable[..., Path]

TEXTS = (
    "“I don’t believe in ghosts,” she said. “You’re mad.”",
    "It wasn't late; he should've come, and I've said so.",
    "As was his wont, he bowed. It was cant, and nothing more.",
    "“I won’t go,” he said. “I can’t.” “Well, we’re going home,” said she. “She’ll be there.”",
    "Their co-operation cost 1,000 pounds in the U.S.A., and no one sent an e-mail.",
    "A naïve coöperation of 1000 of them; noone saw it.",
    "Cést la vie. J’ai dit que l’homme est là.",
)


@pytest.fixture
def library(make_work: MakeWork, make_library: MakeLibrary) -> Library:
    works = [make_work(text, title=f"Tale {at}", authors=(f"Author {at}",)) for at, text in enumerate(TEXTS)]
    return Library.open(make_library(*works))


def titles(library: Library, query: str, **options: object) -> list[tuple[str, str]]:
    hits = library.search(query, SearchOptions(**options)).hits  # type: ignore[arg-type]
    return [(hit.work.title, hit.match.value) for hit in hits]


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("i dont believe in ghosts", "Tale 0"), ("youre mad", "Tale 0"), ("wasnt", "Tale 1"), ("wasnt late", "Tale 1"),
        ("shouldve come", "Tale 1"), ("ive said so", "Tale 1"), ("IVE SAID SO", "Tale 1"), ("i wont go", "Tale 3"),
        ("well were going home", "Tale 3"), ("shell be there", "Tale 3"),
    ],
)  # fmt: skip
def test_missing_apostrophes(library: Library, query: str, title: str) -> None:
    """The contraction is found in a row, first, below what is exact; the marks are on its words."""
    results = library.search(query)
    assert (results.hits[0].work.title, results.hits[0].match) == (title, MatchKind.STEMMED)
    assert results.explanation.read_as and not results.explanation.missing
    hit = results.hits[0]
    assert hit.matches and hit.snippet.highlights
    assert library.locate(query, hit.scene.id) == hit.matches


@pytest.mark.parametrize("sign", '";,|: ')
def test_signs_that_are_no_apostrophes(library: Library, sign: str) -> None:
    """What somebody else's keyboard, or a program, made of an apostrophe parts the word."""
    results = library.search(f"i don{sign}t believe in ghosts")
    assert (results.hits[0].work.title, results.hits[0].match.value) == ("Tale 0", "stemmed")
    assert results.explanation.read_as == (ReadAs("don t", "don't"),)


@pytest.mark.parametrize("apostrophe", "'’‘ʼ＇`´′‛՚׳ʻʾʿ")
def test_apostrophes_that_are_typed(library: Library, apostrophe: str) -> None:
    """Whatever sign somebody types for it, the contraction is exact."""
    assert titles(library, f"i don{apostrophe}t believe in ghosts")[0] == ("Tale 0", "exact")


def test_a_word_that_stands_there_is_first(library: Library) -> None:
    """ "wont" and "cant" as they are, then as contractions; JSON says what was read."""
    assert titles(library, "wont") == [("Tale 2", "exact"), ("Tale 3", "stemmed")]
    assert titles(library, "cant") == [("Tale 2", "exact"), ("Tale 3", "stemmed")]
    assert titles(library, "his wont he bowed")[0] == ("Tale 2", "exact")
    explanation = library.search("wont").explanation
    assert explanation.read_as == (ReadAs("wont", "won't"),)
    assert "wont was also read as: won't" in explanation.notes
    assert library.search("well").explanation.read_as == ()


@pytest.mark.parametrize(
    ("query", "title", "read"),
    [
        ("their cooperation cost", "Tale 4", "co operation"),
        ("in the USA and", "Tale 4", "u s a"),
        ("and noone sent", "", ""),
        ("sent an email", "Tale 4", "e mail"),
        ("jai dit", "Tale 6", "j ai"),
        ("lhomme", "Tale 6", "l homme"),
    ],
)
def test_other_spellings(library: Library, query: str, title: str, read: str) -> None:
    """What is nowhere is read as the library spells it; what stands anywhere is not."""
    results = library.search(query)
    changes = [change.read for change in results.explanation.read_as]
    assert changes == ([read] if read else [])
    if title:
        assert (results.hits[0].work.title, results.hits[0].match) == (title, MatchKind.STEMMED)


def test_facets_count_what_is_read(library: Library) -> None:
    """A filter by a value does not change how a query is read."""
    for query in ("were going home", "sent an email", "cant", "lhomme est"):
        facets = library.search(query, SearchOptions(facets=("author",))).facets["author"]
        assert facets
        for count in facets:
            filters = {"author": f"={count.value}"}
            assert library.search(query, SearchOptions(filters=filters)).total == count.count


def test_an_empty_answer_names_the_word_alone(library: Library) -> None:
    """Not what it was also read as."""
    results = library.search("mightnt")
    assert [(gap.part, gap.reason) for gap in results.explanation.missing] == [
        ("mightnt", "this word is nowhere in the library")
    ]
    assert results.explanation.read_as == (ReadAs("mightnt", "mightn't"),)


def test_operators_are_offered_what_prose_is_read_as(library: Library) -> None:
    """A word of a query with operators is nowhere: the contraction and the other spelling are the nearest."""
    (gap,) = library.search("email AND pounds").explanation.missing
    assert gap.nearest[0] == "e mail"
    (gap,) = library.search('"dont believe"').explanation.missing
    assert gap.nearest[0] == "don't"
    assert library.search('"don\'t believe"').total == 1

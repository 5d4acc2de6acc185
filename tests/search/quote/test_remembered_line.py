"""Prose that no scene has in a row is also looked for as a remembered line."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from fabula.index import add_works
from fabula.search import Library, MatchKind, Op, SearchOptions
from fabula.search.results import QuoteResults
from fabula.search.shapes.answers import SEARCH_ANSWER
from ...conftest import make_work
from .test_quote import stories

HARBOUR = (
    "“Nobody leaves the harbour before the lamps are lit,” said Clarke.\n\n"
    "“Then I shall light the lamps myself,” Lexa said, and she took the ladder from its hook.\n\n"
    "Nobody left the quay until the last lamp burned."
)
FRENCH = "Le passeur ne regardait jamais la rivière.\n\n« Venez demain matin avec une lanterne neuve », répondit-il."


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("remembered") / "library"
    harbour = make_work(HARBOUR, title="Harbour", authors=("Ann Lee",))
    add_works(folder, [*stories(), harbour, make_work(FRENCH, title="Le Passeur", language="fr")])
    with Library.open(folder) as opened:
        yield opened


def meant(library: Library, query: str, **filters: str) -> QuoteResults | None:
    return library.search(query, SearchOptions(remembered=True, filters=filters)).remembered


def title_of(results: QuoteResults | None) -> str | None:
    return None if results is None else results.hits[0].work.title


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("you realy would of been my choise if anybody asked", "The Ferry"),
        ("nobody leaves the harbor before lamps are lit he said", "Harbour"),
        ("Then I shall light lamps myself, Miss Woods said", "Harbour"),
        ("Nobody, said Clarke, leaves harbour before the lamp is light", "Harbour"),
        ("venez demain matin avec une lanternes neuf dit-elle", "Le Passeur"),
    ],
)
def test_a_sloppy_line_is_claimed(library: Library, line: str, title: str) -> None:
    """With misspellings, other forms, words left out and a speaker named at its end or in its middle."""
    results = meant(library, line)
    assert title_of(results) == title
    assert results is not None
    assert results.claimed
    assert results.query == line


def test_who_speaks_is_not_held_against_a_passage(library: Library) -> None:
    """A name that the passage does not have changes the score little, and is missing in the difference."""
    line = "then i will light the lamp myself"
    plain, tagged = meant(library, line), meant(library, f"{line} Mr Fitzwilliam Abernathy said")
    assert plain is not None
    assert tagged is not None
    assert tagged.hits[0].score == pytest.approx(plain.hits[0].score, abs=0.05)
    missing = [step.query for step in tagged.hits[0].difference if step.op is Op.MISSING]
    assert missing == ["Mr", "Fitzwilliam", "Abernathy"]


@pytest.mark.parametrize("query", ["you would have been my choice", "choices of lamps", "lamp", '"my choise"', "my*"])
def test_what_is_found_is_not_looked_for_again(library: Library, query: str) -> None:
    """Nor is a phrase, a wildcard, or a single word."""
    assert meant(library, query) is None


def test_nothing_is_claimed_for_words_that_are_no_line(library: Library) -> None:
    """Neither for some words of a scene in any order, nor for words that are nowhere."""
    assert meant(library, "ladder bell rang colour quay") is None
    assert meant(library, "she had never owned a yellow submarine") is None
    assert meant(library, "xylographie zweihundert") is None


def test_it_is_asked_for_on_the_first_page_only(library: Library) -> None:
    """And only if the options say so."""
    line = "nobody leaves the harbor before lamps are lit"
    assert library.search(line).remembered is None
    first = library.search(line, SearchOptions(remembered=True, limit=1))
    assert first.remembered is not None
    assert library.search(line, SearchOptions(remembered=True, limit=1, cursor=first.cursor)).remembered is None


def test_filters_and_speakers_bind(library: Library) -> None:
    """A passage outside of them is none, however close it is; whether they are typed or chosen."""
    line = "nobody leave the harbor before lamps were lit"
    assert title_of(meant(library, line, author="Lee")) == "Harbour"
    assert title_of(meant(library, f"author:lee {line}")) == "Harbour"
    assert meant(library, line, title="Ferry") is None
    assert meant(library, f"title:ferry {line}") is None
    assert title_of(meant(library, f"in:dialogue {line}")) == "Harbour"
    assert meant(library, f"in:narration {line}") is None
    assert title_of(meant(library, f"speaker:Clarke {line}")) == "Harbour"
    assert meant(library, f"speaker:Lexa {line}") is None
    assert meant(library, f"in:notes {line}") is None


def test_a_filter_finds_one_passage_among_hundreds(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Even if hundreds of passages elsewhere are as close."""
    folder = tmp_path_factory.mktemp("many") / "library"
    close = "the lanterns of the northern harbour were lit before anybody had counted the herons"
    works = [make_work("\n\n".join(f"{close} number{place}x{work}" for place in range(40)), title=f"Echo {work}")
             for work in range(12)]  # fmt: skip
    own = "Lanterns in the northern harbour were not lit before somebody had counted all the herons."
    add_works(folder, [*works, make_work(own, title="Own")])
    with Library.open(folder) as opened:
        line = "lanterns in a northern harbour were lit before anybody had counted all herons"
        assert title_of(meant(opened, line, title="own")) == "Own"


def test_the_answer_is_in_json(library: Library) -> None:
    """Beside the hits, as an answer of its own; null where there is none."""
    line = "nobody leaves the harbor before lamps are lit"
    shape = SEARCH_ANSWER.of(library.search(line, SearchOptions(remembered=True)))
    assert shape["remembered"]["claimed"] is True
    assert shape["remembered"]["hits"][0]["work"]["title"] == "Harbour"
    assert {step["op"] for step in shape["remembered"]["hits"][0]["difference"]} >= {"same", "changed"}
    assert SEARCH_ANSWER.of(library.search(line))["remembered"] is None


def test_a_long_text_takes_bounded_time(library: Library) -> None:
    """Only its beginning is compared."""
    started = time.process_time()
    library.search("nobody leaves harbour " * 180, SearchOptions(remembered=True))
    assert time.process_time() - started < 3


def test_the_kind_is_that_of_a_quote(library: Library) -> None:
    """So that pages say how sure it is."""
    results = meant(library, "nobody leaves harbour before lamps lit")
    assert results is not None
    assert results.hits[0].match in (MatchKind.NEAR, MatchKind.FUZZY)


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("Nobody leaves the harbour before the lamps are lit", "Clarke"),
        ("nobody leaves the harbor before lamps are lit", "Clarke"),
        ("then I shall light lamps meself", "Lexa"),
        ("nobody left the key until the last lamp burnt", None),
    ],
)
def test_a_passage_says_who_speaks(library: Library, line: str, speaker: str | None) -> None:
    """Word for word or not, beside a search or asked for; narration is nobody's."""
    assert library.quote(line).hits[0].speaker == speaker
    remembered = meant(library, line)
    assert remembered is None or remembered.hits[0].speaker == speaker

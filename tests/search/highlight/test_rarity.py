"""A snippet shows the rarest words of the query that a scene has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index import add_works
from fabula.search import Library, SearchOptions
from fabula.search.highlight import rarest_first, rarest_runs
from fabula.search.matching.scene_terms import SceneTerms
from fabula.search.plan import And, Level, Or, PhraseClause
from ...conftest import make_work

FILLER = "It was the one that was in the hall. "


def scene(start: str, end: str) -> str:
    """The common words of every query stand in a row between rare ones."""
    return f"{start} {FILLER * 40} the the was was the. {FILLER * 40} {end}"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("rarity") / "library"
    add_works(
        folder,
        [
            make_work(scene("Rain fell.", "Then a lighthouse shone over Orrin."), title="English"),
            make_work(scene("Es war das Haus.", "Da stand ein Leuchtturm am Meer."), title="Deutsch", language="de"),
            make_work(scene("В доме было тихо.", "Там стоял маяк у моря."), title="Русский", language="ru"),
            make_work(scene("“My choice,” she said.", "The quince tree was her own choice."), title="Phrase"),
        ],
    )
    with Library.open(folder) as opened:
        yield opened


@pytest.mark.parametrize(
    ("query", "title", "rare"),
    [
        ("was the lighthouse in the hall", "English", "lighthouse"),
        ("the was orrin", "English", "Orrin"),
        ("was the leuchtturm", "Deutsch", "Leuchtturm"),
        ("the was маяк", "Русский", "маяк"),
        ('the AND was AND "quince tree"', "Phrase", "quince tree"),
        ("the was quinc*", "Phrase", "quince"),
        ("zebra the was lighthouse", "English", "lighthouse"),
    ],
)
def test_the_rarest_word_is_shown(library: Library, query: str, title: str, rare: str) -> None:
    """In prose, with operators and patterns, in several scripts; also where some words are nowhere."""
    results = library.search(query, SearchOptions(limit=4))
    hit = next(hit for hit in results if hit.work.title == title)
    assert rare in [hit.snippet.text[start:end] for start, end in hit.snippet.highlights]


WORDS = ("a", "b", "c", "d")
RARITY = {"a": 1.0, "b": 2.0, "c": 5.0, "d": 9.0}


@given(st.lists(st.sampled_from([*WORDS, "x", "x", "x"]), min_size=1, max_size=120), st.booleans())
def test_no_stretch_has_more(text: list[str], is_any: bool) -> None:
    """Compared with every stretch of forty words."""
    clauses = tuple(PhraseClause(((word,),), Level.SURFACE, label=word) for word in WORDS)
    part = Or(clauses) if is_any else And(clauses)
    runs = rarest_runs(rarest_first(part, lambda leaf: RARITY[leaf.label]), SceneTerms.of_text(" ".join(text)))
    best = max(sum(RARITY.get(word, 0) for word in {*text[at : at + 40]}) for at in range(len(text)))
    if not best:
        assert runs == []
        return
    shown = {text[run.first] for run in runs}
    rarest = max(RARITY[word] for word in shown)
    begin = runs[0].first
    reachable = range(max(0, runs[-1].last - 39), begin + 1)
    assert any(sum(RARITY.get(word, 0) for word in {*text[at : at + 40]}) == best for at in reachable)
    assert all(RARITY[word] >= 0.6 * rarest for word in shown)


def test_one_word_or_phrase_needs_no_choice() -> None:
    """Where most of it is decides, as before."""
    clause = PhraseClause((("a",), ("b",)), Level.SURFACE)
    assert rarest_runs(rarest_first(clause, lambda leaf: 1.0), SceneTerms.of_text("a b")) == []
    assert rarest_runs(rarest_first(And((clause,)), lambda leaf: 1.0), SceneTerms.of_text("a b")) == []

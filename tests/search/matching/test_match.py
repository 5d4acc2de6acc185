"""What is marked is what matched, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index import Work
from fabula.index.analysis import stem, words
from fabula.search import Library
from fabula.search.matching.match import locate
from fabula.search.matching.scene_terms import SceneTerms
from fabula.search.planning.planner import make_plan
from fabula.search.syntax import parse
from ..lexicon import WordList

TEXT = (
    "“You,” she says. “You would’ve been my choice.” He was choosing.\n\n"
    "Nobody chose him. You would have been\nmy CHOICE, she said again; been and gone."
)


def marked(query: str, text: str = TEXT) -> list[str]:
    plan = make_plan(parse(query), WordList(words(text), lambda word: stem(word, "en")))
    scene = SceneTerms.of_text(text, lambda stems: {word for word in words(text) if stem(word, "en") in stems})
    if plan.marked is not None:
        return [text[start:end] for start, end in locate(plan.marked, scene)]
    spans = next((found for tier in plan.tiers if (found := locate(tier.part, scene))), ())
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('"you would have been my choice"', ["You would’ve been my choice", "You would have been\nmy CHOICE"]),
        ("YOU WOULD HAVE BEEN MY CHOICE", ["You would’ve been my choice", "You would have been\nmy CHOICE"]),
        ('="my choice"', ["my choice"]),
        ('="my choice.”"', ["my choice.”"]),
        ('="You would have been my CHOICE,"', ["You would have been\nmy CHOICE,"]),
        ('="“You,”"', ["“You,”"]),
        ('~"nobody choose"', ["Nobody chose"]),
        ('"you been"~3', ["You", "been", "You", "been"]),
        ("chose zebra", ["choosing", "chose"]),
        ('"choosing" OR "zebra"', ["choosing"]),
        ("cho* NOT zebra", ["choice", "choosing", "chose", "CHOICE"]),
        ("goen~", ["gone"]),
        ('author:ann "gone"', ["gone"]),
        ("zebra says", ["says", "said"]),
        ("(choosing AND zebra) OR gone", ["gone"]),
        ("(choosing NOT gone) OR (he AND choosing)", ["He", "choosing", "chose"]),
        ("(he AND choosing) OR zebra", ["He", "choosing", "chose"]),
        ("(choosing author:ann) OR (gone NOT author:ann)", ["choosing", "chose", "gone"]),
    ],
)
def test_marks(query: str, expected: list[str]) -> None:
    """Phrases whole, words each, nothing for conditions and negations."""
    assert marked(query) == expected


@given(st.text(max_size=200), st.data())
def test_a_phrase_taken_from_a_text_is_marked_in_it(text: str, data: st.DataObject) -> None:
    """Any run of words of any text is found in it, as that run of words."""
    text_words = words(text)
    if not text_words:
        return
    start = data.draw(st.integers(0, len(text_words) - 1))
    end = data.draw(st.integers(start + 1, min(len(text_words), start + 8)))
    phrase = " ".join(text_words[start:end])
    if words(phrase) != text_words[start:end]:
        return
    found = marked(f'"{phrase}"', text)
    assert found
    assert all(words(piece)[: end - start] == text_words[start:end] for piece in found)


def test_reading_marks_what_the_search_found(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """Library.locate gives a page the spans that the hit had."""
    with Library.open(make_library(make_work(TEXT))) as library:
        for query in ('"my choice"', "you would of been", "cho*"):
            (hit,) = library.search(query).hits
            assert library.locate(query, hit.scene.id) == hit.matches != ()


def test_forms_are_those_of_the_scenes_language(
    make_work: Callable[..., Work], make_library: Callable[..., Path]
) -> None:
    """ "was" is a form of "been" in English only; a Dutch scene that has both has its "been", a leg, marked alone."""
    english = make_work("I had been there, and it was late.", title="English", language="en-gb")
    dutch = make_work("Hij brak zijn been, en het was laat.", title="Dutch", language="nl")
    with Library.open(make_library(english, dutch)) as library:
        marks = {
            hit.work.title: [hit.scene.text[a:b] for a, b in hit.matches] for hit in library.search("been OR zebra")
        }
        assert marks == {"English": ["been", "was"], "Dutch": ["been"]}
        for hit in library.search("been OR zebra"):
            assert library.locate("been OR zebra", hit.scene.id) == hit.matches

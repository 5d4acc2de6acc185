"""The quick English stemmers, of one word and of many, and NLTK's are the same function."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.stem.snowball import EnglishStemmer

from fabula.index.analysis import words
from fabula.index.analysis.english import QuickEnglishStemmer
from fabula.index.analysis.english_bulk import english_stems
from fabula.index.analysis.stemming import stem, stems_of

DEMO = Path(__file__).parents[3] / "web" / "demo"
QUICK, ORACLE = QuickEnglishStemmer(), EnglishStemmer()

BEGINNINGS = st.text("abcdeeefghiiklmnoprstuuvwyyz0", max_size=6) | st.sampled_from(
    "gener commun arsen y say sky inning proceed herr ow at bb li sl hopp bl siz ee".split()
)
ENDINGS = st.sampled_from(
    "s es ed edly eed eedly ing ingly ies ied us ss sses e y ly l ll at bl iz ize izer er ic ical icate iciti al"
    " alli ally ion sion tion ation ational tional ator ive ativ ative iveness ous ously ousness ent ently ant ment"
    " ement able ably ible iti ism alism aliti ance anci ence enci biliti bli ogi ology fulli fulness lessli ful"
    " ness li alize bb tt yy ' 's é".split()
)
WORDS = st.builds(lambda begin, ends: begin + "".join(ends), BEGINNINGS, st.lists(ENDINGS, max_size=4)).filter(bool)


@pytest.mark.slow
@settings(max_examples=3_000, deadline=None)
@given(WORDS | st.text(min_size=1, max_size=12))
def test_made_up_words(word: str) -> None:
    """Oracle: NLTK, over words of all endings that any step knows, and over anything else."""
    assert QUICK.stem(word) == ORACLE.stem(word)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS | st.text(min_size=1, max_size=12) | st.text("yes", min_size=1, max_size=40), max_size=200))
def test_made_up_words_at_once(made: list[str]) -> None:
    """Oracle: NLTK. The words stand beside others of all lengths, and come back in their order."""
    assert english_stems(made) == [ORACLE.stem(word) for word in made]


def test_words_with_stems_of_their_own() -> None:
    """Oracle: NLTK, over its list, and over words that begin or end like them."""
    made = [word + end for word in ORACLE._EnglishStemmer__special_words for end in ("", "s", "ing", "ly", "2")]
    assert english_stems(made) == [ORACLE.stem(word) for word in made]


def test_stories_in_english_need_no_nltk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its import takes longer than the stems of a novel: numbers, eed, yy, long words, accents and other alphabets."""
    monkeypatch.setitem(sys.modules, "fabula.index.analysis.english", None)
    found = [
        "1830s",
        "heeded",
        "proceeding",
        "generously",
        "sayyid",
        "résumés",
        "λόγος",
        "скиф",
        "o",
        "a" * 30 + "ing",
        "x" * 75,
    ]
    wanted = ["1830s", "heed", "proceed", "generous", "sayyid", "resum", "λογος", "скиф", "o", "a" * 30, "x" * 75]
    assert stems_of(found, "en") == wanted


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS | st.text(min_size=1, max_size=80), max_size=50), st.sampled_from(["en", "en-gb", "de", "und"]))
def test_all_that_stemming_adds(made: list[str], language: str) -> None:
    """Oracle: a word at a time; irregular forms, accents, words too long, other languages."""
    own = [*made, "been", "résumé", "chosen", "x" * 70, "æ" * 50 + "ing"]
    assert stems_of(own, language) == [stem(word, language) for word in own]


def test_words_of_stories() -> None:
    """Oracle: NLTK, over the demo's vocabulary."""
    found = {
        word for path in DEMO.rglob("*.*") if path.suffix in (".txt", ".md") for word in words(path.read_text("utf-8"))
    }
    assert len(found) > 1_000
    assert [QUICK.stem(word) for word in found] == [ORACLE.stem(word) for word in found]
    assert english_stems(list(found)) == [ORACLE.stem(word) for word in found]


@pytest.mark.slow
def test_words_of_the_shared_stories(corpus: Path) -> None:
    """Oracle: NLTK, over the vocabulary of some novels."""
    found: set[str] = set()
    for path in sorted((corpus / "plain").rglob("*.*"))[:60]:
        found.update(words(path.read_text("utf-8", errors="replace")))
    assert len(found) > 10_000
    assert [QUICK.stem(word) for word in found] == [ORACLE.stem(word) for word in found]
    assert english_stems(list(found)) == [ORACLE.stem(word) for word in found]

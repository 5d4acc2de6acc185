"""The quick English stemmer and NLTK's are the same function."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.stem.snowball import EnglishStemmer

from fabula.index.analysis import words
from fabula.index.analysis.english import QuickEnglishStemmer

DEMO = Path(__file__).parents[3] / "web" / "demo"
QUICK, ORACLE = QuickEnglishStemmer(), EnglishStemmer()

BEGINNINGS = st.text("abcdeeefghiiklmnoprstuuvwyyz", max_size=6) | st.sampled_from(
    "gener commun arsen y say sky inning proceed herr ow at bb li sl hopp bl siz ee".split()
)
ENDINGS = st.sampled_from(
    "s es ed edly eed eedly ing ingly ies ied us ss sses e y ly l ll at bl iz ize izer er ic ical icate iciti al"
    " alli ally ion sion tion ation ational tional ator ive ativ ative iveness ous ously ousness ent ently ant ment"
    " ement able ably ible iti ism alism aliti ance anci ence enci biliti bli ogi ology fulli fulness lessli ful"
    " ness li alize bb tt yy ' 's é".split()
)
WORDS = st.builds(lambda begin, ends: begin + "".join(ends), BEGINNINGS, st.lists(ENDINGS, max_size=4)).filter(bool)


@settings(max_examples=3_000, deadline=None)
@given(WORDS | st.text(min_size=1, max_size=12))
def test_made_up_words(word: str) -> None:
    """Oracle: NLTK, over words of all endings that any step knows, and over anything else."""
    assert QUICK.stem(word) == ORACLE.stem(word)


def test_words_of_stories() -> None:
    """Oracle: NLTK, over the demo's vocabulary."""
    found = {
        word for path in DEMO.rglob("*.*") if path.suffix in (".txt", ".md") for word in words(path.read_text("utf-8"))
    }
    assert len(found) > 1_000
    assert [QUICK.stem(word) for word in found] == [ORACLE.stem(word) for word in found]


def test_words_of_the_shared_stories(corpus: Path) -> None:
    """Oracle: NLTK, over the vocabulary of some novels."""
    found: set[str] = set()
    for path in sorted((corpus / "plain").rglob("*.*"))[:60]:
        found.update(words(path.read_text("utf-8", errors="replace")))
    assert len(found) > 10_000
    assert [QUICK.stem(word) for word in found] == [ORACLE.stem(word) for word in found]

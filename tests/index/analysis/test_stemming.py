"""Forms of one word have one stem, in the language of the work."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.analysis import fold, stem, stems
from fabula.index.analysis.irregular import ENGLISH


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", ["choice", "choices"]),
        ("en", ["walk", "walked", "walking", "walks"]),
        ("en", ["be", "been", "being", "was", "were", "is", "are", "am"]),
        ("en", ["choose", "chose", "chosen", "choosing"]),
        ("en-gb", ["woman", "women"]),
        ("de", ["haus", "häuser", "hause"]),
        ("fr", ["chanter", "chantez", "chantait"]),
        ("ru", ["книга", "книги", "книгу"]),
        ("ko", ["책", "책을", "책에서는"]),
        ("en", ["도서관", "도서관에서"]),
    ],
)
def test_forms_of_a_word_share_its_stem(language: str, forms: list[str]) -> None:
    """Endings, and in English the forms that change inside, do not matter."""
    assert len({stem(form, language) for form in forms}) == 1


def test_stems_have_no_accents() -> None:
    """Accents are folded on the level of stems, in any language and without one."""
    for accented, plain in [("café", "cafe"), ("résumé", "resume"), ("naïve", "naive"), ("fiancées", "fiancees")]:
        assert stem(accented, "en") == stem(plain, "en")
    assert stem("œuvre", "und") == "oeuvre"


def test_other_scripts_keep_their_marks() -> None:
    """Vowel signs are no accents."""
    assert stem("हिन्दी", "hi") == "हिन्दी"


def test_a_query_has_a_stem_for_every_language() -> None:
    """The stems of a word are those in any of the languages, each once."""
    assert stems("die", ["en", "de", "en-us"]) == tuple(sorted({stem("die", "en"), stem("die", "de")}))


def test_irregular_forms_are_folded_words() -> None:
    """The table can be looked up with folded words, and no base is itself a form of something else."""
    for form, base in ENGLISH.items():
        assert fold(form) == form and fold(base) == base
        assert base not in ENGLISH


@given(st.text(min_size=1, max_size=80), st.sampled_from(["en", "de", "fr", "ru", "ar", "hu", "und", "xx"]))
def test_any_word_has_a_stem(word: str, language: str) -> None:
    """No word, however odd, is lost by stemming."""
    folded = fold(word)
    if folded.strip():
        assert isinstance(stem(folded, language), str)


def test_nltk_is_imported_for_stems_only() -> None:
    """Importing analysis, indexing and search leaves NLTK alone."""
    script = (
        "import sys, fabula.index, fabula.search, fabula.index.analysis as a; a.words('x');"
        "assert 'nltk' not in sys.modules and 'flask' not in sys.modules; a.stem('walks', 'en');"
        "assert 'nltk' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)

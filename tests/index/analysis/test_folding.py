"""Optional marks do not count on the level of stems, in any script and in a work of any language."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given

from fabula.index.analysis import flatten, fold, stem, words
from .scripts import MIXED

SAME_WORDS = {
    "Hebrew points": ["שָׁמַיִם", "שמים", "שׁמים"],
    "Hebrew cantillation": ["בְּרֵאשִׁ֖ית", "בראשית"],
    "Yiddish": ["ייִדיש", "יידיש"],
    "Arabic vowels": ["كَتَبَ", "كتب", "كـتـب", "كَتَّبَ"],
    "alef": ["أحمد", "احمد", "ٱحمد", "إحمد", "آحمد"],
    "hamza": ["مسؤل", "مسول"],
    "madda": ["القُرْآن", "القران"],
    "superscript alef": ["هٰذا", "هذا"],
    "alef maksura": ["على", "علي", "علی"],
    "teh marbuta": ["سنة", "سنه"],
    "Persian kaf": ["کتاب", "كتاب"],
    "Urdu heh": ["ہوا", "هوا"],
    "Syriac": ["ܫܠܳܡܳܐ", "ܫܠܡܐ"],
    "presentation forms": ["ﻻ", "لا"],
    "Arabic digits": ["١٩٨٤", "1984", "۱۹۸۴"],
    "Thai digits": ["๑๙๘๔", "1984"],
    "skin tones": ["👍🏽", "👍", "👍🏿"],
    "sex of emoji": ["🤷\u200d♀️", "🤷", "🤷🏽\u200d♂️"],
    "Vietnamese": ["Nguyễn", "nguyen", unicodedata.normalize("NFD", "Nguyễn")],
}


@pytest.mark.parametrize("spellings", SAME_WORDS.values(), ids=SAME_WORDS.keys())
@pytest.mark.parametrize("language", ["und", "en", "he", "fa", "fr"])
def test_optional_marks_do_not_count(spellings: list[str], language: str) -> None:
    """All spellings have one stem, also where the language of the work is another one."""
    assert len({stem(fold(spelling), language) for spelling in spellings}) == 1


@pytest.mark.parametrize("name", ["Arabic vowels", "alef", "madda", "superscript alef"])
def test_the_arabic_algorithm_sees_no_marks(name: str) -> None:
    """In an Arabic work, too, where endings are taken off."""
    assert len({stem(fold(spelling), "ar") for spelling in SAME_WORDS[name]}) == 1


def test_exact_words_keep_their_marks() -> None:
    """Folded words differ by them."""
    for spellings in (SAME_WORDS["Hebrew points"], SAME_WORDS["Arabic vowels"], SAME_WORDS["skin tones"]):
        assert len({fold(spelling) for spelling in spellings}) == len(spellings)


@pytest.mark.parametrize("word", ["हिन्दी", "กิน", "ភាសា", "ދިވެހި", "བོད", "が"])
def test_vowels_of_other_scripts_are_no_marks(word: str) -> None:
    """Where a mark is a vowel or makes another syllable, it stays."""
    assert flatten(fold(word)) == fold(word)


@given(MIXED)
def test_something_is_left_of_any_word(text: str) -> None:
    """No word is flattened to nothing, and flattening twice changes nothing."""
    for word in words(text):
        assert flatten(word)
        assert flatten(flatten(word)) == flatten(word)

"""Korean words are found with any particle."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.analysis.korean import is_hangul, without_particles

NOUNS_AFTER_CONSONANTS = "책 도서관 사람 집 선생님 가을 서울 얼굴 마음 한국".split()
NOUNS_AFTER_VOWELS = "그녀 친구 나라 아이 사과 학교 어머니 바다 나무 고양이".split()
EITHER = "이다 입니다 의 에 에서 에서는 에게 에게서 도 만 까지 부터 보다 처럼 마다 조차".split()
EITHER += "들 들은 들이 들에게 들의 까지도 에서도".split()


@pytest.mark.parametrize("noun", NOUNS_AFTER_CONSONANTS)
def test_nouns_that_end_in_a_consonant(noun: str) -> None:
    """A noun and its forms have one stem."""
    for particle in "은 이 을 과 으로 으로는 이라고 이나 이었다".split() + EITHER:
        assert without_particles(noun + particle) == without_particles(noun) == noun


@pytest.mark.parametrize("noun", NOUNS_AFTER_VOWELS)
def test_nouns_that_end_in_a_vowel(noun: str) -> None:
    """The same with the forms of the particles that follow a vowel, also where the noun ends as a particle could."""
    for particle in "는 가 를 와 라고 였다".split() + EITHER:
        assert without_particles(noun + particle) == without_particles(noun)


@pytest.mark.parametrize("word", "마을 가을 사랑 서로 바로 하나 모든 작가 이 의 은 나무 자유 사과 아이".split())
def test_ends_of_words_that_are_no_particles(word: str) -> None:
    """The sound before a particle and the length of the word tell it from the end of a noun; something is left."""
    assert without_particles(word) == word


@pytest.mark.parametrize(
    ("word", "expected"), [("nasa는", "nasa"), ("3월에", "3월"), ("図書館에서", "図書館"), ("물로", "물")]
)
def test_particles_after_other_letters(word: str, expected: str) -> None:
    """Foreign names and numbers take particles, too, and ㄹ takes one as a vowel does."""
    assert without_particles(word) == expected


@given(st.text(st.sampled_from("은는이가을를의에서게로들까지책나aé日"), min_size=1))
def test_something_is_left_and_it_is_stable(word: str) -> None:
    """Of any word the beginning stays, which has no particle any more."""
    left = without_particles(word)
    assert left and word.startswith(left) and without_particles(left) == left
    assert is_hangul(word[-1]) or left == word

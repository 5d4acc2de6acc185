"""Every word is kept at its own position, with offsets, whatever stands around it."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.analysis import edges, terms, words


@pytest.mark.parametrize(
    "text",
    [
        "You would have been my choice",
        "YOU WOULD HAVE BEEN MY CHOICE",
        "“You would have been my choice.”",
        "You would\u00a0have\u2009been my\u202fchoice",
        "You would\u2060—have been… my ‘choice’",
        "You wo\u00aduld have be\u200ben my choice\ufeff",
        "You _would_ have-been--my choice",
        "You would’ve been my choice",
        "You would've been my choice",
        "Ｙｏｕ would have been my choice",
        "*You*\twould\r\nhave\u2028been my choice!",
    ],
)
def test_typography_does_not_change_the_words(text: str) -> None:
    """Quotes, dashes, spaces, invisible characters, case and width are folded."""
    assert words(text) == ["you", "would", "have", "been", "my", "choice"]


@pytest.mark.parametrize(
    ("contraction", "full"),
    [
        ("don't", "do not"),
        ("can’t", "can not"),
        ("won't", "will not"),
        ("shan't", "shall not"),
        ("I'm", "I am"),
        ("they're", "they are"),
        ("she'll", "she will"),
        ("you've", "you have"),
        ("WOULDN'T", "would not"),
    ],
)
def test_contractions_of_one_reading_are_the_full_words(contraction: str, full: str) -> None:
    """A contraction that can only mean one thing is found by its full form, and the other way round."""
    assert words(contraction) == words(full)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("you'd", ["you", "d"]),
        ("Lexa's", ["lexa", "s"]),
        ("o'clock", ["o", "clock"]),
        ("l'homme", ["l", "homme"]),
        ("'Tis", ["tis"]),
        ("ma'am", ["ma", "am"]),
        ("the cat' ll", ["the", "cat", "ll"]),
        ("''ve", ["ve"]),
        ("3.5", ["3", "5"]),
        ("日本 語", ["日", "本", "語"]),
        ("Straße", ["strasse"]),
        ("ﬁne", ["fine"]),
        ("हिन्दी", ["हिन्दी"]),
        ("", []),
        ("—…!?", []),
    ],
)
def test_words_of_other_kinds(text: str, expected: list[str]) -> None:
    """Ambiguous contractions stay in pieces; scripts without spaces are parted by character."""
    assert words(text) == expected


def test_offsets_point_at_the_words_as_written() -> None:
    """A term's offsets give the very characters that it came from, also inside a contraction."""
    text = "“You wouldn’t,” she said."
    assert [(term.text, text[term.start : term.end]) for term in terms(text)] == [
        ("you", "You"),
        ("would", "would"),
        ("not", "n’t"),
        ("she", "she"),
        ("said", "said"),
    ]


def test_composed_and_decomposed_letters_are_equal() -> None:
    """NFC and NFD spell the same words, and accents count."""
    assert words("résumé") == words(unicodedata.normalize("NFD", "résumé")) == ["résumé"]
    assert words("resume") != words("résumé")


@given(st.text())
def test_terms_are_in_order_and_inside_the_text(text: str) -> None:
    """For any text the spans ascend, are disjoint and not empty, and hold a letter, digit or mark."""
    end = 0
    for term in terms(text):
        assert end <= term.start < term.end <= len(text)
        assert term.text
        assert any(unicodedata.category(c)[0] in "LNM" for c in text[term.start : term.end])
        end = term.end


@given(st.text())
def test_every_letter_is_in_a_term(text: str) -> None:
    """Nothing that a person would read is left out."""
    covered = {index for term in terms(text) for index in range(term.start, term.end)}
    for index, character in enumerate(text):
        if character.isalnum():
            assert index in covered or character in "ʼ"


@given(st.lists(st.from_regex(re.compile(r"[a-z]{1,8}", re.ASCII), fullmatch=True), min_size=1))
def test_plain_words_come_back_as_they_are(plain: list[str]) -> None:
    """Oracle: for lower-case ASCII words parted by spaces, the terms are what split() gives."""
    assert words(" ".join(plain)) == plain


@given(st.text())
def test_words_are_those_of_terms(text: str) -> None:
    """The quick way and the one with offsets agree."""
    assert words(text) == [term.text for term in terms(text)]


@given(st.text())
def test_there_are_edges_for_each_term(text: str) -> None:
    """The runs between edges are as many as terms, and overlap them."""
    found = terms(text)
    own = edges(text).reshape(-1, 2).tolist()
    assert len(own) == len(found)
    for term, (start, end) in zip(found, own, strict=True):
        assert abs(start - term.start) <= 2 and end >= term.end > start - 2


@given(st.text(max_size=40), st.sampled_from(["a", "é", " ", "’", "—", "\u2060", "日", "\u0301", "𝔘", "\ud800"]))
def test_texts_have_the_edges_of_their_pieces(text: str, between: str) -> None:
    """What is in a text decides which way it goes. Oracle: the pieces between blanks, one by one."""
    pieces = [f"{text}{between}{text}", "plain words", text] * 8
    own, at = [], 0
    for piece in pieces:
        own += [edge + at for edge in edges(piece).tolist()]
        at += len(piece) + 1
    assert edges("\n".join(pieces)).tolist() == own


@given(st.text())
def test_folding_is_stable(text: str) -> None:
    """Folding folded words changes nothing (contractions and ideographs aside, which come apart once)."""
    for word in words(text):
        again = words(word)
        assert again == [word] or len(again) != 1

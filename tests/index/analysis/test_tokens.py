"""Every word is kept at its own position, with offsets, whatever stands around it."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.analysis import edges, is_apostrophe, is_emoji, terms, words
from .scripts import CHARACTERS, MIXED


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


@pytest.mark.parametrize(
    ("spellings", "expected"),
    [
        # Variation selectors, of emoji and text, of ideographs and of Mongolian; enclosing marks; tags; joiners.
        (["❤️", "❤︎", "❤"], ["❤"]),
        (["1️⃣", "1", "1\ufe0f"], ["1"]),
        (["葛\U000e0100城", "葛城", "葛\ufe00城"], ["葛", "城"]),
        (["ᠮᠣ\u180bᠩ", "ᠮᠣᠩ"], ["ᠮᠣᠩ"]),
        (["wi\ufe0fth", "with", "wi\u034fth", "w\u200dith"], ["with"]),
        (["а\u0488б", "аб"], ["аб"]),
        # Kana in pieces and in half widths; the prolonged sound mark of each width.
        (["がっこう", unicodedata.normalize("NFD", "がっこう"), "か゛っこう"], ["が", "っ", "こ", "う"]),
        (["ドア", "ﾄﾞｱ", unicodedata.normalize("NFD", "ドア")], ["ド", "ア"]),
        (["ラーメン", "ﾗｰﾒﾝ"], ["ラ", "ー", "メ", "ン"]),
        (["パンダ", "ﾊﾟﾝﾀﾞ", unicodedata.normalize("NFD", "パンダ")], ["パ", "ン", "ダ"]),
        # Radicals, and ideographs in circles.
        (["一日", "⼀⽇", "㊀㊐"], ["一", "日"]),
        # Letters in circles.
        (["fire", "ⓕⓘⓡⓔ"], ["fire"]),
        # Apostrophes: ʻokina, hamza and ʿayn as editors write them.
        (["O'ahu", "Oʻahu", "O‘ahu", "O’ahu", "O`ahu", "O´ahu"], ["o", "ahu"]),
        (["Qur'an", "Qurʾan", "Qurʼan", "Qur‛an"], ["qur", "an"]),
        (["Ja'far", "Jaʿfar", "Jaʽfar", "Ja՚far"], ["ja", "far"]),
        (["don't", "donʼt", "don‛t", "don´t", "don＇t"], ["do", "not"]),
        (["צ'ק", "צ׳ק"], ["צ", "ק"]),
        # Thai and Lao: a vowel and its mark as one character or two, before or after the tone; two vowels for one.
        (["น้ำ", "น\u0e49\u0e4d\u0e32", "น\u0e4d\u0e49\u0e32"], ["น\u0e49\u0e4d\u0e32"]),
        (["แมว", "เเมว", "แ\u200bมว"], ["แ", "ม", "ว"]),
        (["ໜັງ", "ຫນັງ"], ["ຫນັ", "ງ"]),
        (["ນ\u0ec9\u0eb3", "ນ\u0ecd\u0ec9\u0eb2"], ["ນ\u0ec9\u0ecd\u0eb2"]),
        # Khmer and Burmese with letters below letters, parted or not by spaces that are not seen.
        (["ឆ្មាខ្មៅ", "ឆ្មា\u200bខ្មៅ"], ["ឆ្មា", "ខ្មៅ"]),
        (["ကမ္ဘာ"], ["က", "မ္ဘာ"]),
        (["ꦗꦮ"], ["ꦗ", "ꦮ"]),
        (["བཀྲ་ཤིས"], ["བཀྲ", "ཤིས"]),
        (["ปี๒๕๖๐"], ["ปี", "๒๕๖๐"]),
        # Words parted at a line's end by a soft hyphen, with or without a hyphen that is seen.
        (["posses\xad\nsion", "posses-\xad\n  sion", "posses‐\xad \n\tsion", "posses¬\xad\nsion"], ["possession"]),
        (["har\xad\nbour\xad\nmas\xadter"], ["harbourmaster"]),
        (["паро-\xad\nход"], ["пароход"]),
        (["도서-\xad\n관에서"], ["도서관에서"]),
        (["don’t-\xad\nx"], ["don", "tx"]),
        (["well-\nknown", "well\xad\n\nknown", "well-\xad —known"], ["well", "known"]),
        # Emoji, alone and in sequences that are seen as one.
        (["fire🔥🔥water"], ["fire", "🔥", "🔥", "water"]),
        (["👩\u200d🚀"], ["👩🚀"]),
        (["🏳️\u200d🌈", "🏳\u200d🌈"], ["🏳🌈"]),
        (["👍🏽👍"], ["👍🏽", "👍"]),
        (["🇫🇷🇩🇪"], ["🇫🇷", "🇩🇪"]),
        (["☎️ ✈️"], ["☎", "✈"]),
        # Ornaments and signs of type are none.
        (["a ★ b ♪ c → d © e ™ f ✽ ❦ g"], list("abcdefg")),
    ],
)
def test_spellings_of_one_word(spellings: list[str], expected: list[str]) -> None:
    """What looks the same or means the same is the same word, whichever way it is encoded."""
    for spelling in spellings:
        assert words(spelling) == expected, spelling


def test_flags_of_countries_within_countries_are_told_apart() -> None:
    """A flag that is spelt in tags is a term of its own."""
    england, scotland = ("🏴" + "".join(chr(0xE0000 + ord(c)) for c in f"gb{n}\x7f") for n in ("eng", "sct"))
    assert len({*words(f"{england} {scotland} 🏴")}) == 3


def test_marks_and_selectors_belong_to_the_word_before_them() -> None:
    """What is marked as found is never torn from the signs that change its look."""
    text = "❤️ 葛\U000e0100 1️⃣ น้ำ word\u2060—"
    assert [text[term.start : term.end] for term in terms(text)] == ["❤️", "葛\U000e0100", "1️⃣", "น้ำ", "word"]


def test_a_parted_word_is_marked_over_the_line_end() -> None:
    """Its span has both pieces and what is between them."""
    text = "to get posses-\xad\n sion of me"
    term = terms(text)[2]
    assert (term.text, text[term.start : term.end]) == ("possession", "posses-\xad\n sion")
    assert edges(text).tolist()[4:6] == [term.start, term.end]


def test_signs_that_are_not_seen_are_no_words() -> None:
    """A selector, a mark around nothing or a blank letter by itself is nothing."""
    assert words("\ufe0f \u20e3 \u200d \U000e0067 \u3164 \U000e0100") == []


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


@given(MIXED)
def test_terms_are_in_order_and_inside_the_text(text: str) -> None:
    """For any text the spans ascend, are disjoint and not empty, and hold a letter, digit, mark or emoji."""
    end = 0
    for term in terms(text):
        assert end <= term.start < term.end <= len(text)
        assert term.text
        plain = unicodedata.normalize("NFKC", text[term.start : term.end])
        assert any(unicodedata.category(c)[0] in "LNM" or is_emoji(c) for c in plain)
        end = term.end


@given(MIXED)
def test_every_letter_is_in_a_term(text: str) -> None:
    """Nothing that a person would read is left out."""
    covered = {index for term in terms(text) for index in range(term.start, term.end)}
    for index, character in enumerate(text):
        if character.isalnum():
            assert index in covered or is_apostrophe(character) or character in "\u3164\uffa0"


@given(st.lists(st.from_regex(re.compile(r"[a-z]{1,8}", re.ASCII), fullmatch=True), min_size=1))
def test_plain_words_come_back_as_they_are(plain: list[str]) -> None:
    """Oracle: for lower-case ASCII words parted by spaces, the terms are what split() gives."""
    assert words(" ".join(plain)) == plain


@given(MIXED)
def test_words_are_those_of_terms(text: str) -> None:
    """The quick way and the one with offsets agree."""
    assert words(text) == [term.text for term in terms(text)]


@given(MIXED)
def test_there_are_edges_for_each_term(text: str) -> None:
    """The runs between edges are as many as terms, and overlap them."""
    found = terms(text)
    own = edges(text).reshape(-1, 2).tolist()
    assert len(own) == len(found)
    for term, (start, end) in zip(found, own, strict=True):
        assert abs(start - term.start) <= 2 and end >= term.end > start - 2


@given(MIXED, st.sampled_from(["a", "é", " ", "’", "—", "\u2060", "日", "\u0301", "𝔘", "\ud800", *CHARACTERS]))
def test_texts_have_the_edges_of_their_pieces(text: str, between: str) -> None:
    """What is in a text decides which way it goes. Oracle: the pieces between blanks, one by one."""
    pieces = [f"{text}{between}{text}", "plain words", text] * 8
    own, at = [], 0
    for piece in pieces:
        own += [edge + at for edge in edges(piece).tolist()]
        at += len(piece) + 1
    assert edges("\0".join(pieces)).tolist() == own


@given(MIXED)
def test_folding_is_stable(text: str) -> None:
    """Folding folded words changes nothing (contractions and ideographs aside, which come apart once)."""
    for word in words(text):
        again = words(word)
        assert again == [word] or len(again) != 1

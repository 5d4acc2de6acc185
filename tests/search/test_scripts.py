"""Words are found in every script, however they are spelt, and marked as they stand."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import Work
from fabula.search import Library, MatchKind

Found = tuple[MatchKind, list[str]]


@pytest.fixture
def find(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> Callable[..., Found | None]:
    """find(text, query) -> how `text` matches and what is marked in it, beside a work that has none of it; or None."""

    def found(text: str, query: str, language: str = "en") -> Found | None:
        # Its letters are those of the words looked for, but not in their order.
        scattered = make_work("นอนวันแดงมา 書い館長図 책상 도서", title="Another", language="")
        with Library.open(make_library(make_work(text, language=language), scattered)) as library:
            results = library.search(query)
            if not results.hits:
                return None
            assert results.total == 1
            (hit,) = results.hits
            return hit.match, [hit.scene.text[start:end] for start, end in hit.matches]

    return found


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        # Selectors and enclosing marks are not seen; an emoji is a word.
        ("She drew a ❤️ on the letter.", "❤", ["❤️"]),
        ("She drew a ❤ on the letter.", "❤️", ["❤"]),
        ("She drew a ❤️ on the letter.", '"drew a ❤ on"', ["drew a ❤️ on"]),
        ("Press 1️⃣ now.", "1", ["1️⃣"]),
        ("He waved 👩‍🚀 home.", "👩‍🚀", ["👩‍🚀"]),
        ("The 🏳️‍🌈 hung there.", "🏳‍🌈", ["🏳️‍🌈"]),
        ("Go 🇫🇷 go.", "🇫🇷", ["🇫🇷"]),
        ("葛\U000e0100城の月", "葛城", ["葛\U000e0100城"]),
        ("ᠮᠣ᠋ᠩ ᠨᠣᠮ", "ᠮᠣᠩ", ["ᠮᠣ᠋ᠩ"]),
        # Kana in pieces and of half width.
        (
            unicodedata.normalize("NFD", "彼女はがっこうへ行った。"),
            '"がっこう"',
            [unicodedata.normalize("NFD", "がっこう")],
        ),
        ("ﾗｰﾒﾝとﾄﾞｱ", "ラーメン", ["ﾗｰﾒﾝ"]),
        ("ラーメンとドア", "ﾄﾞｱ", ["ドア"]),
        # Apostrophes.
        ("They sailed to Oʻahu.", "O'ahu", ["Oʻahu"]),
        ("They sailed to O'ahu.", '"to oʻahu"', ["to O'ahu"]),
        ("The Qurʾan lay there.", "Qur'an", ["Qurʾan"]),
        ("At Jaʿfar’s house.", "ja'far", ["Jaʿfar"]),
        # Scripts without spaces.
        ("เธอรักแมวมาก", "แมว", ["แมว"]),
        ("เธอรักเเมวมาก", "แมว", ["เเมว"]),
        ("ดื่มนํ้าแล้ว", '"น้ำ"', ["นํ้า"]),
        ("ຂ້ອຍມີແມວ", "ແມວ", ["ແມວ"]),
        ("នាងស្រលាញ់ឆ្មាណាស់។", "ឆ្មា", ["ឆ្មា"]),
        ("នាង\u200bស្រលាញ់\u200bឆ្មា", '"ស្រលាញ់ឆ្មា"', ["ស្រលាញ់\u200bឆ្មា"]),
        ("ကျွန်တော်ကြောင်ချစ်တယ်", "ကြောင်", ["ကြောင်"]),
        ("བོད་སྐད་ཡིག", '"སྐད་ཡིག"', ["སྐད་ཡིག"]),
        ("ꦏꦸꦕꦶꦁꦲꦶꦉꦁ", "ꦏꦸꦕꦶꦁ", ["ꦏꦸꦕꦶꦁ"]),
    ],
)
def test_words_are_found_as_typed(find: Callable[..., Found | None], text: str, query: str, marked: list[str]) -> None:
    """Spellings that mean the same word match exactly."""
    assert find(text, query) == (MatchKind.EXACT, marked)


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("그녀는 도서관에서 책을 읽었다.", "책", ["책을"]),
        ("그녀는 도서관에서 책을 읽었다.", "도서관", ["도서관에서"]),
        ("그녀는 도서관에서 책을 읽었다.", "도서관은", ["도서관에서"]),
        (unicodedata.normalize("NFD", "친구와 학교에 갔다."), "학교", [unicodedata.normalize("NFD", "학교에")]),
        ("NASA는 멀다.", "nasa", ["NASA는"]),
        ("בְּרֵאשִׁית בָּרָא אֱלֹהִים", "בראשית ברא", ["בְּרֵאשִׁית בָּרָא"]),
        ("He read שָׁמַיִם aloud.", "שמים", ["שָׁמַיִם"]),
        ("كَتَبَ الوَلَدُ رِسَالَةً", "كتب الولد", ["كَتَبَ الوَلَدُ"]),
        ("مـرحـبـا بكم", "مرحبا", ["مـرحـبـا"]),
        ("أكل الأب", "اكل الاب", ["أكل الأب"]),
        ("این کتاب است", "كتاب", ["کتاب"]),
        ("The Qurʾān lay there.", "Qur'an", ["Qurʾān"]),
        ("A 👍🏽 from him.", "👍", ["👍🏽"]),
        ("She 🤷🏽‍♀️ and left.", "🤷", ["🤷🏽‍♀️"]),
    ],
)
@pytest.mark.parametrize("language", ["en", ""])
def test_words_are_found_in_other_forms(
    find: Callable[..., Found | None], text: str, query: str, marked: list[str], language: str
) -> None:
    """Particles and optional marks do not count, whatever the work's language; the quoted phrase keeps them."""
    assert find(text, query, language) == (MatchKind.STEMMED, marked)
    assert find(text, f'"{query}"', language) is None


@pytest.mark.parametrize("query", ["แดน", "นม", "図館", "館書", "ឆ្ម"])
def test_letters_that_stand_elsewhere_are_not_the_word(find: Callable[..., Found | None], query: str) -> None:
    """A scene that has the letters of a word apart or in another order does not have the word."""
    assert find("Nothing of it. ឆ្មា", query) is None


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("那天晚上他站在门口看着她", "那天晚上他坐在门口看着她"),
        ("แมวดำตัวหนึ่งนอนอยู่บนหลังคาบ้าน", "แมวดำตัวหนึ่งอยู่บนหลังคาเรือน"),
    ],
)
def test_sentences_remembered_wrongly(find: Callable[..., Found | None], text: str, query: str) -> None:
    """Of a long run without spaces the pieces are found that are right."""
    found = find(text, query)
    assert found is not None and found[0] in (MatchKind.NEAR, MatchKind.WORDS)


def test_words_without_spaces_beside_operators(find: Callable[..., Found | None]) -> None:
    """In a query with operators such a word is a phrase, too."""
    assert find("แมวดำ and a map", "map AND แมว") == (MatchKind.WORDS, ["แมว", "map"])
    assert find("ว ม แ and a map", "map AND แมว") is None

"""Headings of Chinese, Japanese and Korean texts."""

from __future__ import annotations

import doctest
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.readers.headings import east_asian
from fabula.index.readers.headings.east_asian import parse_han, parse_label
from fabula.index.readers.headings.heading_ranks import Rank


def test_examples_in_the_documentation_hold() -> None:
    """The examples of the docstrings are true."""
    assert doctest.testmod(east_asian).failed == 0


@pytest.mark.parametrize(
    ("line", "rank", "number", "title"),
    [
        ("第一章", Rank.CHAPTER, 1, ""), ("第十二章 初遇", Rank.CHAPTER, 12, "初遇"),
        ("第一章风雨", Rank.CHAPTER, 1, "风雨"), ("第两百一十八章 雪", Rank.CHAPTER, 218, "雪"),
        ("第1024章：你是谁？", Rank.CHAPTER, 1024, "你是谁？"),
        ("第壹佰回 风雪夜归人", Rank.CHAPTER, 100, "风雪夜归人"),
        ("第３話「再会」", Rank.CHAPTER, 3, "「再会」"), ("第一夜", Rank.CHAPTER, 1, ""),
        ("12話　出会い", Rank.CHAPTER, 12, "出会い"), ("三章 雨", Rank.CHAPTER, 3, "雨"),
        ("第二卷", Rank.PART, 2, ""), ("卷二 风云", Rank.PART, 2, "风云"), ("第３巻", Rank.PART, 3, ""),
        ("第二卷 第三章 风", Rank.CHAPTER, 3, "风"), ("正文 第一章 雨", Rank.CHAPTER, 1, "雨"),
        ("제5장 바람", Rank.CHAPTER, 5, "바람"), ("제 12 화", Rank.CHAPTER, 12, ""), ("제십이장", Rank.CHAPTER, 12, ""),
        ("877화. 문", Rank.CHAPTER, 877, "문"), ("3화. 겨울이 왔다", Rank.CHAPTER, 3, "겨울이 왔다"),
        ("외전 3화", Rank.CHAPTER, 3, ""), ("2부", Rank.PART, 2, ""),
        ("プロローグ", Rank.CHAPTER, 0, ""), ("楔子", Rank.CHAPTER, 0, ""), ("番外一 小雪", Rank.CHAPTER, 0, "小雪"),
        ("프롤로그", Rank.CHAPTER, 0, ""), ("작가의 말", Rank.CHAPTER, 0, ""),
        ("一", Rank.NUMERAL, 1, ""), ("（三）", Rank.NUMERAL, 3, ""), ("二十一", Rank.NUMERAL, 21, ""),
        ("一、风雨", Rank.TITLE, 1, "风雨"), ("001 风雨", Rank.TITLE, 1, "风雨"), ("12　再会", Rank.TITLE, 12, "再会"),
    ],
)  # fmt: skip
def test_labels_and_numbers(line: str, rank: Rank, number: int, title: str) -> None:
    """The label stands around the number, with the title after it; decomposed letters are the same."""
    assert parse_label(line) == (rank, number, title)
    assert parse_label(unicodedata.normalize("NFD", line)) == (rank, number, title)


@pytest.mark.parametrize(
    "line",
    [
        "第一章我已经读完了，真是太好看了", "第一次见面", "第一夜，他们没有睡", "第一章的标题写错了", "第一章。",
        "三回、ドアを叩いた", "一人だった", "三百年前", "十分", "一つ", "二人は歩いた", "一、二、三",
        "3회 연속으로 이겼다.", "제일 좋아", "십분", "화요일", "3 人が来た。",
        "The door", "12 monkeys", "「一」と彼は言った", "",
        "第一章 " + "很长的话" * 20,
    ],
)  # fmt: skip
def test_sentences_are_no_headings(line: str) -> None:
    """Counts, days, and sentences that begin with a label are story."""
    assert parse_label(line) is None


@given(st.integers(1, 9_999))
def test_numbers_are_read_as_they_are_spoken(number: int) -> None:
    """Every number to 9,999 by places and by digits."""
    digits = "零一二三四五六七八九"
    spoken = ""
    for power, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        spoken += digits[digit] + sign if digit else ""
    assert parse_han(spoken) == number
    assert parse_han("".join(digits[int(sign)] for sign in str(number))) == number


@given(st.text(alphabet="第一二十百章回卷話화장제 　：。「」12a", max_size=30))
def test_any_line_is_a_label_or_not(line: str) -> None:
    """No line makes the search fail."""
    label = parse_label(line)
    assert label is None or label.number >= 0

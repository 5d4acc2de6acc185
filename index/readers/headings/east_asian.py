"""Headings of Chinese, Japanese and Korean texts: "第十二章 初遇", "第３話", "877화. 문", "卷二", "一", "序章"."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from .heading_ranks import Rank

_DIGITS = {sign: value for value, signs in enumerate(
    ("〇零○", "一壹弌", "二贰貳弐两兩", "三叁參参", "四肆", "五伍", "六陆陸", "七柒漆", "八捌", "九玖")
) for sign in signs}  # fmt: skip
_POWERS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS = {"廿": 20, "卅": 30}
_MYRIADS = "万萬"
_KOREAN_DIGITS = {sign: value for value, sign in enumerate("일이삼사오육칠팔구", start=1)}
_KOREAN_POWERS = {"십": 10, "백": 100}
HAN_NUMBER_SIGNS = frozenset((*_DIGITS, *_POWERS, *_TENS, *_MYRIADS))

_HAN = f"[{''.join(sorted(HAN_NUMBER_SIGNS))}]"
_KOREAN = f"[{''.join((*_KOREAN_DIGITS, *_KOREAN_POWERS))}]"
_PART_UNITS = "卷巻部集冊册編编輯季"
_CHAPTER_UNITS = "章回话話節节幕折篇場场夜"
_KOREAN_UNITS = "장화부막권편회절"
_KOREAN_PART_UNITS = "부권"
_UNITS = f"{_PART_UNITS}{_CHAPTER_UNITS}{_KOREAN_UNITS}"
# Chinese writers put no blank between label and title; with one, a title may hold any sign.
_AFTER = r"(?P<rest>$|[\s.．:：・·—–―\-~～|｜(（【〈《「『\[].*)"
_LABELS = (
    # "第十二章初遇", "第３話：出会い"
    re.compile(
        rf"第\s*(?P<number>\d{{1,5}}|{_HAN}{{1,12}})\s*(?P<unit>[{_PART_UNITS}{_CHAPTER_UNITS}])(?P<rest>.*)", re.DOTALL
    ),
    # "제5장", "제 12 화 문"
    re.compile(rf"제\s*(?P<number>\d{{1,5}}|{_KOREAN}{{1,5}})\s*(?P<unit>[{_KOREAN_UNITS}]){_AFTER}", re.DOTALL),
    # "卷二 风云"
    re.compile(rf"(?P<unit>[卷巻])\s*(?P<number>\d{{1,4}}|{_HAN}{{1,4}}){_AFTER}", re.DOTALL),
    # "877화. 문", "12話", "三章 雨"
    re.compile(rf"(?P<number>\d{{1,5}}|{_HAN}{{1,6}})\s?(?P<unit>[{_UNITS}]){_AFTER}", re.DOTALL),
)
# "正文 第一章"; "外전 3화".
_PREFIX = re.compile(r"(?:正文|外传|外傳|外伝|番外|외전|번외|본편)\s*(?=[第제\d])")
# A lone sign of these may be anything else but a number.
_NUMERAL = re.compile(
    rf"[（(【〈《〔\[]?(?P<number>{_HAN}{{1,5}})[）)】〉》〕\]]?(?P<rest>$|[、.．：:\s].*)", re.DOTALL
)
# "001 风雨"
_COUNTED_TITLE = re.compile(r"(?P<number>\d{1,4})\s+(?P<title>[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af].*)", re.DOTALL)
_OUTSIDE_NAMES = (
    "楔子 序章 序 序言 序文 序幕 序曲 引子 引言 前言 前書き まえがき はじめに 尾声 尾聲 后记 後記 後書き あとがき"
    " おわりに プロローグ エピローグ 프롤로그 에필로그 서장 서문 서론 머리말 맺음말 후기 작가의\\s?말 작가\\s?후기"
)
_CHAPTER_NAMES = (
    "番外 番外篇 番外編 番外编 外传 外傳 外伝 大结局 大結局 终章 終章 最终章 最終章 最終話 最终话 最終回 幕间 幕間"
    " 閑話 間話 间章 間章 断章 インターリュード 외전 번외 번외편 종장 막간 최종화 최종장"
)


def _names(names: str) -> str:
    return "|".join(sorted(names.split(), key=len, reverse=True))


_NAMED = re.compile(
    rf"(?:{_names(f'{_OUTSIDE_NAMES} {_CHAPTER_NAMES}')})\s?(?:\d{{1,4}}|{_HAN}{{1,4}})?{_AFTER}", re.DOTALL
)
OUTSIDE_NAMES = _names(_OUTSIDE_NAMES)
"""A pattern of prologues, prefaces and afterwords: they are not counted as chapters."""

_MAX_LINE_CHARS = 45
# The longest title seen without a blank before it has 16.
_MAX_NUMBER_SIGNS = 18
_MAX_GLUED_TITLE_CHARS = 20
# "第一章的标题", "第一夜，他们": what follows the label is a sentence.
_NO_GLUED_TITLE = re.compile(
    r"[的是在里裡中和我你您他她它就也都有了到之已读讀写寫讲講から을를이가은는의에]|[^、，。！？；：]*[、，。！？；：“”「」…]"
)
_SENTENCE_SIGN = re.compile("[，。！？；]")
_STOP = ("。", "．", "다.", "요.", "죠.", "，", "、")
_AROUND_TITLE = " :：、.．　—–―-~～・·|｜"


class EastAsianLabel(NamedTuple):
    """A line that is a heading.

    rank    of the section that it heads.
    number  0 for a name without one.
    title   what follows the label, "" if nothing does.
    """

    rank: Rank
    number: int
    title: str


def parse_label(line: str) -> EastAsianLabel | None:
    """`line` as a heading of a Chinese, Japanese or Korean text, or None.

    >>> parse_label("第两百一十八章 雪"), parse_label("第一章我已经读完了。")
    (EastAsianLabel(rank=<Rank.CHAPTER: 1>, number=218, title='雪'), None)
    """
    if not begins_label(line) or len(line) > _MAX_LINE_CHARS:
        return None
    line = unicodedata.normalize("NFC", line)
    if prefix := _PREFIX.match(line):
        line = line[prefix.end() :]
    return _numbered(line) or _named(line) or _numeral(line) or _counted_title(line)


def begins_label(line: str) -> bool:
    """True if the first character may begin such a heading: nearly all lines of other scripts fail this quick test."""
    first = line[:1]
    return first > "\u2fff" or "\u1100" <= first <= "\u11ff" or first.isdigit()


def _numbered(line: str) -> EastAsianLabel | None:
    for pattern in _LABELS:
        if match := pattern.match(line):
            break
    else:
        return None
    rest, unit = match["rest"], match["unit"]
    title = rest.strip(_AROUND_TITLE)
    is_glued = bool(rest) and rest[0] not in _AROUND_TITLE and rest[0] not in "（(【〈《「『["
    if is_glued and (len(title) > _MAX_GLUED_TITLE_CHARS or _NO_GLUED_TITLE.match(title)):
        return None
    if rest.rstrip().endswith(_STOP):
        return None
    rank = Rank.PART if unit in _PART_UNITS or unit in _KOREAN_PART_UNITS else Rank.CHAPTER
    # "第二卷 第三章 雨" heads a chapter.
    if rank is Rank.PART and title and (inner := _numbered(title)):
        return inner
    return EastAsianLabel(rank, _value(match["number"]), title)


def _named(line: str) -> EastAsianLabel | None:
    match = _NAMED.fullmatch(line)
    if not match or match["rest"].endswith(_STOP):
        return None
    return EastAsianLabel(Rank.CHAPTER, 0, match["rest"].strip(_AROUND_TITLE))


def _numeral(line: str) -> EastAsianLabel | None:
    match = _NUMERAL.fullmatch(line)
    if not match:
        return None
    title = match["rest"].strip(_AROUND_TITLE)
    # "一、二、三", "千。": a count, a word.
    if len(title) > _MAX_GLUED_TITLE_CHARS or title[:1] in HAN_NUMBER_SIGNS or _SENTENCE_SIGN.search(title):
        return None
    return EastAsianLabel(Rank.TITLE if title else Rank.NUMERAL, parse_han(match["number"]), title)


def _counted_title(line: str) -> EastAsianLabel | None:
    match = _COUNTED_TITLE.fullmatch(line)
    if not match or len(match["title"]) > _MAX_GLUED_TITLE_CHARS or _SENTENCE_SIGN.search(match["title"]):
        return None
    return None if line.endswith(_STOP) else EastAsianLabel(Rank.TITLE, _value(match["number"]), match["title"])


def _value(number: str) -> int:
    """The number; 0 for more signs than any chapter's has, as Python refuses to read 4,300 digits."""
    if len(number) > _MAX_NUMBER_SIGNS:
        return 0
    if number.isdecimal():
        return int(number)
    return parse_korean(number) if number[0] in _KOREAN_DIGITS or number[0] in _KOREAN_POWERS else parse_han(number)


def parse_han(signs: str) -> int:
    """The number in Chinese signs, by places ("一百零五") or by digits ("一〇五"); 0 for more signs than a number has.

    >>> [parse_han(signs) for signs in ("十二", "一百零五", "二〇一", "两千三百", "廿一")]
    [12, 105, 201, 2300, 21]
    """
    if len(signs) > _MAX_NUMBER_SIGNS:
        return 0
    if all(sign in _DIGITS for sign in signs):
        return int("".join(str(_DIGITS[sign]) for sign in signs))
    total = section = digit = 0
    for sign in signs:
        if sign in _MYRIADS:
            total, section, digit = total + max(section + digit, 1) * 10_000, 0, 0
        elif sign in _POWERS:
            section, digit = section + max(digit, 1) * _POWERS[sign], 0
        elif sign in _TENS:
            section += _TENS[sign]
        else:
            digit = _DIGITS[sign]
    return total + section + digit


def parse_korean(signs: str) -> int:
    """The number in Sino-Korean words.

    >>> parse_korean("이십삼")
    23
    """
    total = digit = 0
    for sign in signs:
        if sign in _KOREAN_POWERS:
            total, digit = total + max(digit, 1) * _KOREAN_POWERS[sign], 0
        else:
            digit = _KOREAN_DIGITS[sign]
    return total + digit

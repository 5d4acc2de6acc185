"""Decodes the names of files in archives that do not say their encoding: UTF-8, else what makes the most sense.

Programs write names in the code page of their machine. Which one it was is seen from all names of an archive: each
encoding is charged for the letters that it reads. The common letters of a script are cheap; boxes and signs are dear,
and so are two scripts in a word, capitals within one, and accents side by side.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache, partial
from typing import NamedTuple

_MAX_SAMPLED_NAMES = 500
_MAX_REMEMBERED = 65_536
# So many names are judged one by one, if the archive's encoding makes no sense of them.
_MAX_ODD_NAMES = 2_000
# Bits by which another encoding has to be better than the archive's.
_MARGIN = 12.0
_INVALID = 60.0

# Bits for a sign, about as many as the letters of titles carry; a pair of bytes is one sign.
_COMMON_ACCENT, _ACCENT, _COMMON_LETTER, _LETTER, _CAPITAL = 3.0, 6.5, 4.0, 6.5, 7.0
_PUNCTUATION, _SIGN, _CONTROL = 6.0, 16.0, 30.0
_KANA, _FOREIGN_KANA, _COMMON_IDEOGRAPH, _HALF_WIDTH = 6.5, 12.0, 7.5, 9.0
_RARE = 5.0  # in addition
_HEBREW_GAIN = 1.0  # it has fewer letters than other scripts
_TWO_SCRIPTS, _INNER_CAPITAL, _BESIDE_LATIN, _TWO_ACCENTS = 12.0, 8.0, 5.0, 4.0
_INNER_FINAL = 8.0

# The letters that make up most of a text in Russian, Greek, Hebrew, Arabic and Thai.
_COMMON_LETTERS = frozenset("оеаинтсрвлкмдпуяαοιετσνηυρπκλμςάόίיוהלאתרמבשםاليمنورتبةدانرอกเงมยลวดทสต่้ะ")
# Ideographs that hardly any name has, and that four bytes of another encoding can look like.
_RARE_PLANES = "\U00020000"
_HEBREW_FINALS = frozenset("ךםןףץ")
_EAST_ASIAN = frozenset(("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "KATAKANA-HIRAGANA"))
_COMMON_ACCENTS = frozenset("áàâäãåæçéèêëíìîïñóòôöõøœßúùûüÿąćęłńśźżčďěňřšťůžőűğışÁÀÂÄÅÆÇÉÈÊËÍÎÏÑÓÔÖØŒÚÙÛÜŁŚŻŽČŘŠŐŰİ")
_TYPOGRAPHY = frozenset("–—‘’“”„…«»¡¿№°ºª·、。・「」『』【】（）！？～　《》〈〉：，ー")
# The ideographs and syllables that make up half of all text.
_COMMON = frozenset(
    "的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都"
    "然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实"
    "回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东海风山水火花龙王神"
    "這來國個說們為時會過學對後裡麼沒還發當開無經頭見從動兩長現將與進實點種聲話兒問機給等幾業間電門東風龍傳書夢愛劍"
    "見私彼女本物語第話章巻前後編上下中夜朝春夏秋冬花月雪空星海山川森町村城姫竜魔王剣世界小説短集全作品夏目漱石"
    "이다의가는을에지고하한나어그사리기자시아도로은서라인수보있대해부정장일주제전과여성소들만게구원모상마미화조스비니"
    "책학생년물우신명세동안오말거무문공회래집진방연계면중간내름별밤꽃봄바람달하늘길사랑왕검권편외전소설"
)


class _Encoding(NamedTuple):
    """A code page. One with pairs of bytes has `leads`, the first bytes of common letters, and `bits`, their cost."""

    name: str
    leads: range = range(0)
    bits: float = 0.0


_ENCODINGS = (
    _Encoding("utf-8"),
    _Encoding("cp437"),
    _Encoding("cp850"),
    _Encoding("cp866"),
    _Encoding("cp1252"),
    _Encoding("cp1251"),
    _Encoding("koi8-r"),
    _Encoding("cp852"),
    _Encoding("cp1250"),
    _Encoding("cp737"),
    _Encoding("cp1253"),
    _Encoding("cp862"),
    _Encoding("cp1255"),
    _Encoding("cp1256"),
    _Encoding("cp857"),
    _Encoding("cp1254"),
    _Encoding("cp874"),
    _Encoding("cp932", range(0x88, 0x98), 9.8),
    _Encoding("gbk", range(0xB0, 0xD8), 10.0),
    _Encoding("big5", range(0xA4, 0xC7), 10.4),
    _Encoding("cp949", range(0xB0, 0xC9), 11.0),
)


def decode_names(names: Sequence[bytes]) -> list[str]:
    """The names, in their order. Those that are UTF-8 are, whatever the others are."""
    decoded = [_decode(name, "utf-8") for name in names]
    unknown = [index for index, text in enumerate(decoded) if text is None or max(text, default="") >= _RARE_PLANES]
    sample = [names[index] for index in unknown[:_MAX_SAMPLED_NAMES]]
    encoding = min(_ENCODINGS, key=lambda encoding: sum(_cost(name, encoding) for name in sample))
    odd_names = 0
    for index in unknown:
        name, judged = names[index], encoding
        if odd_names < _MAX_ODD_NAMES and _cost(name, encoding) > _MARGIN + _least_cost(name):
            odd_names += 1
            best = min(_ENCODINGS, key=partial(_cost, name))
            judged = best if _cost(name, best) + _MARGIN < _cost(name, encoding) else encoding
        decoded[index] = _decode(name, judged.name) or name.decode("cp437")
    return [text or "" for text in decoded]


def _decode(name: bytes, encoding: str) -> str | None:
    try:
        return name.decode(encoding)
    except UnicodeDecodeError:
        return None


def _least_cost(name: bytes) -> float:
    """The least that a name costs, in any encoding."""
    return _COMMON_ACCENT * len(name.translate(None, bytes(range(128))))


def _cost(name: bytes, encoding: _Encoding) -> float:
    """Bits to print `name` as `encoding` reads it."""
    text = _decode(name, encoding.name)
    if not text:
        return _INVALID + _SIGN * len(name)
    cost = 0.0
    before = ""
    for sign in text:
        if sign > "\x7f":
            cost += _sign_cost(sign, encoding)
        if before:
            cost += _joint_cost(before, sign)
        before = sign
    return cost


@lru_cache(_MAX_REMEMBERED)
def _sign_cost(sign: str, encoding: _Encoding) -> float:
    if encoding.bits and len(data := sign.encode(encoding.name)) == 2:
        if "\u3041" <= sign <= "\u30fe":
            return _KANA if encoding.name == "cp932" else _FOREIGN_KANA
        if sign in _COMMON:
            return _COMMON_IDEOGRAPH
        if sign in _TYPOGRAPHY:
            return _PUNCTUATION + 2
        return encoding.bits + (0.0 if data[0] in encoding.leads else _RARE)
    if sign in _COMMON_ACCENTS:
        return _COMMON_ACCENT
    if "\uff61" <= sign <= "\uff9f":
        return _HALF_WIDTH
    if sign in _TYPOGRAPHY:
        return _PUNCTUATION
    category = unicodedata.category(sign)
    if category in ("Cc", "Co", "Cn") or sign >= _RARE_PLANES:
        return _CONTROL
    if category[0] not in "LM":
        return _SIGN
    if _script(sign) == "LATIN":
        return _ACCENT
    cost = _COMMON_LETTER if sign in _COMMON_LETTERS else _CAPITAL if category == "Lu" else _LETTER
    return cost - _HEBREW_GAIN if _script(sign) == "HEBREW" else cost


@lru_cache(_MAX_REMEMBERED)
def _joint_cost(before: str, sign: str) -> float:
    """The cost of two signs beside each other that do not stand in one word."""
    if not (before.isalpha() and sign.isalpha()) or (before < "\x80" and sign < "\x80"):
        return 0.0
    scripts = {_script(before), _script(sign)}
    if scripts <= _EAST_ASIAN:
        return 0.0
    if len(scripts) > 1:
        return _BESIDE_LATIN if scripts & _EAST_ASIAN else _TWO_SCRIPTS
    if before.islower() and sign.isupper():
        return _INNER_CAPITAL
    if before in _HEBREW_FINALS:
        return _INNER_FINAL
    return _TWO_ACCENTS if scripts == {"LATIN"} and before > "\x7f" < sign else 0.0


@lru_cache(_MAX_REMEMBERED)
def _script(sign: str) -> str:
    return unicodedata.name(sign, "").partition(" ")[0]

"""Gives each character its class: what it does to the words around it.

The classes are letters, one a character, so that a text becomes a string of the same length in which regular
expressions find terms (tokens.py). Python knows the categories of Unicode, but not the properties that say which
scripts have no spaces, which symbols are emoji and which characters are never seen; those are small tables here.
"""

from __future__ import annotations

import unicodedata

# Ways to write an apostrophe: typed, curly, as a mark of its own, as the letters for a glottal stop (ʻokina, hamza) and
# for ʿayn, which editors write in any of these ways, and those of Armenian, Hebrew and full widths.
APOSTROPHES = frozenset("'‘’‛`´′ʹʻʼʽʾʿˈꞋꞌ՚׳＇｀")

# Blocks written without spaces, both ends included. First what is written in ideographs and syllables: Bopomofo and
# kana with their extensions and half widths, ideographs with theirs and compatibility forms.
_IDEOGRAPHIC_BLOCKS = (
    (0x3005, 0x3007), (0x3021, 0x3035), (0x3038, 0x303B), (0x3040, 0x30FF), (0x3100, 0x312F), (0x31A0, 0x31BF),
    (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0xFF66, 0xFF9F), (0x1AFF0, 0x1B16F),
    (0x20000, 0x323AF),
)  # fmt: skip
# Then alphabets whose words are not parted: what Unicode's line breaking (UAX 14) calls complex context (SA) or aksara
# (AK). Thai, Lao; Burmese; Khmer; Tai Le, New Tai Lue; Tai Tham; Balinese; Batak; Javanese; more of Burmese; Tai Viet;
# more of Burmese; Ahom; Kawi. Tibetan parts its syllables by a mark of its own.
_ALPHABETIC_BLOCKS = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x1950, 0x19DF), (0x1A20, 0x1AAF), (0x1B00, 0x1B7F),
    (0x1BC0, 0x1BFF), (0xA980, 0xA9FF), (0xAA60, 0xAADF), (0x116D0, 0x116FF), (0x11700, 0x1174F), (0x11F00, 0x11F5F),
)  # fmt: skip

# Letters and marks that make one cluster in more ways than a base with marks. Sara am is a mark (nikhahit) and a vowel
# in one character, and often written as the two; two sara e look like sara ae; Lao writes ho before no and mo in one
# letter or in two; Khmer, Burmese and Tai Tham put the next letter below this one.
_CLUSTERING = {
    "\u0e33": "m", "\u0eb3": "m",
    "\u0e4d": "n", "\u0ecd": "n",
    "\u0e32": "a", "\u0eb2": "a",
    "\u0e40": "i", "\u0ec0": "i",
    "\u0eab": "h",
    "\u0e99": "l", "\u0ea1": "l",
    "\u17d2": "s", "\u1039": "s", "\u1a60": "s",
    # Half-width marks of voicing are letters by their category, and those with a width of their own are signs.
    "\uff9e": "m", "\uff9f": "m", "\u309b": "m", "\u309c": "m",
}  # fmt: skip

# Marks that change how a character looks and not what it is: variation selectors, the joiner of graphemes, and vowels
# of Khmer that are not written.
_VARIATION = (
    (0x034F, 0x034F), (0x17B4, 0x17B5), (0x180B, 0x180D), (0x180F, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF),
)  # fmt: skip
# Letters that are blanks to the eye.
_BLANK_LETTERS = (0x3164, 0xFFA0)
_ZERO_WIDTH_JOINER = 0x200D
_TAGS = (0xE0020, 0xE007F)
_SKIN_TONES = (0x1F3FB, 0x1F3FF)
_REGIONAL_INDICATORS = (0x1F1E6, 0x1F1FF)
# New emoji are there, assigned or not yet in this version of Python.
_PICTOGRAPHS = (0x1F000, 0x1FAFF)
# The older ones have their places among ornaments and signs (emoji-data.txt of Unicode). What books use as ornaments
# and signs of type (asterisks, arrows, squares, ©, ™) stays a separator.
_OLDER_EMOJI = frozenset(
    "⌚⌛⌨⏏⏩⏪⏫⏬⏭⏮⏯⏰⏱⏲⏳⏸⏹⏺☀☁☂☃☄☎☑☔☕☘☝☠☢☣☦☪☮☯☸☹☺♀♂♈♉♊♋♌♍♎♏♐♑♒♓♟♠♣♥♦♨♻♾♿⚒⚓⚔⚕⚖⚗⚙⚛⚜⚠⚡⚧⚪⚫⚰⚱⚽⚾⛄⛅⛈⛎⛏⛑⛓⛔⛩⛪"
    "⛰⛱⛲⛳⛴⛵⛷⛸⛹⛺⛽✂✅✈✉✊✋✌✍✏✒✔✝✡✨❄❌❎❓❔❕❗❣❤➕➖➗➰➿⬛⬜⭐⭕"
)


EMOJI_RANGES = (("⌚", "⭕"), ("\U0001f000", "\U0001faff"))
"""The first and last characters of two ranges, in the order of code points, that have all emoji and little else."""


def _is_in(code: int, *blocks: tuple[int, int]) -> bool:
    return any(low <= code <= high for low, high in blocks)


class _Shapes(dict[int, str]):
    """Code point -> the letter of its class, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        shape = self[code] = _shape(code)
        return shape


def _shape(code: int) -> str:
    character = chr(code)
    if character in APOSTROPHES:
        return "'"
    if character in _CLUSTERING:
        return _CLUSTERING[character]
    category = unicodedata.category(character)
    if _is_in(code, *_VARIATION) or category == "Me":
        return "x"
    if category[0] in "LNM" and code not in _BLANK_LETTERS:
        return _shape_of_letter(code, category)
    if category == "Cf":
        return "z" if code == _ZERO_WIDTH_JOINER else "g" if _is_in(code, _TAGS) else "-"
    if _is_in(code, _REGIONAL_INDICATORS):
        return "r"
    if _is_in(code, _SKIN_TONES):
        return "t"
    plain = unicodedata.normalize("NFKC", character)
    if category == "So" and plain != character:
        # A radical is an ideograph, and a letter or ideograph in a circle is one; "™" and "℃" are signs.
        return SHAPES[ord(plain)] if len(plain) == 1 else " "
    if category in ("So", "Cn") and (_is_in(code, _PICTOGRAPHS) or character in _OLDER_EMOJI):
        return "e"
    return " "


def _shape_of_letter(code: int, category: str) -> str:
    if category[0] == "M":
        return "m"
    if _is_in(code, *_IDEOGRAPHIC_BLOCKS):
        return "c"
    # Digits are written in runs in these scripts, too.
    return "c" if category[0] == "L" and _is_in(code, *_ALPHABETIC_BLOCKS) else "w"


SHAPES = _Shapes()
"""Code point -> class, for `str.translate`.

w   letter or digit                            m  mark on the letter before it
c   letter of a script without spaces          a i h l n s  letters and marks of such scripts that join clusters
e   emoji                                      t r g  skin tone, half of a flag, tag of a flag
x   mark that is not seen or does not count    -  invisible format character; z is the joiner of emoji
'   apostrophe                                 space for all else, which separates words
"""
UNSEEN = "xzg-"
"""The classes that a folded word does not have."""


def is_apostrophe(character: str) -> bool:
    """True for each of the ways to write one."""
    return character in APOSTROPHES


def is_unspaced(word: str) -> bool:
    """True if the folded `word` is a letter of a script without spaces: its neighbours may belong to the same word.

    >>> is_unspaced("図"), is_unspaced("แ"), is_unspaced("map")
    (True, True, False)
    """
    return SHAPES[ord(word[0])] in "caihl"


def is_ideographic(word: str) -> bool:
    """True if the folded `word` is an ideograph or stands for a syllable or sound, as kana and Bopomofo do.

    >>> is_ideographic("図"), is_ideographic("แ")
    (True, False)
    """
    return _is_in(ord(word[0]), *_IDEOGRAPHIC_BLOCKS)


def is_emoji(word: str) -> bool:
    """True if the folded `word` is one.

    >>> is_emoji("🔥"), is_emoji("fire")
    (True, False)
    """
    return SHAPES[ord(word[0])] in "etr"

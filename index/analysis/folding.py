"""Makes spellings of one word equal: folding for exact matching, flattening for the level of stems.

A folded word is in Unicode NFKC (full widths, ligatures) and case folded (Unicode Standard, section 3.13), without
invisible characters. Accents stay: "résumé" is not "resume" in an exact phrase. `flatten` removes them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from .characters import SHAPES, UNSEEN, is_emoji

# The mark nikhahit of Thai and Lao, typed before the tone that it follows.
_EARLY_NIKHAHIT = re.compile("([\u0e4d\u0ecd])([\u0e48-\u0e4b\u0ec8-\u0ecb]+)")
# Marks of voicing typed as signs of their own behind a kana, for which NFKC would put a space.
_VOICING_MARKS = str.maketrans("\u309b\u309c", "\u3099\u309a")
# Two sara e look like one sara ae, and are typed for it.
_DOUBLE_SARA_E = (("\u0e40\u0e40", "\u0e41"), ("\u0ec0\u0ec0", "\u0ec1"))


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """One word's folded form: NFKC, case folded, invisible characters removed, NFC.

    >>> fold("ﬁne"), fold("STRASSE") == fold("straße")
    ('fine', True)
    """
    if word.isascii():
        return word.lower()
    if "\u309b" in word or "\u309c" in word:
        word = word.translate(_VOICING_MARKS)
    folded = unicodedata.normalize("NFKC", word).casefold()
    # Letters are never invisible. The tags of a flag say which it is.
    unseen = "xz-" if is_emoji(word) else UNSEEN
    visible = folded if folded.isalpha() else "".join([c for c in folded if SHAPES[ord(c)] not in unseen])
    # Case folding can undo composition ("ǰ"), and NFKC can undo case folding; done twice the result is stable.
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).casefold())
    return _one_spelling(folded) if "\u0e40" <= max(folded, default="") <= "\u0eff" else folded


def _one_spelling(cluster: str) -> str:
    """A cluster of Thai or Lao as it is meant, where people type what looks the same."""
    for typed, meant in _DOUBLE_SARA_E:
        cluster = cluster.replace(typed, meant)
    return _EARLY_NIKHAHIT.sub(r"\2\1", cluster)


_UNDECOMPOSED = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
# Letters of Arabic script that writers of one language or another use for each other: alef wasla, alef maksura and the
# Persian yeh, the Persian and the swash kaf, teh marbuta and the forms of heh. Tatweel only makes a word longer. Hamza
# over or under a letter is a mark, which goes with the others.
_ARABIC_FORMS = {"ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ڪ": "ك", "ة": "ه", "ۃ": "ه", "ہ": "ه", "ە": "ه", "\u0640": ""}
_FLATTENED = str.maketrans(_UNDECOMPOSED | _ARABIC_FORMS)
# Letters whose marks are optional: accents in Latin, Greek and Cyrillic, vowel points and signs of recitation in
# Hebrew, Arabic and Syriac. In other scripts marks are vowels.
_OPTIONAL_MARKS = (("", "\u0780"), ("\u0860", "\u0900"))
_SEX_SIGNS = "♀♂"


@lru_cache(maxsize=200_000)
def flatten(word: str) -> str:
    """A folded word without optional marks, for the fallback level: "résumé" -> "resume", "œuvre" -> "oeuvre".

    Optional are accents of Latin, Greek and Cyrillic letters, points of Hebrew and marks of Arabic ones, forms of alef
    and hamza, the digits of a script, and the skin tone and sex of an emoji.

    >>> flatten("résumé"), flatten("œuvre"), flatten("שָׁמַיִם") == "שמים", flatten("١٩٨٤"), flatten("👍🏽")
    ('resume', 'oeuvre', True, '1984', '👍')
    """
    if word.isascii():
        return word
    if is_emoji(word):
        return word[0] + "".join([sign for sign in word[1:] if sign not in _SEX_SIGNS and SHAPES[ord(sign)] != "t"])
    if not word.isalpha():
        word = "".join([str(unicodedata.decimal(c)) if c.isdecimal() else c for c in word])
    return without_marks(word).translate(_FLATTENED) or word


def without_marks(word: str) -> str:
    """A folded word without its optional marks, hamza and madda over letters among them; its letters stay.

    >>> without_marks("résumé"), without_marks("القُرْآن") == "القران"
    ('resume', True)
    """
    kept: list[str] = []
    for character in unicodedata.normalize("NFD", word):
        if not (unicodedata.combining(character) and kept and _has_optional_marks(kept[-1])):
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def _has_optional_marks(letter: str) -> bool:
    return any(first <= letter < end for first, end in _OPTIONAL_MARKS)

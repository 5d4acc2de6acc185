"""Makes spellings of one word equal: folding for exact matching, flattening for the level of stems.

A folded word is in Unicode NFKC (full widths, ligatures) and case folded (Unicode Standard, section 3.13), without
format characters. Accents stay: "résumé" is not "resume" in an exact phrase. `flatten` removes them.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """One word's folded form: NFKC, case folded, format characters removed, NFC.

    >>> fold("ﬁne"), fold("STRASSE") == fold("straße")
    ('fine', True)
    """
    if word.isascii():
        return word.lower()
    folded = unicodedata.normalize("NFKC", word).casefold()
    # Letters are never format characters.
    visible = folded if folded.isalpha() else "".join(c for c in folded if unicodedata.category(c) != "Cf")
    # Case folding can undo composition ("ǰ"), and NFKC can undo case folding; done twice the result is stable.
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).casefold())


_UNDECOMPOSED = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


@lru_cache(maxsize=200_000)
def flatten(word: str) -> str:
    """A folded word without accents, for the fallback level: "résumé" -> "resume", "œuvre" -> "oeuvre".

    Only marks on Latin, Greek and Cyrillic letters are accents; in other scripts they are vowels.
    """
    if word.isascii():
        return word
    kept: list[str] = []
    for character in unicodedata.normalize("NFD", word):
        if unicodedata.combining(character) and kept and kept[-1] < "\u0590":
            continue
        kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept)).translate(_UNDECOMPOSED)

"""A faster form of NLTK's English Snowball stemmer, with the same stems for the same words.

NLTK tries every suffix of every step by itself, some sixty comparisons for a word that has none of them. Here one
comparison skips a step, and the regions R1 and R2, which are always ends of the word, are kept as lengths. Words with a
suffix of steps 2 and 3, and all uncommon words, go to NLTK itself. Tests compare both.
"""

from __future__ import annotations

import re

from nltk.stem.snowball import EnglishStemmer

_VOWELS = "aeiouy"
# In the order in which NLTK tries them.
_STEP_1B = ("ingly", "edly", "ing", "ed")
_STEP_4 = tuple("ement ance ence able ible ment ant ent ism ate iti ous ive ize ion al er ic".split())
_STEPS_2_AND_3 = tuple(
    "ization ational fulness ousness iveness tional biliti lessli entli ation alism aliti ousli iviti fulli enci anci"
    " abli izer ator alli bli ogi li alize icate iciti ative ical ness ful".split()
)
_DOUBLES = ("bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt")

# Words that the code below can handle: no apostrophes, no accents, no two y in a row, none of the prefixes that have
# regions of their own, no "eed".
_COMMON = re.compile("(?!gener|commun|arsen|.*(?:yy|eed))[a-z]{3,}")
# A y that begins the word or follows a vowel is a consonant, written Y.
_CONSONANT_Y = re.compile("^y|(?<=[aeiou])y")
# A region begins after the first match.
_REGION = re.compile("[aeiouy][^aeiouy]")
_VOWEL = re.compile("[aeiouy]")


class QuickEnglishStemmer(EnglishStemmer):  # type: ignore[misc] # NLTK has no types
    """See NLTK's. Steps and regions are those of https://snowballstem.org/algorithms/english/stemmer.html."""

    def __init__(self) -> None:
        super().__init__()
        # Words whose stems are in a list of NLTK's.
        self.special: dict[str, str] = self._EnglishStemmer__special_words

    def stem(self, word: str) -> str:
        if word in self.special or not _COMMON.fullmatch(word):
            return str(super().stem(word))
        original = word
        if "y" in word:
            word = _CONSONANT_Y.sub("Y", word)
        match = _REGION.search(word)
        r1 = len(word) - match.end() if match else 0
        match = _REGION.search(word, match.end()) if match else None
        r2 = len(word) - match.end() if match else 0

        if word[-1] == "s" or word.endswith("ied"):
            cut = _plural_end(word)
            word, r1, r2 = _cut(word, r1, r2, cut)

        for suffix in _STEP_1B if word.endswith(_STEP_1B) else ():
            if word.endswith(suffix):
                if _VOWEL.search(word, 0, len(word) - len(suffix)):
                    word, r1, r2 = _cut(word, r1, r2, len(suffix))
                    if word.endswith(("at", "bl", "iz")):
                        word, r1 = word + "e", r1 + 1
                        if len(word) > 5 or r1 >= 3:
                            r2 += 1
                    elif word.endswith(_DOUBLES):
                        word, r1, r2 = _cut(word, r1, r2, 1)
                    elif r1 == 0 and _is_short(word):
                        word += "e"
                break

        if word[-1] in "yY" and len(word) > 2 and word[-2] not in _VOWELS:
            word = word[:-1] + "i"

        if word.endswith(_STEPS_2_AND_3):
            return str(super().stem(original))

        for suffix in _STEP_4 if r2 and word.endswith(_STEP_4) else ():
            if word.endswith(suffix):
                if r2 >= len(suffix) and (suffix != "ion" or word[-4] in "st"):
                    word, r1, r2 = _cut(word, r1, r2, len(suffix))
                break

        if word[-1] == "e":
            if r2 or (r1 and _loses_e(word)):
                word = word[:-1]
        elif r2 and word.endswith("ll"):
            word = word[:-1]
        return word.replace("Y", "y")


def _plural_end(word: str) -> int:
    """The number of letters that step 1a removes."""
    if word.endswith("sses"):
        return 2
    if word.endswith(("ied", "ies")):
        return 2 if len(word) > 4 else 1
    if word.endswith(("us", "ss")):
        return 0
    return 1 if _VOWEL.search(word, 0, len(word) - 2) else 0


def _cut(word: str, r1: int, r2: int, letters: int) -> tuple[str, int, int]:
    """`word` and its regions without the last `letters`."""
    return word[: len(word) - letters], max(0, r1 - letters), max(0, r2 - letters)


def _is_short(word: str) -> bool:
    if len(word) == 2:
        return word[0] in _VOWELS and word[1] not in _VOWELS
    return len(word) > 2 and word[-1] not in "aeiouywxY" and word[-2] in _VOWELS and word[-3] not in _VOWELS


def _loses_e(word: str) -> bool:
    """Whether step 5 removes an e in R1: no short syllable precedes it."""
    return len(word) >= 4 and (word[-2] in "aeiouywxY" or word[-3] not in _VOWELS or word[-4] in _VOWELS)

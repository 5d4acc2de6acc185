"""English contractions typed without their apostrophe: "dont", "youre", "shouldve".

The index has the words that a contraction stands for ("do not"), so that "dont" finds none of them.
"""

from __future__ import annotations

from fabula.index.analysis import words

# Words before each ending; negated verbs end in "nt" and are known by what the index makes of them.
_MODALS = ("would", "could", "should", "might", "must", "may")
_BASES = {
    "ve": ("i", "you", "we", "they", "who", "there", "what", *_MODALS),
    "ll": ("i", "you", "he", "she", "it", "we", "they", "that", "there", "who", "what", "this", "nobody", "somebody"),
    "re": ("you", "we", "they", "what", "there", "where", "how", "why"),
    "m": ("i",),
    "d": ("i", "you", "he", "she", "it", "we", "they", "that", "there", "who", "what", "how", "where", "why"),
    "s": (
        "he", "she", "it", "that", "there", "here", "who", "what", "where", "when", "how", "why", "let",
        *(some + body for some in ("any", "every", "no", "some") for body in ("body", "thing")),
        "anyone", "everyone", "someone",
    ),
}  # fmt: skip
# Endings that are a word of their own in the index.
ENDINGS = frozenset(("t", "ve", "ll", "re", "m"))
_OTHERS = ("ain't", "o'clock", "ma'am", "y'all", "c'mon", "d'you", "o'er", "ne'er", "e'er", "i'd've", "'tisn't")
# Words of every day: only where no text has them in a row with those beside them may they be contractions.
_ALSO_WORDS = frozenset("well were ill hell shell wed shed id its lets whys hows".split())


def _spelt_out() -> dict[str, str]:
    """Contractions by their letters; those of negated verbs are left to `contraction_of`."""
    contractions = [f"{base}'{ending}" for ending, bases in _BASES.items() for base in bases]
    return {letters.replace("'", ""): letters for letters in (*contractions, *_OTHERS)}


_CONTRACTIONS = _spelt_out()


def contraction_of(word: str) -> str:
    """The contraction that the folded `word` may be, "" for none.

    >>> contraction_of("dont"), contraction_of("shouldntve"), contraction_of("well"), contraction_of("front")
    ("don't", "shouldn't've", "we'll", '')
    """
    if known := _CONTRACTIONS.get(word):
        return known
    if word.endswith("ntve"):
        return f"{negated}'ve" if (negated := contraction_of(word[:-2])) else ""
    if word.endswith("nt") or word == "cant":
        contraction = f"{word[:-1]}'t"
        return contraction if words(contraction)[-1] == "not" else ""
    return ""


def is_also_a_word(word: str) -> bool:
    """True for a contraction's letters that are a common word themselves, as "well" and "were"."""
    return word in _ALSO_WORDS

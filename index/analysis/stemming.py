"""Finds the stems of words by Snowball (M. F. Porter, "Snowball: a language for stemming algorithms", 2001), from NLTK.

`import nltk` takes a quarter of a second, so it happens only when a word has to be stemmed; thousands of English ones
are stemmed without it (english_bulk.py). No NLTK data is needed: the "english" stemmer's stop words are not used.
English forms that change inside come first (irregular.py). Scripts come before languages: particles of Hangul
(korean.py) and optional marks of Hebrew and Arabic (folding.py) do not count in a work of any language, as a work may
quote them and its language may be guessed wrongly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache, partial

from .folding import flatten, without_marks
from .irregular import ENGLISH
from .korean import without_particles

# ISO 639's code for "undetermined": words are flattened and not stemmed.
NO_LANGUAGE = "und"

_ALGORITHMS = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nb": "norwegian",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
}


# Raise it with each change of stems: in folding, flattening, irregular forms or the table above.
_RULES_VERSION = 2


@cache
def _algorithm(language: str) -> Callable[[str], str] | None:
    name = _ALGORITHMS.get(language.partition("-")[0])
    if name is None:
        return None
    if name == "english":
        from .english import QuickEnglishStemmer  # 0.4 s: NLTK

        return QuickEnglishStemmer().stem
    from nltk.stem.snowball import SnowballStemmer  # 0.4 s

    stemmer: Callable[[str], str] = SnowballStemmer(name).stem
    return stemmer


# Longer words belong to no language, and some of the algorithms take quadratic time.
_MAX_WORD_CHARS = 64


@cache
def stemmer(language: str) -> Callable[[str], str]:
    """A function from a folded word to its stem in `language`: `stem` without its cache, for many distinct words."""
    algorithm = _algorithm(language)
    if algorithm is None:
        return _bare
    return partial(_english if language.startswith("en") else _other, algorithm)


# Below this code point, the first of Hebrew, a word needs nothing of its script.
_FIRST_OF_HEBREW = "\u0590"


def _bare(word: str) -> str:
    """A folded word without what its script makes optional, in any language."""
    return word if word.isascii() else flatten(without_particles(word))


def _english(algorithm: Callable[[str], str], word: str) -> str:
    if len(word) > _MAX_WORD_CHARS:
        return flatten(word)
    # The English algorithm knows no accents; the others do, so there accents are removed last.
    word = _bare(word)
    word = ENGLISH.get(word, word)
    stem = algorithm(word)
    return stem if stem and stem.isascii() else flatten(stem) or flatten(word)


def _other(algorithm: Callable[[str], str], word: str) -> str:
    if len(word) > _MAX_WORD_CHARS:
        return flatten(word)
    if max(word) >= _FIRST_OF_HEBREW:
        # Not flattened: the Arabic algorithm tells endings by the letters that flattening makes equal.
        word = without_particles(without_marks(word))
    return flatten(algorithm(word)) or flatten(word)


def are_quick(language: str) -> bool:
    """True if `stems_of` takes only a microsecond a word, without NLTK: for English."""
    return language.partition("-")[0] == "en"


def stems_of(words: Sequence[str], language: str) -> list[str]:
    """The stem of each of the folded words, as `stemmer` gives it; English ones in a tenth of the time."""
    if not are_quick(language):
        return list(map(stemmer(language), words))
    from .english_bulk import english_stems  # numpy, which a query does not need

    plain = list(words)
    odd: Sequence[int] = [
        place for place, word in enumerate(words) if not word.isascii() or len(word) > _MAX_WORD_CHARS
    ]
    for place in odd:
        # What is too long has no stem.
        plain[place] = "" if len(words[place]) > _MAX_WORD_CHARS else _bare(words[place])
    stems = english_stems(list(map(ENGLISH.get, plain, plain)))
    if "" in stems:
        odd = range(len(words))
    # As `_english` has it.
    for place in odd:
        if len(words[place]) > _MAX_WORD_CHARS:
            stems[place] = flatten(words[place])
        elif not (stems[place] and stems[place].isascii()):
            stems[place] = flatten(stems[place]) or flatten(plain[place])
    return stems


@lru_cache(maxsize=500_000)
def stem(word: str, language: str) -> str:
    """The stem of a folded `word` in `language` (BCP 47), without accents.

    >>> stem("choices", "en"), stem("been", "en"), stem("résumé", "en"), stem("häuser", "de")
    ('choic', 'be', 'resum', 'haus')
    """
    return stemmer(language)(word)


@cache
def stemming_version() -> str:
    """The versions that stems depend on, in one line: stems kept under another line may differ from those found now."""
    from importlib.metadata import version  # 30 ms

    return f"nltk {version('nltk')}, {_RULES_VERSION}"


def stems(word: str, languages: Iterable[str]) -> tuple[str, ...]:
    """The distinct stems of `word` in all of `languages`, sorted. A query does not say in which language it is."""
    return tuple(sorted({stem(word, language.partition("-")[0]) for language in languages}))

"""Random queries of every kind that the language has, and small changes to them.

A query is a sequence of pieces between separators, so that a change adds, drops, repeats or replaces a piece and leaves
a query of the same kind.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from string import ascii_lowercase

from fabula.search import FACETS, Library, SearchOptions, Sort
from .questions import sampled_texts

__all__ = ["KINDS", "Question", "Words", "mutated", "question", "words_of"]

MAX_QUERY = 4_096
_SAMPLED_WORKS, _SAMPLED_SCENES = 20, 400
_RANKS = (20, 100, 1_000, 5_000)


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a library, the commonest first, and pieces of its texts."""

    ranked: tuple[str, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A query in pieces, of one kind of `KINDS`; `size` is how many pieces it began with."""

    kind: str
    pieces: tuple[str, ...]
    options: SearchOptions = field(default_factory=SearchOptions)

    @property
    def query(self) -> str:
        opening, separator, closing, _ = KINDS[self.kind]
        return opening + separator.join(self.pieces) + closing


def words_of(library: Library, rng: random.Random) -> Words:
    """Counted over a sample of scenes."""
    texts = sampled_texts(library, rng, _SAMPLED_WORKS)
    texts = rng.sample(texts, min(len(texts), _SAMPLED_SCENES))
    counts = Counter(word.lower() for text in texts for word in text.split() if word.isalpha() and word.isascii())
    return Words(tuple(word for word, _ in counts.most_common(_RANKS[-1])), tuple(texts))


_Piece = Callable[[Words, random.Random], str]


def _word(words: Words, rng: random.Random) -> str:
    return rng.choice(words.ranked[: rng.choice(_RANKS)])


def _words(low: int, high: int) -> _Piece:
    return lambda words, rng: " ".join(_word(words, rng) for _ in range(rng.randint(low, high)))


def _text(words: Words, rng: random.Random) -> str:
    chunks = rng.choice(words.texts).split() or ["the"]
    start = rng.randrange(len(chunks))
    return " ".join(chunks[start : start + rng.randint(1, 8)]).replace('"', "").replace("*", "")


def _prefix(words: Words, rng: random.Random) -> str:
    return _word(words, rng)[: rng.randint(1, 3)] + "*"


def _quoted(inner: _Piece, before: str = "", after: str = "") -> _Piece:
    return lambda words, rng: f'{before}"{inner(words, rng)}"{after}'


def _scoped(words: Words, rng: random.Random) -> str:
    scope = rng.choice(("in:dialogue", "in:narration", "speaker:mary", f"speaker:{_word(words, rng)}"))
    return f"({scope} {rng.choice((_word, _quoted(_words(2, 3)), _quoted(_words(2, 3), after='~50')))(words, rng)})"


def _from(letters: str, low: int, high: int) -> _Piece:
    return lambda _, rng: "".join(rng.choice(letters) for _ in range(rng.randint(low, high)))


def _pair_of_prefixes(words: Words, rng: random.Random) -> str:
    return f"{rng.choice(ascii_lowercase)}* {_prefix(words, rng)}"


# Name -> opening, separator, closing, piece.
KINDS: dict[str, tuple[str, str, str, _Piece]] = {
    "prose of the library": ("", " ", "", _text),
    "prose of common words": ("", " ", "", _word),
    "words that are nowhere": ("", " ", "", _from("qxzjkv", 4, 12)),
    "any of many words": ("", " OR ", "", _word),
    "all of many words": ("", " AND ", "", _word),
    "none of many words": ("the ", " ", "", lambda words, rng: f"-{_word(words, rng)}"),
    "groups in groups": ("", " AND ", "", lambda words, rng: f"({_word(words, rng)} OR NOT {_word(words, rng)})"),
    "one long phrase": ('"', " ", '"', _word),
    "phrases": ("", " OR ", "", _quoted(_words(2, 4))),
    "phrases in any form": ("", " OR ", "", _quoted(_words(2, 4), "~")),
    "phrases as written": ("", " OR ", "", _quoted(_words(1, 3), "=")),
    "one long near phrase": ('"', " ", '"~100', _word),
    "near words": ("", " OR ", "", _quoted(_words(2, 3), after="~50")),
    "near words, all": ("", " AND ", "", _quoted(_words(2, 2), after="~999")),
    "no near words": ("NOT (", " OR ", ")", _quoted(_words(2, 2), after="~50")),
    "wildcards": ("", " OR ", "", _prefix),
    "wildcards anywhere": ("", " OR ", "", lambda words, rng: f"*{rng.choice(ascii_lowercase)}{_prefix(words, rng)}"),
    "misspelt words": ("", " OR ", "", lambda words, rng: f"{_word(words, rng)}~{rng.randint(1, 2)}"),
    "wildcards in phrases": ("", " OR ", "", _quoted(_pair_of_prefixes)),
    "near wildcards": ("", " OR ", "", _quoted(_pair_of_prefixes, after="~50")),
    "what somebody says": ("", " OR ", "", _scoped),
    "interrupted speech": ("in:dialogue ", " ", "", _word),
    "conditions": ("the ", " ", "", lambda words, rng: f"{rng.choice(('author', 'title'))}:{_word(words, rng)}"),
    "a remembered line": ("? ", " ", "", _text),
    "ideographs": ("", "", "", _from("図書館日本語中国人的我是了不在有這個上", 1, 8)),
    "emoji": ("", "", "", _from("😀😂🎉❤😭", 1, 8)),
}


def question(kind: str, words: Words, rng: random.Random, pieces: int) -> Question:
    """A random question; of its pieces those that fit in a query."""
    make = KINDS[kind][3]
    options = SearchOptions()
    if rng.random() < 0.2:
        limit, sort = rng.choice((10, 100, 1_000)), rng.choice(list(Sort))
        options = SearchOptions(limit=limit, sort=sort, facets=rng.choice(((), FACETS)), remembered=True)
    return _fitting(Question(kind, tuple(make(words, rng) for _ in range(pieces)), options))


def mutated(before: Question, words: Words, rng: random.Random) -> Question:
    """The question with a quarter of its pieces changed, or with more or fewer of them."""
    pieces = list(before.pieces)
    make = KINDS[before.kind][3]
    match rng.randrange(4):
        case 0:
            pieces += [make(words, rng) for _ in range(len(pieces))]
        case 1 if len(pieces) > 1:
            del pieces[len(pieces) // 2 :]
        case 2:
            pieces += rng.choices(pieces, k=len(pieces))
        case _:
            for place in rng.sample(range(len(pieces)), max(1, len(pieces) // 4)):
                pieces[place] = make(words, rng)
    return _fitting(replace(before, pieces=tuple(pieces)))


def _fitting(long: Question) -> Question:
    """The question with as many of its pieces as a query may have characters for."""
    pieces: Sequence[str] = long.pieces
    while len(pieces) > 1 and len(replace(long, pieces=tuple(pieces)).query) > MAX_QUERY:
        pieces = pieces[: len(pieces) * 7 // 8]
    return replace(long, pieces=tuple(pieces))

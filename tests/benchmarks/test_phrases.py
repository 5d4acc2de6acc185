"""Sampled queries, and the scan that checks them."""

from __future__ import annotations

import doctest

from benchmarks import phrases as module
from benchmarks.agreement import scan
from benchmarks.asks import Ask, Kind
from benchmarks.phrases import Vocabulary, common_words, conjunctions, phrases, prefixes, runs, vocabulary

# Written for these tests.
TEXTS = [
    "The ferry came late, and the lantern on the landing burned low. Nobody in the house went to bed; "
    "it's a long road home, she said, and the river doesn't wait.",
    'He could see the lantern from the road. "The ferry came late," he told the house, "and nobody in it slept."',
    "A well-known road led from the house to the river, over the old bridge and past the empty mill at the weir.",
]


def test_the_example_is_right() -> None:
    """Words next to apostrophes and hyphens end a run."""
    assert doctest.testmod(module).failed == 0


def test_a_blank_line_ends_a_run() -> None:
    """No phrase crosses paragraphs."""
    assert list(runs("one two\n\nthree four\nfive")) == [["one", "two"], ["three", "four", "five"]]


def test_phrases_stand_in_the_texts() -> None:
    """The scan finds every sampled phrase; each has 3 to 8 words, and all are distinct."""
    asks = phrases(TEXTS, vocabulary(TEXTS), 30, seed=1)
    lowered = [text.lower() for text in TEXTS]
    assert len(asks) >= 10
    assert len({ask.words for ask in asks}) == len(asks)
    for ask in asks:
        assert 3 <= len(ask.words) <= 8
        assert scan(lowered, ask) >= 1
        assert ask.rarest >= 1


def test_the_seed_decides() -> None:
    """Equal seeds give equal queries."""
    known = vocabulary(TEXTS)
    assert phrases(TEXTS, known, 20, seed=1) == phrases(TEXTS, known, 20, seed=1)


def test_phrases_avoid_contractions() -> None:
    """No phrase ends where "n't" may follow, and none has a word that a contraction expands to."""
    texts = ["we could see that they would not go and that we have seen what they could " * 20]
    for ask in phrases(texts, vocabulary(texts), 50, seed=1):
        assert ask.words[-1] not in {"could", "would", "have"}
        assert not {"not", "have"} & set(ask.words)


def test_conjunctions_stand_together() -> None:
    """All three words of an AND are in one scene."""
    lowered = [text.lower() for text in TEXTS]
    counted = vocabulary(TEXTS)
    known = Vocabulary(counted.scenes, frozenset({"lantern", "house"}), counted.ranked)
    asks = conjunctions(TEXTS, known, 5, seed=1)
    assert asks
    for ask in asks:
        assert scan(lowered, ask) >= 1
        assert ask.words[0] in known.common


def test_prefixes_and_common_words_come_from_the_vocabulary() -> None:
    """A prefix has four letters of a word of the vocabulary; an OR has four of the commonest words."""
    words = [f"{first}{second}{third}ding" for first in "bcdfg" for second in "aeiou" for third in "lmnprstvwxyzbcd"]
    known = vocabulary([" ".join(words * 2), " ".join(words[:150] * 9)])
    asks = prefixes(known, 10, seed=1)
    assert asks
    for ask in asks:
        assert any(word.startswith(ask.words[0]) for word in words)
        assert len(ask.words[0]) == 4
    assert all(len(set(ask.words)) == 4 for ask in common_words(known, 5, seed=1))


def test_the_scan_splits_words_as_engines_do() -> None:
    """A phrase matches whole words, across any punctuation."""
    texts = ["he said: the “old” man—", "the older man", "bathe old man", "the\n\nold, man's"]
    assert scan(texts, Ask(Kind.EXACT, ("the", "old", "man"))) == 2
    assert scan(texts, Ask(Kind.ALL, ("man", "old"))) == 3
    assert scan(texts, Ask(Kind.PREFIX, ("old",))) == 4

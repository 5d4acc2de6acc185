"""Samples queries from the texts with a fixed seed, from words on which all tokenisers agree."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .asks import Ask, Kind

__all__ = ["COMMON", "Vocabulary", "common_words", "conjunctions", "phrases", "prefixes", "runs", "vocabulary"]

# The 300 commonest words make up 67 % of the running text in 77 MB of novels.
COMMON = 300
SHORTEST, LONGEST = 3, 8
_GAP = r"\s,.;:!?\"“”"
# A word counts only between spaces and plain punctuation, because tokenisers differ on adjacent apostrophes, hyphens,
# underscores, digits and accents.
_WORD = re.compile(rf"(?:(?<=[{_GAP}])|(?<![\s\S]))[A-Za-z]+(?=[{_GAP}]|\Z)")
_BETWEEN = re.compile(rf"(?![\s\S]*\n\s*\n)[{_GAP}]+")
# Fabula reads "don't" as "do not" and "I've" as "I have"; the peers read "don" "t" and "ve". Queries therefore avoid
# these expansions of contractions anywhere in a phrase …
_EXPANDED = frozenset("not have will are am shall".split())
# … and these words at its end, because Fabula would find "they could" in "they couldn't".
_NEGATED = frozenset(
    "do does did is are was were has have had would could should must might need ought dare can will shall".split()
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """scenes: lower-case ASCII word -> number of scenes with it. common: the COMMON commonest. ranked: by frequency."""

    scenes: Counter[str]
    common: frozenset[str]
    ranked: tuple[str, ...]


def vocabulary(texts: Iterable[str]) -> Vocabulary:
    occurrences: Counter[str] = Counter()
    scenes: Counter[str] = Counter()
    find = re.compile("[a-z]+").findall
    for text in texts:
        counts = Counter(find(text.lower()))
        occurrences.update(counts)
        scenes.update(counts.keys())
    ranked = tuple(word for word, _ in occurrences.most_common())
    return Vocabulary(scenes, frozenset(ranked[:COMMON]), ranked)


def runs(text: str) -> Iterator[list[str]]:
    """The longest runs of words, in lower case, separated only by spaces and plain punctuation.

    >>> list(runs('He said, "do not go" to-day, it\\'s late at night.'))
    [['he', 'said', 'do', 'not', 'go'], ['late', 'at', 'night']]
    """
    run: list[str] = []
    end = 0
    for match in _WORD.finditer(text):
        if run and not _BETWEEN.fullmatch(text, end, match.start()):
            yield run
            run = []
        run.append(match[0].lower())
        end = match.end()
    if run:
        yield run


def phrases(texts: Sequence[str], known: Vocabulary, count: int, seed: int) -> list[Ask]:
    """Up to `count` distinct phrases of 3 to 8 words, equally many of each length; a third have only common words.

    There are fewer if `texts` do not have that many.
    """
    rng = random.Random(seed)
    weights = [len(text) for text in texts]
    sampled: dict[tuple[str, ...], bool] = {}
    for number in range(count):
        length = SHORTEST + number // 3 % (LONGEST - SHORTEST + 1)
        common = number % 3 == 0
        # A text without another such phrase has none when it is drawn again.
        for text in dict.fromkeys(rng.choices(texts, weights, k=200)):
            options = [window for window in _windows(text, length, known, common) if window not in sampled]
            if options:
                sampled[rng.choice(options)] = common
                break
    return [_ask(Kind.EXACT, words, known) for words in sampled]


def _windows(text: str, length: int, known: Vocabulary, common: bool) -> Iterator[tuple[str, ...]]:
    for run in runs(text):
        for start in range(len(run) - length + 1):
            window = tuple(run[start : start + length])
            if window[-1] in _NEGATED or not _EXPANDED.isdisjoint(window):
                continue
            if common == known.common.issuperset(window):
                yield window


def common_words(known: Vocabulary, count: int, seed: int) -> list[Ask]:
    """`count` sets of four of the hundred commonest words."""
    rng = random.Random(seed)
    options = [word for word in known.ranked[:100] if _unambiguous(word)]
    return [_ask(Kind.ANY, tuple(rng.sample(options, 4)), known) for _ in range(count)]


def conjunctions(texts: Sequence[str], known: Vocabulary, count: int, seed: int) -> list[Ask]:
    """Up to `count` sets of three words of one scene: a common one and two that are not."""
    rng = random.Random(seed)
    word_sets: dict[tuple[str, ...], None] = {}
    for text in rng.choices(texts, k=count * 3):
        words = sorted({word for run in runs(text) for word in run if len(word) > 3 and _unambiguous(word)})
        rare = [word for word in words if word not in known.common]
        common = [word for word in words if word in known.common]
        if len(rare) > 1 and common and len(word_sets) < count:
            word_sets[(rng.choice(common), *rng.sample(rare, 2))] = None
    return [_ask(Kind.ALL, words, known) for words in word_sets]


def prefixes(known: Vocabulary, count: int, seed: int) -> list[Ask]:
    """Up to `count` four-letter prefixes of words that are neither common nor rare."""
    rng = random.Random(seed)
    options = sorted({word[:4] for word in known.ranked[COMMON : COMMON + 5_000] if len(word) > 5})
    options = [prefix for prefix in options if not any(word.startswith(prefix) for word in _EXPANDED)]
    return [_ask(Kind.PREFIX, (prefix,), known) for prefix in rng.sample(options, min(count, len(options)))]


def _unambiguous(word: str) -> bool:
    return word not in _EXPANDED and word not in _NEGATED and len(word) > 1


def _ask(kind: Kind, words: tuple[str, ...], known: Vocabulary) -> Ask:
    return Ask(kind, words, min(known.scenes[word] for word in words), known.common.issuperset(words))

"""Phrases that go on from what was typed: its last word completed, and the words that mostly follow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np

from fabula.index.array_types import I32, I64
from fabula.index.budget import check
from fabula.search.plan import Level
from fabula.search.postings.lookup import PostingLookup
from .typed import Typed
from .word_codes import CommitWords, SegmentWords

# The commonest words that the last one may become, and of each the commonest that follow.
_MAX_COMPLETIONS = 4
_MAX_FOLLOWING = 2
# A word follows if it does so in one of so many places; and the phrase goes on while one word follows in half of them.
_LEAST_ONE_IN = 32
_MOST_ONE_IN = 2
_MAX_MORE_WORDS = 2
# What follows so common a word says nothing: "and the".
_MAX_PLACES = 50_000
# What follows such a word is counted once for all requests: "the" has 700,000 places, which take 30 ms. With a
# vocabulary of 100,000 words the counts take 0.4 MB.
_MAX_KNOWN = 64
# More places than this are not looked at one by one to choose a word.
_MAX_SAMPLED = 4_096
# Fewer words are counted by sorting them, which takes less time than to count all words there are.
_FEW = 8_192


class Phrase(NamedTuple):
    """The words from the last one that was typed on, and how often the whole phrase stands in stories."""

    words: tuple[str, ...]
    occurrences: int


class _Places(NamedTuple):
    """The words at some positions.

    positions  of each segment int64 or uint32[...].
    numbers    of each segment int32[...]: which word stands there, -1 for none or a rare one.
    """

    positions: Sequence[I64]
    numbers: Sequence[I32]

    @classmethod
    def at(cls, positions: Sequence[I64], commit: CommitWords) -> Self:
        pairs = zip(commit.segments, positions, strict=True)
        return cls(positions, [segment.numbers[segment.codes[own]] for segment, own in pairs])

    def __len__(self) -> int:
        return sum(map(len, self.positions))

    def with_word(self, number: int) -> _Places:
        """Those where this word stands."""
        masks = [numbers == number for numbers in self.numbers]
        return _Places(
            [own.compress(mask) for own, mask in zip(self.positions, masks, strict=True)],
            [own.compress(mask) for own, mask in zip(self.numbers, masks, strict=True)],
        )

    def next(self, commit: CommitWords) -> _Places:
        """The places right after these."""
        return _Places.at([own + 1 for own in self.positions], commit)

    def going_on(self, most: int, commit: CommitWords) -> list[tuple[int, int]]:
        """As `commonest` of all words, where the paragraph goes on, and the same speech or narration; of many places
        from a sample."""
        step = max(1, len(self) // _MAX_SAMPLED)
        positions, numbers = [], []
        for segment, own, words in zip(commit.segments, self.positions, self.numbers, strict=True):
            goes_on = ~segment.breaks_at(own[::step])
            positions.append(own[::step].compress(goes_on))
            numbers.append(words[::step].compress(goes_on))
        wanted = range(len(commit.vocabulary.words))
        return [(number, count * step) for number, count in _Places(positions, numbers).commonest(wanted, most)]

    def commonest(self, wanted: range, most: int) -> list[tuple[int, int]]:
        """Up to `most` of the wanted words that stand most often at the places, and how often."""
        numbers = np.concatenate([np.empty(0, np.int32), *self.numbers])
        if len(numbers) <= _FEW:
            kept = np.sort(numbers[(numbers >= wanted.start) & (numbers < wanted.stop)])
            edges = np.flatnonzero(np.concatenate([[True], kept[1:] != kept[:-1], [True]])) if len(kept) else [0]
            return _highest(kept[edges[:-1]], np.diff(edges), most)
        counts = np.bincount(numbers[numbers >= 0])[wanted.start : wanted.stop]
        return _highest(np.arange(wanted.start, wanted.start + len(counts)), counts, most)


def _highest(numbers: I32 | I64, counts: I32 | I64, most: int) -> list[tuple[int, int]]:
    """The numbers with the highest counts, of equals the lowest numbers, and their counts."""
    if len(counts) > most:
        # Most words follow nowhere, and a partition of equals is slow.
        numbers, counts = numbers.compress(counts > 0), counts.compress(counts > 0)
    if len(counts) > most:
        chosen = np.flatnonzero(counts >= np.partition(counts, -most)[-most])
        numbers, counts = numbers[chosen], counts[chosen]
    best = np.argsort(-counts, kind="stable")[:most]
    pairs = zip(numbers[best].tolist(), counts[best].tolist(), strict=True)
    return [(number, count) for number, count in pairs if count]


def phrases_from(typed: Typed, commit: CommitWords) -> list[Phrase]:
    """The phrases, the commonest first; none that always goes on as a longer one does."""
    wanted = commit.vocabulary.beginning_with(typed.start) if typed.may_go_on else _only(typed.start, commit)
    phrases: dict[tuple[int, ...], int] = {}
    if len(typed.context) == 1 and (known := _known_followers(typed.context[0], commit)) is not None:
        counts = known[wanted.start : wanted.stop]
        for number, count in _highest(np.arange(wanted.start, wanted.stop), counts, _MAX_COMPLETIONS):
            words = (typed.context[0], commit.vocabulary.words[number])
            ends = [_after(segment, words, commit) - 1 for segment in commit.segments if count <= _MAX_PLACES]
            phrases |= _continued(number, count, _Places(ends, ()), commit)
    elif typed.context:
        after = _Places.at([_after(segment, typed.context, commit) for segment in commit.segments], commit)
        for number, count in after.commonest(wanted, _MAX_COMPLETIONS):
            phrases |= _continued(number, count, after.with_word(number), commit)
    else:
        frequencies = commit.frequencies[wanted.start : wanted.stop]
        for number, count in _highest(np.arange(wanted.start, wanted.stop), frequencies, _MAX_COMPLETIONS):
            listed = commit.segments if count <= _MAX_PLACES else ()
            own = [_counted(segment, _positions(segment, number, commit)) for segment in listed]
            phrases |= _continued(number, count, _Places(own, ()), commit)
    vocabulary = commit.vocabulary.words
    ranked = sorted(phrases.items(), key=lambda item: (-item[1], item[0]))
    return [Phrase(tuple(vocabulary[number] for number in numbers), count) for numbers, count in ranked]


def _only(word: str, commit: CommitWords) -> range:
    number = commit.vocabulary.number_of(word)
    return range(0) if number is None else range(number, number + 1)


def _known_followers(word: str, commit: CommitWords) -> I32 | None:
    """int32[vocabulary]: how often each word follows a common one; None if the word is not that common."""
    number = commit.vocabulary.number_of(word)
    if number is None or commit.frequencies[number] <= _MAX_PLACES:
        return None
    counts = commit.followers.get(number)
    if counts is None:
        after = _Places.at([_after(segment, (word,), commit) for segment in commit.segments], commit)
        numbers = np.concatenate([np.empty(0, np.int32), *after.numbers])
        counts = np.bincount(numbers[numbers >= 0], minlength=len(commit.frequencies)).astype(np.int32)
        if len(commit.followers) < _MAX_KNOWN:
            commit.followers[number] = counts
    return counts


def _continued(word: int, count: int, places: _Places, commit: CommitWords) -> dict[tuple[int, ...], int]:
    """The phrase whose last word stands at the places, and what it goes on to."""
    check("phrases")
    if count > _MAX_PLACES:
        return {(word,): count}
    following = places.next(commit)
    found: dict[tuple[int, ...], int] = {}
    is_always = False
    for number, going_on in following.going_on(_MAX_FOLLOWING, commit):
        if going_on * _LEAST_ONE_IN < count or going_on < min(2, count // _MOST_ONE_IN):
            break
        # Over a break the phrase stands there as well.
        after = following.with_word(number)
        is_always |= len(after) == count
        numbers, longer = _as_mostly((word, number), len(after), after, commit)
        found[numbers] = longer
    if not is_always:
        found[word,] = count
    return found


def _as_mostly(
    numbers: tuple[int, ...], count: int, places: _Places, commit: CommitWords
) -> tuple[tuple[int, ...], int]:
    """The phrase with the words that follow it in most of its places."""
    for _ in range(_MAX_MORE_WORDS):
        following = places.next(commit)
        best = following.going_on(1, commit)
        if not best or best[0][1] * _MOST_ONE_IN < count or best[0][1] < min(2, count):
            break
        places = following.with_word(best[0][0])
        numbers, count = (*numbers, best[0][0]), len(places)
    return numbers, count


def _after(segment: SegmentWords, context: Sequence[str], commit: CommitWords) -> I64:
    """int64[...]: the positions right after the words of the context in a row, in scenes that count.

    Between scenes are more positions than a context has words, so that none of these leaves the segment.
    """
    numbers = [commit.vocabulary.number_of(word) for word in context]
    known = tuple(number for number in numbers if number is not None and segment.of[number])
    if len(known) < len(context):
        return np.empty(0, np.int64)
    # The higher the code, the rarer the word.
    codes = [int(segment.of[number]) for number in known]
    rarest = codes.index(max(codes))
    positions = _positions(segment, known[rarest], commit)
    if len(known) == 1:
        return _counted(segment, positions) + 1
    for place, code in enumerate(codes):
        if place != rarest:
            check()
            # In scenes that do not count no word has a code.
            positions = positions.compress(segment.codes[positions + (place - rarest)] == code)
            if code == segment.rare:
                same = _positions(segment, known[place], commit)
                positions = positions[np.isin(positions + (place - rarest), same)]
    return positions + (len(context) - rarest)


def _positions(segment: SegmentWords, number: int, commit: CommitWords) -> I64:
    """int64[...], ascending: where a word stands in the segment."""
    word = commit.vocabulary.words[number]
    return PostingLookup(segment.view).posting_list((word,), Level.SURFACE).positions().astype(np.int64)


def _counted(segment: SegmentWords, positions: I64) -> I64:
    """The positions in scenes that count."""
    return positions.compress(segment.codes[positions] != 0)

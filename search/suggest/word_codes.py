"""Which word stands at each position of a commit: two bytes a position, for what follows a phrase."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import NamedTuple, Self
from weakref import WeakKeyDictionary

import numpy as np

from fabula.index.array_types import I32, I64, U8, U16, Mask
from fabula.index.codec.segment import Segment
from fabula.search.engine.protocol import SelectedScenes
from fabula.search.postings.segment_view import SegmentView
from fabula.search.postings.text_runs import runs_of
from fabula.search.postings.vocabulary import Vocabulary
from fabula.search.postings.words_in_runs import codes_at

# 67 MB, for 200 MB of text. What a larger library has beyond that is proposed no phrases from.
_MAX_POSITIONS = 1 << 25
_MAX_CODES = (1 << 16) - 1


class _Codes(NamedTuple):
    """Of one segment.

    scenes  bool[scenes]: those with codes.
    codes   uint16[positions]: the word at each, 0 for none of the scenes' words.
    of      uint16[terms]: the code of each term.
    """

    scenes: Mask
    codes: U16
    of: U16


# A segment never changes, and most are in many commits.
_known: WeakKeyDictionary[Segment, _Codes] = WeakKeyDictionary()
_lock = Lock()


class SegmentWords(NamedTuple):
    """The words of one segment in their order.

    codes    uint16[positions]: 0 where no scene that counts has a word; the highest code for all rare words.
    numbers  int32[65,536]: the number in the vocabulary of each code, -1 for none.
    of       uint16[words of the vocabulary]: the code of each word, 0 for one that the segment lacks.
    breaks   uint8[positions / 8]: a bit for each position, set where a paragraph, speech or narration begins.
    rare     the code that all rare words share.
    """

    view: SegmentView
    codes: U16
    numbers: I32
    of: U16
    breaks: U8
    rare: int

    def breaks_at(self, positions: I64) -> Mask:
        """bool[len(positions)]: where something new begins, so that what comes before does not go on."""
        bits = self.breaks[positions >> 3] >> (7 - (positions & 7)).astype(np.uint8)
        mask: Mask = (bits & 1).astype(bool)
        return mask


class CommitWords(NamedTuple):
    """The words of the scenes of a commit.

    frequencies  int64[words of the vocabulary]: how often each word stands in these scenes, rare ones aside.
    followers    of some common words int32[vocabulary]: how often each word follows; filled as they are asked for.
    """

    vocabulary: Vocabulary
    segments: tuple[SegmentWords, ...]
    frequencies: I64
    followers: dict[int, I32]

    @classmethod
    def of(cls, vocabulary: Vocabulary, selected: Sequence[SelectedScenes]) -> Self:
        size = len(vocabulary.words)
        frequencies = np.zeros(size, np.int64)
        left, segments = _MAX_POSITIONS, []
        for (view, scenes), numbers in zip(selected, vocabulary.numbers, strict=True):
            # Whole works, in the order of the segment.
            starts = view.segment.scene_starts
            kept = scenes & (starts[1:] <= left)
            left -= min(left, view.end)
            codes, of_terms = _codes_of(view, kept, numbers, size)
            of_words = np.zeros(size, np.uint16)
            of_words[numbers] = of_terms
            numbers_of = np.full(_MAX_CODES + 1, -1, np.int32)
            common = np.flatnonzero((of_words > 0) & (of_words < _MAX_CODES))
            numbers_of[of_words[common]] = common
            counts = np.bincount(codes, minlength=_MAX_CODES + 1)
            frequencies[common] += counts[of_words[common]]
            segments.append(SegmentWords(view, codes, numbers_of, of_words, _breaks(view), _MAX_CODES))
        return cls(vocabulary, tuple(segments), frequencies, {})


def _codes_of(view: SegmentView, scenes: Mask, numbers: I32, size: int) -> tuple[U16, U16]:
    """The codes of the words in these scenes of a segment, and of its terms.

    numbers  int32[terms]: the word of each term, below `size`.
    """
    segment = view.segment
    with _lock:
        known = _known.get(segment)
    if known is not None and not (scenes & ~known.scenes).any():
        if (scenes == known.scenes).all():
            return known.codes, known.of
        # Works were deleted since.
        codes, starts = known.codes.copy(), segment.scene_starts.tolist()
        for scene in np.flatnonzero(known.scenes & ~scenes).tolist():
            codes[starts[scene] : starts[scene + 1]] = 0
        of_terms = known.of
    else:
        frequencies = np.bincount(numbers, segment.term_frequencies, size)
        order = np.argsort(-frequencies, kind="stable")
        code_of = np.full(size, _MAX_CODES, np.uint16)
        code_of[order[: _MAX_CODES - 1]] = np.arange(1, min(size, _MAX_CODES - 1) + 1)
        of_terms = code_of[numbers]
        codes = codes_at(segment, runs_of(view, scenes), of_terms)
    with _lock:
        _known[segment] = _Codes(scenes.copy(), codes, of_terms)
    return codes, of_terms


def _breaks(view: SegmentView) -> U8:
    is_break = np.zeros(view.end + 1, bool)
    is_break[view.segment.paragraph_starts] = True
    if view.speech is not None:
        is_break[view.speech.firsts] = True
        is_break[view.speech.firsts + view.speech.lengths] = True
    return np.packbits(is_break)

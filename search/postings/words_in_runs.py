"""Which words stand in some stretches of text, and in which order? Read from the postings, not from the texts.

Postings say where a word is; here the question is the reverse. Of all lists those blocks are unpacked that can have a
position in the stretches, which are few for a work, and all for a library: 14 million positions take 0.6 s.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I32, I64, U16, U32, Mask
from fabula.index.budget import check
from fabula.index.codec.packing import Blocks
from fabula.index.codec.segment import Segment
from fabula.index.errors import QueryTooDear
from .text_runs import TextRuns

# A million positions at most.
_BLOCKS_AT_ONCE = 1 << 13
# 130,000 positions, 5 ms.
_BLOCKS_IN_BACKGROUND = 1 << 10
# A byte for each position: 64 MB.
_POSITIONS_MARKED_AT_ONCE = 1 << 26
# Four bytes for each position: 64 MB.
_POSITIONS_NUMBERED_AT_ONCE = 1 << 24
# Their numbers take 64 MB, and three times as much while they are brought together and counted.
MAX_COLUMN_WORDS = 1 << 24


def frequencies_in(segment: Segment, runs: TextRuns) -> I64:
    """int64[terms]: how often each term stands in the runs."""
    counts = np.zeros(segment.term_count, np.int64)
    for low, high, part in _windows(runs, _POSITIONS_MARKED_AT_ONCE):
        inside = _marked(part, low, high)
        for terms, starts, positions in _postings_in(segment, part):
            found = inside[_indices(positions, low, high)]
            counts += np.bincount(terms, np.add.reduceat(found, starts, dtype=np.int64), len(counts)).astype(np.int64)
    return counts


class WordColumn(NamedTuple):
    """Text as numbers of words, from 1; 0 stands between runs, but for those that are joined, and at both ends.

    numbers  int32[m].
    runs     the text.
    offsets  int64[runs]: where each begins in `numbers`.
    """

    numbers: I32
    runs: TextRuns
    offsets: I64

    def index_of(self, positions: I64) -> I64:
        """int64[...]: where in `numbers` those of the positions stand that lie in the runs."""
        inside = positions[self.runs.contains(positions)]
        run = self.runs.ends.searchsorted(inside, side="right")
        indices: I64 = inside - self.runs.begins[run] + self.offsets[run]
        return indices


def column_of(segment: Segment, runs: TextRuns, numbers: I32) -> WordColumn:
    """The words of the runs in their order.

    numbers  int32[terms]: the number of the word that each term is, from 0.

    Raises QueryTooDear for more than `MAX_COLUMN_WORDS`.
    """
    require_column(runs.words)
    lengths = runs.ends - runs.begins
    offsets = np.cumsum(lengths) - lengths + np.cumsum(~runs.joined)
    size = int(offsets[-1] + lengths[-1]) + 1 if len(offsets) else 1
    column = np.zeros(size, np.int32)
    is_word = np.ones(size, bool)
    is_word[[0, -1]] = False
    is_word[(offsets - 1)[~runs.joined]] = False
    for low, high, part in _windows(runs, _POSITIONS_NUMBERED_AT_ONCE):
        window = np.zeros(high - low + 1, np.int32)
        for terms, starts, positions in _postings_in(segment, part):
            sizes = np.diff(np.append(starts, len(positions)))
            window[_indices(positions, low, high)] = np.repeat(numbers[terms] + 1, sizes)
        # A window begins and ends with words.
        edges = np.array([low, high - 1])
        run = runs.ends.searchsorted(edges, side="right")
        first, last = (edges - runs.begins[run] + offsets[run]).tolist()
        column[first : last + 1][is_word[first : last + 1]] = window[_marked(part, low, high)]
    return WordColumn(column, runs, offsets)


def codes_at(segment: Segment, runs: TextRuns, codes: U16) -> U16:
    """uint16[positions of the segment]: the code of the word at each position in the runs, 0 elsewhere.

    codes  uint16[terms]: the code of each term.

    Written in small steps, so that other threads have their turns: of 16 million positions in 0.7 s.
    """
    end = int(segment.scene_starts[-1])
    written = np.zeros(end + 1, np.uint16)
    if len(runs.begins):
        whole = TextRuns(runs.begins[:1], runs.ends[-1:], runs.joined[:1])
        high = int(runs.ends[-1])
        for terms, starts, positions in _postings_in(segment, whole, _BLOCKS_IN_BACKGROUND):
            sizes = np.diff(np.append(starts, len(positions)))
            written[_indices(positions, 0, high)] = np.repeat(codes[terms], sizes)
        gaps = zip([0, *runs.ends.tolist()], [*runs.begins.tolist(), end + 1], strict=True)
        for low, following in gaps:
            written[low:following] = 0
    return written[:end]


def require_column(words: int) -> None:
    """Raises QueryTooDear if these are too many words to be looked at in their order."""
    if words > MAX_COLUMN_WORDS:
        raise QueryTooDear(
            f"{words:,} words are too many to look at in their order; {MAX_COLUMN_WORDS:,} are possible.",
            "Choose a work, an author or a fandom.",
        )


def _windows(runs: TextRuns, size: int) -> Iterator[tuple[int, int, TextRuns]]:
    """Half-open ranges of up to `size` positions that together hold all runs, and what of the runs lies in each."""
    low = 0
    while len(rest := runs.between(low, int(runs.ends[-1]) if len(runs.ends) else 0).begins):
        low = int(rest[0])
        part = runs.between(low, low + size)
        high = int(part.ends[-1])
        yield low, high, part
        low = high


def _marked(runs: TextRuns, low: int, high: int) -> Mask:
    """bool[high - low + 1]: whether each position from `low` on lies in a run. The last one does not."""
    steps = np.zeros(high - low + 1, np.int8)
    # Runs may touch: one ends where the next begins.
    np.add.at(steps, runs.begins - low, np.int8(1))
    np.add.at(steps, runs.ends - low, np.int8(-1))
    marked: Mask = np.cumsum(steps, dtype=np.int8) != 0
    return marked


def _indices(positions: U32, low: int, high: int) -> U32:
    """Positions counted from `low`; `high - low` for those outside."""
    # What is below `low` wraps to the top.
    indices: U32 = np.minimum(positions - np.uint32(low), np.uint32(high - low))
    return indices


def _postings_in(segment: Segment, runs: TextRuns, at_once: int | None = None) -> Iterator[tuple[I64, I64, U32]]:
    """The postings that can lie in the runs, and others, in pieces.

    Of each piece int64[blocks] the term of each block, int64[blocks] where its positions begin, and all positions.
    """
    blocks, term_blocks = segment.postings
    edges = term_blocks.astype(np.int64)
    chosen = _blocks_in(blocks, edges, runs)
    is_single = blocks.counts[chosen] == 0
    # A block of one position is known without unpacking: half of all words are rare.
    for number, group in enumerate((chosen[is_single], chosen[~is_single])):
        size = at_once or _BLOCKS_AT_ONCE
        for begin in range(0, len(group), size):
            check("the words of the texts")
            piece = group[begin : begin + size]
            terms = edges.searchsorted(piece, side="right") - 1
            sizes = blocks.counts[piece].astype(np.int64) + 1
            positions = segment.positions_in_blocks(piece) if number else blocks.firsts[piece]
            yield terms, np.cumsum(sizes) - sizes, positions


def _blocks_in(blocks: Blocks, edges: I64, runs: TextRuns) -> I64:
    """int64[...], ascending: the blocks that may have a position in a run. Only the last of a list is not known."""
    firsts = blocks.firsts.astype(np.int64)
    beyond = int(runs.ends[-1])
    ends = np.append(firsts[1:], beyond)
    ends[edges[1:][edges[1:] > edges[:-1]] - 1] = beyond
    ends = np.where(blocks.counts == 0, firsts + 1, ends)
    run = runs.ends.searchsorted(firsts, side="right")
    mask = (run < len(runs.ends)) & (runs.begins.take(run, mode="clip") < ends)
    return np.flatnonzero(mask)

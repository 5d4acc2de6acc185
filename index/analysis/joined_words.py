"""The folded words of megabytes of text, joined by blanks: what `tokens.words` gives, without an object for each word.

Words of ASCII letters and digits are bytes of the text in lower case, so all of them are copied at once; only runs with
apostrophes or other characters are asked for by Python, once for each distinct one. A megabyte of novels takes 8 ms;
giving each word a number, and joining the words of the numbers, took 24.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from fabula.index.array_types import I64, U8, Mask
from fabula.index.sorted_arrays import sorted_unique
from .folded_runs import folded_runs, words_of_run

_BLANK = np.uint8(32)
# Distinct runs with marks in 77 MB of novels, twice; longer runs, of scripts without blanks, hardly come again.
_MAX_RUNS = 50_000
_MAX_RUN_BYTES = 64


class _MarkedRuns(dict[bytes, tuple[bytes, int]]):
    """A run with marks -> its folded words, each with a blank behind it, and their number."""

    def __missing__(self, run: bytes) -> tuple[bytes, int]:
        words = words_of_run(run)
        found = "".join([f"{word} " for word in words]).encode(), len(words)
        if len(run) <= _MAX_RUN_BYTES:
            if len(self) >= _MAX_RUNS:
                self.clear()
            self[run] = found
        return found


_marked_runs = _MarkedRuns()


class JoinedWords:
    """The words of `text`, UTF-8, by the runs of characters that they stand in. Parts of it must be separated by bytes
    outside words; 0 will do, and a line end will not, as a word may be parted there.

    >>> words = JoinedWords("“You,” she says. “I’d’ve been.”".encode())
    >>> words.between(0, 5), words.counts(words.runs_before([0, 16, 40])).tolist()
    (b'you she says i d have been', [0, 3, 7])
    """

    def __init__(self, text: bytes) -> None:
        runs = folded_runs(text)
        self._starts = runs.starts
        # Of each byte of the text, and of one behind it, whether it and the byte before it are in a run.
        inside, follows = runs.inside[1:], runs.inside[:-1]
        # 0 outside runs. (np.where takes 3 ms/MB, where these two take 0.2.)
        letters = runs.folded[: len(inside)] * inside.view(np.uint8)
        self._joined = np.maximum(letters, _BLANK)[inside | follows].tobytes()
        self._places: I64 = np.concatenate([[0], np.cumsum(runs.ends - runs.starts + 1)])
        marks = np.flatnonzero(~_are_plain(letters))
        self._marked: I64 = sorted_unique(np.searchsorted(runs.starts, marks, side="right") - 1)
        self._numbers: list[int] = self._marked.tolist()
        self._begins: list[int] = self._places[self._marked].tolist()
        self._ends: list[int] = self._places[self._marked + 1].tolist()
        spans = zip(runs.starts[self._marked].tolist(), runs.ends[self._marked].tolist(), strict=True)
        found = [_marked_runs[letters[start:end].tobytes()] for start, end in spans]
        self._words = [words for words, _ in found]
        self._added: I64 = np.cumsum([0, *[count - 1 for _, count in found]])

    def runs_before(self, offsets: Sequence[int] | I64) -> I64:
        """I64[offsets]: how many runs begin before each of the offsets into the text."""
        return np.searchsorted(self._starts, offsets)

    def counts(self, runs: I64) -> I64:
        """I64[runs]: how many words the runs before each of these have."""
        counts: I64 = runs + self._added[np.searchsorted(self._marked, runs)]
        return counts

    def between(self, first: int, end: int) -> bytes:
        """The words of the runs from `first` up to `end`, joined by blanks."""
        pieces: list[bytes] = []
        at = int(self._places[first])
        for number in range(bisect_left(self._numbers, first), bisect_left(self._numbers, end)):
            pieces += (self._joined[at : self._begins[number]], self._words[number])
            at = self._ends[number]
        pieces.append(self._joined[at : self._places[end]])
        # There is a blank behind each word.
        return b"".join(pieces)[:-1]


def _are_plain(letters: U8) -> Mask:
    """Mask[n]: whether each byte is 0, a digit or a small letter of ASCII. A table takes four times as long."""
    plain: Mask = (letters - np.uint8(ord("a"))) < 26
    plain |= (letters - np.uint8(ord("0"))) < 10
    plain |= letters == 0
    return plain

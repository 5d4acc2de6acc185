"""The terms of megabytes of text at once: what `tokens.terms` finds, found without a Python object a word.

Bytes are classed by a table, edges of runs found by comparing neighbours, and each run (a word with its inner
apostrophes) becomes a key of sixteen lower-case bytes, which is looked up in a hash table of the runs met so far. Only
a run that is new, or longer than that, is ever seen by Python: `tokens.terms` then says which terms it stands for, so
both ways agree by construction.

Measured over 77 MB of novels on one core: translating and splitting in Python 4.5 s, a regular expression 8.4 s.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .tokens import shape_of, terms

__all__ = ["BulkTokens", "RunTable"]

U8 = NDArray[np.uint8]
U64 = NDArray[np.uint64]
I32 = NDArray[np.int32]
I64 = NDArray[np.int64]

_SEPARATOR, _WORD, _APOSTROPHE = 0, 1, 2
_CLASS_OF_SHAPE = {" ": _SEPARATOR, "w": _WORD, "c": _WORD, "-": _WORD, "'": _APOSTROPHE}

_ASCII_CLASS = np.array([_CLASS_OF_SHAPE[shape_of(code)] if code < 128 else _WORD for code in range(256)], np.uint8)
_LOWER = np.array([code + 32 if 65 <= code <= 90 else code for code in range(256)], np.uint8)

_KEY_BYTES = 16
# Masks that keep the first n bytes of a little-endian word.
_KEEP = np.array([(1 << (8 * n)) - 1 for n in range(9)], np.uint64)
_MULTIPLY_LOW = np.uint64(0x9E3779B97F4A7C15)
_MULTIPLY_HIGH = np.uint64(0xC2B2AE3D27D4EB4F)
_PROBES = 8


class BulkTokens(NamedTuple):
    """The terms of a text in order.

    terms  int32[n]  ids of terms.
    starts int64[n]  where in the text the run of each term begins, ascending.
    """

    terms: I32
    starts: I64


class RunTable:
    """Runs met so far, and the ids of the terms each stands for.

    `identify` gives the id of a folded word; it is called once for each word of each distinct run.
    """

    def __init__(self, identify: Callable[[str], int]) -> None:
        self._identify = identify
        self._seen: dict[bytes, int] = {}
        self._low = np.zeros(1 << 12, np.uint64)
        self._high = np.zeros(1 << 12, np.uint64)
        self._count = 0
        # The first term of each run (-1 for none) and how many it has; the terms of those with several.
        self._first = np.full(1 << 12, -1, np.int32)
        self._terms_in = np.zeros(1 << 12, np.int32)
        self._several: dict[int, list[int]] = {}
        self._slots = np.full(1 << 14, -1, np.int32)

    def tokenise(self, text: bytes) -> BulkTokens:
        """The terms of `text`, UTF-8. Scenes in it should be parted by line ends, which no run crosses."""
        padded = np.zeros(len(text) + 2 * _KEY_BYTES, np.uint8)
        padded[: len(text)] = np.frombuffer(text, np.uint8)
        raw = padded[: len(text)]
        starts, ends = _run_edges(raw)
        if not len(starts):
            return BulkTokens(np.empty(0, np.int32), np.empty(0, np.int64))
        lowered = _LOWER[padded]
        runs = self._runs(lowered, starts, ends)
        counts = self._terms_in[runs]
        if not len(counts) or counts.max() <= 1:
            kept = counts == 1
            return BulkTokens(self._first[runs[kept]], starts[kept])
        found = np.repeat(self._first[runs], counts)
        begin = np.cumsum(counts) - counts
        for place in np.flatnonzero(counts > 1):
            at = begin[place]
            several = self._several[int(runs[place])]
            found[at : at + len(several)] = several
        return BulkTokens(found, np.repeat(starts, counts))

    def _runs(self, lowered: U8, starts: I64, ends: I64) -> I32:
        """int32[n]: the number of each run, new ones added."""
        lengths = ends - starts
        runs = np.empty(len(starts), np.int32)
        short = lengths <= _KEY_BYTES
        places = np.flatnonzero(short)
        if len(places):
            low, high = _keys(lowered, starts[places], lengths[places])
            runs[places] = self._look_up(low, high, lowered, starts[places], lengths[places])
        for place in np.flatnonzero(~short):
            run = lowered[starts[place] : ends[place]].tobytes()
            number = self._seen.get(run)
            runs[place] = self._add(run) if number is None else number
        return runs

    def _look_up(self, low: U64, high: U64, lowered: U8, starts: I64, lengths: I64) -> I32:
        """The numbers of short runs. Almost all are found at their first slot; the rest go on, then are added."""
        while True:
            mask = len(self._slots) - 1
            slot = _hash(low, high, mask)
            found = self._slots[slot]
            missing = np.flatnonzero((found < 0) | (self._low[found] != low) | (self._high[found] != high))
            for _ in range(_PROBES):
                if not len(missing):
                    return found
                slot[missing] = (slot[missing] + 1) & mask
                tried = self._slots[slot[missing]]
                found[missing] = tried
                wrong = (tried < 0) | (self._low[tried] != low[missing]) | (self._high[tried] != high[missing])
                missing = missing[wrong]
            if not len(missing):
                return found
            # Each new run once, in the order of their first places, so that numbers do not depend on hashes.
            keys = np.empty(len(missing), [("low", np.uint64), ("high", np.uint64)])
            keys["low"], keys["high"] = low[missing], high[missing]
            _, first = np.unique(keys, return_index=True)
            before = self._count
            for place in missing[np.sort(first)]:
                run = lowered[starts[place] : starts[place] + lengths[place]].tobytes()
                self._add(run, int(low[place]), int(high[place]))
            self._enter(np.arange(before, self._count, dtype=np.int32))

    def _add(self, run: bytes, low: int = 0, high: int = 0) -> int:
        number = self._count
        if number == len(self._low):
            for name in ("_low", "_high", "_first", "_terms_in"):
                array = getattr(self, name)
                setattr(self, name, np.concatenate([array, np.zeros_like(array)]))
        self._seen[run] = number
        self._low[number], self._high[number] = low, high
        if run.isalnum():
            # bytes.isalnum is true of ASCII letters and digits alone: one word, folded already.
            own = [self._identify(run.decode("ascii"))]
        else:
            own = [self._identify(term.text) for term in terms(run.decode("utf-8", "surrogatepass"))]
        self._first[number] = own[0] if own else -1
        self._terms_in[number] = len(own)
        if len(own) > 1:
            self._several[number] = own
        self._count += 1
        return number

    def _enter(self, numbers: I32) -> None:
        """Enter short runs into the slots; into more slots if they do not all find one within the probes."""
        left = numbers
        if 4 * self._count <= len(self._slots):
            left = self._placed(left)
        while len(left):
            self._slots = np.full(4 * len(self._slots), -1, np.int32)
            # A short run has a byte that is not zero; long ones are kept by name only.
            left = self._placed(np.flatnonzero(self._low[: self._count]).astype(np.int32))

    def _placed(self, numbers: I32) -> I32:
        """Enter runs where a slot is free; those that found none."""
        mask = len(self._slots) - 1
        left = numbers
        slot = _hash(self._low[left], self._high[left], mask)
        for _ in range(_PROBES + 1):
            free = self._slots[slot] < 0
            self._slots[slot[free]] = left[free]
            # Of several runs for one slot the last written is in it.
            out = self._slots[slot] != left
            left, slot = left[out], (slot[out] + 1) & mask
            if not len(left):
                break
        return left


def _run_edges(raw: U8) -> tuple[I64, I64]:
    """Where runs of word characters and single apostrophes between them begin and end (half-open)."""
    classes = _ASCII_CLASS[raw]
    high = np.flatnonzero(raw >= 0x80)
    widths = None
    if len(high):
        widths = _class_characters(raw, classes, high)
    inside = classes == _WORD
    marks = np.flatnonzero(classes == _APOSTROPHE)
    if len(marks):
        marks = marks[(marks > 0) & (marks < len(raw) - 1)]
        if widths is None:
            kept = marks[inside[marks - 1] & inside[marks + 1]]
            inside[kept] = True
        else:
            after = np.minimum(marks + widths[marks], len(raw) - 1)
            chosen = inside[marks - 1] & inside[after]
            for offset in range(3):
                wide = chosen & (widths[marks] > offset)
                inside[marks[wide] + offset] = True
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    if len(inside) and inside[0]:
        edges = np.concatenate([[0], edges])
    if len(inside) and inside[-1]:
        edges = np.concatenate([edges, [len(inside)]])
    return edges[::2].astype(np.int64), edges[1::2].astype(np.int64)


def _class_characters(raw: U8, classes: U8, high: I64) -> U8:
    """Class the bytes of the characters beyond ASCII, in place. Returns the bytes of the character at each place.

    An apostrophe's class stands at its first byte; its other bytes are separators.
    """
    widths = np.ones(len(raw), np.uint8)
    leads = high[raw[high] >= 0xC0]
    lead = raw[leads]
    for size, least, most in ((2, 0xC0, 0xDF), (3, 0xE0, 0xEF), (4, 0xF0, 0xFF)):
        places = leads[(lead >= least) & (lead <= most)]
        places = places[places + size <= len(raw)]
        if not len(places):
            continue
        codes = (raw[places].astype(np.int64)) & (0xFF >> (size + 1))
        for offset in range(1, size):
            codes = (codes << 6) | (raw[places + offset] & 0x3F)
        distinct, inverse = np.unique(codes, return_inverse=True)
        kinds = np.array([_CLASS_OF_SHAPE[shape_of(int(code))] for code in distinct], np.uint8)[inverse]
        classes[places] = kinds
        widths[places] = size
        rest = np.where(kinds == _APOSTROPHE, _SEPARATOR, kinds).astype(np.uint8)
        for offset in range(1, size):
            classes[places + offset] = rest
    return widths


def _keys(lowered: U8, starts: I64, lengths: I64) -> tuple[U64, U64]:
    """The first and the second eight bytes of each run as numbers, what is beyond it zero.

    Two aligned loads and a shift make an unaligned one; a strided view would make numpy copy the whole text.
    """
    aligned = lowered[: len(lowered) // 8 * 8].view("<u8")
    index = starts >> 3
    shift = ((starts & 7) << 3).astype(np.uint64)
    back = np.uint64(63) - shift
    one = np.uint64(1)
    first, second = aligned[index], aligned[index + 1]
    low = (first >> shift) | ((second << one) << back)
    low &= _KEEP[np.minimum(lengths, 8)]
    high = np.zeros(len(starts), np.uint64)
    longer = np.flatnonzero(lengths > 8)
    if len(longer):
        third = aligned[index[longer] + 2]
        own = shift[longer]
        high[longer] = ((second[longer] >> own) | ((third << one) << back[longer])) & _KEEP[lengths[longer] - 8]
    return low, high


def _hash(low: U64, high: U64, mask: int) -> I64:
    mixed = low * _MULTIPLY_LOW
    mixed ^= high * _MULTIPLY_HIGH
    mixed ^= mixed >> np.uint64(29)
    mixed *= _MULTIPLY_LOW
    return ((mixed >> np.uint64(34)) & np.uint64(mask)).astype(np.int64)

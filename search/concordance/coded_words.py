"""How often do the commonest words stand at some positions? Read from term codes, a byte for each position.

Of the positions of a library half or more are those of some 200 words. With their codes, which searches use, too, only
the other half has to be unpacked to say which words stand somewhere.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from fabula.index.array_types import I64, Mask
from fabula.index.budget import check
from fabula.search.postings.lists.posting_list import is_common
from fabula.search.postings.segment_view import SegmentView

# To write the codes takes longer than to do without them once: a command counts once.
_FIRST_WITH_CODES = 2

_asked: WeakKeyDictionary[SegmentView, int] = WeakKeyDictionary()


class CodedWords(NamedTuple):
    """The words found, with how often; the positions that have others; and bool[terms]: which terms were looked for."""

    counts: Counter[str]
    others: I64
    terms: Mask


def count_coded(view: SegmentView, positions: I64) -> CodedWords:
    """What is known of the positions (ascending) by codes: nothing the first time that a segment is asked."""
    segment = view.segment
    counts: Counter[str] = Counter()
    has_code = np.zeros(segment.term_count, bool)
    times = _asked[view] = _asked.get(view, 0) + 1
    if times < _FIRST_WITH_CODES or not len(positions):
        return CodedWords(counts, positions, has_code)
    frequencies = segment.term_frequencies
    common = [term for term in np.argsort(-frequencies)[:256].tolist() if is_common(int(frequencies[term]), view)]
    terms: dict[int, int] = {}
    for term in common:
        check()
        # As posting lists do, so that both use one code.
        code = view.term_codes.term_code(((term, term + 1),), partial(segment.positions, term))
        if code:
            terms[code] = term
    if not terms:
        return CodedWords(counts, positions, has_code)
    codes = view.term_codes.codes.take(positions)
    found = np.bincount(codes, minlength=256)
    is_known = np.zeros(256, bool)
    for code, term in terms.items():
        is_known[code] = has_code[term] = True
        if found[code]:
            counts[segment.surface_of(term)] += int(found[code])
    return CodedWords(counts, positions[~is_known[codes]], has_code)

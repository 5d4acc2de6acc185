"""Chooses the kind of posting list for some terms."""

from __future__ import annotations

from collections.abc import Callable

from fabula.index.budget import checked
from fabula.search.plan import Level
from fabula.search.postings.segment_view import SegmentView
from fabula.search.postings.term_ranges import TermRanges, ranges_of, terms_in
from .coded_list import CodedList
from .decoded_list import DecodedList
from .posting_list import PostingList, is_common
from .union_list import UnionList

# The rest of a common stem's forms gets a code if it is one word in so many: 33 stems of 77 MB of novels, so that the
# 255 codes of `TermCodes` suffice for those and the common terms.
_REST_ONE_IN = 8_000


def choose_list(
    view: SegmentView,
    ranges: TermRanges,
    level: Level,
    part_of: Callable[[TermRanges, bool], PostingList],
    *,
    is_stem: bool = False,
    is_rest: bool = False,
) -> PostingList:
    """A common term gets a CodedList, several terms of which any is common a UnionList, all others a DecodedList.

    A position holds one term, so that the lists of single terms may have codes; and with them what is left of the
    forms of one stem: "say" without "said" and "say" still has 5,000 positions. Others could overlap.

    part_of  gives the list of some of the terms, to be shared; the flag says whether they are the rest of one stem.
    is_stem  True if the terms are all those of one stem.
    is_rest  True if they are the rest of one stem.
    """
    frequency = sum(view.segment.frequency(low, high) for low, high in checked(ranges))
    if is_rest and frequency * _REST_ONE_IN > view.end:
        return CodedList(view, ranges, level, frequency)
    if not is_common(frequency, view):
        return DecodedList(view, ranges, level, frequency)
    terms = terms_in(ranges)
    if len(terms) == 1:
        return CodedList(view, ranges, level, frequency)
    common = [term for term in checked(terms) if is_common(view.segment.frequency(term, term + 1), view)]
    if not common:
        return DecodedList(view, ranges, level, frequency)
    parts = [part_of(((term, term + 1),), False) for term in checked(common, every=64)]
    if rest := sorted({*terms}.difference(common)):
        parts.append(part_of(ranges_of(rest), is_stem))
    return UnionList(view, ranges, level, frequency, parts)

"""Who speaks in a play, in capitals above each speech: what repeats so often is not the name of a part of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set

from fabula.index.readers.structure.headings import Heading, Rank, name_key, stands_outside
from fabula.index.readers.structure.text_layout import Piece

__all__ = ["speaker_lines"]

# A title may stand on the cover and on the title page; three times it heads nothing.
_OFTEN = 3
# One play seen has 835 such lines, 60 of them of people who speak once or twice.
_LEAST_SPEECHES = 10
_MOST_WORDS = 5


def speaker_lines(parts: Sequence[Piece], headings: Mapping[int, Heading], known: Set[str]) -> set[int]:
    """The indices of `headings` that head nothing: titles of the same words again and again, and, where most titles are
    such and stand right above a speech, all others that do so.

    Labels and numbers repeat in every part of a work; so may titles that are `known` (by their keys) to be some, and
    what stands outside the counted chapters ("NOTES").
    """
    keys = {
        index: name_key(found.text)
        for index, found in headings.items()
        if found.rank is Rank.TITLE and not found.bare and not stands_outside(found.text)
    }
    keys = {index: key for index, key in keys.items() if key and key not in known}
    # "II" and "LADY SUSAN TO MRS. JOHNSON" under it are one title, however often she writes.
    counts = Counter(key for index, key in keys.items() if index - 1 not in headings or not headings[index - 1].bare)
    often = {index for index in keys if counts[keys[index]] >= _OFTEN}
    speeches = [
        index
        for index in sorted(keys)
        if index + 1 < len(parts)
        and index + 1 not in headings
        and parts[index + 1].gap <= 1
        and len(parts[index].text.split()) <= _MOST_WORDS
    ]
    sure = [index for index in speeches if index in often]
    if len(sure) < max(_LEAST_SPEECHES, len(keys) / 2):
        return often
    return often | {index for index in speeches if sure[0] < index < sure[-1]}

"""Recognises the names of speakers in a play, in capitals above each speech: headings never repeat so often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set

from fabula.index.readers.headings.heading_ranks import Heading, Rank
from fabula.index.readers.headings.heading_text import title_key
from fabula.index.readers.headings.headings import is_unnumbered_title
from fabula.index.readers.structure.text_layout import Piece

# A title may be on the cover and on the title page; three times, it is no heading.
_MIN_REPEATS = 3
# One play seen has 835 such lines, 60 of them of people who speak once or twice.
_MIN_SPEECHES = 10
_MAX_NAME_WORDS = 5


def find_speaker_lines(parts: Sequence[Piece], headings: Mapping[int, Heading], known: Set[str]) -> set[int]:
    """The indices of `headings` that name speakers: titles that repeat, and, if most titles do and are right above a
    speech, all others there.

    Labels and numbers may repeat in every part of a work; so may titles whose keys are `known`, and those outside the
    counted chapters ("NOTES").
    """
    keys = {
        index: title_key(heading.text)
        for index, heading in headings.items()
        if heading.rank is Rank.TITLE and not heading.bare and not is_unnumbered_title(heading.text)
    }
    keys = {index: key for index, key in keys.items() if key and key not in known}
    # "II" and "LADY SUSAN TO MRS. JOHNSON" below it are one title, however often she writes.
    counts = Counter(key for index, key in keys.items() if index - 1 not in headings or not headings[index - 1].bare)
    repeated = {index for index in keys if counts[keys[index]] >= _MIN_REPEATS}
    speeches = [
        index
        for index in sorted(keys)
        if index + 1 < len(parts)
        and index + 1 not in headings
        and parts[index + 1].gap <= 1
        and len(parts[index].text.split()) <= _MAX_NAME_WORDS
    ]
    sure = [index for index in speeches if index in repeated]
    if len(sure) < max(_MIN_SPEECHES, len(keys) / 2):
        return repeated
    return repeated | {index for index in speeches if sure[0] < index < sure[-1]}

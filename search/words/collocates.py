"""Which words stand near the matches of a query?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I32, I64, Mask
from fabula.index.budget import check
from fabula.search.postings.text_runs import TextRuns
from fabula.search.postings.words_in_runs import WordColumn, column_of, require_column
from .occurrences import Occurrences
from .selected_text import SelectedText


class NearWords(NamedTuple):
    """int64[vocabulary] each: how often a word stands near a match; before one, and after one.

    matched  how often it is itself part of one: there it is near nothing.
    """

    near: I64
    left: I64
    right: I64
    matched: I64


def near_words(text: SelectedText, occurrences: Sequence[Occurrences], left: int, right: int) -> NearWords:
    """Counts the places within so many words before and after the matches, each place once; none beyond a scene.

    Raises QueryTooDear where the scenes with matches have too many words.
    """
    size = len(text.vocabulary.words)
    total = np.zeros((4, size), np.int64)
    for number, (view, found) in enumerate(zip(text.views, occurrences, strict=True)):
        if not len(found.firsts):
            continue
        check("the words near the query")
        scenes = np.zeros(len(view), bool)
        scenes[view.segment.scenes_of(found.firsts)] = True
        # Only scenes with matches are read.
        runs = text.runs[number]
        kept = scenes[view.segment.scenes_of(runs.begins)]
        runs = TextRuns(runs.begins[kept], runs.ends[kept], runs.joined[kept])
        require_column(runs.words)
        column = column_of(view.segment, runs, text.vocabulary.numbers[number])
        masks = _places(column, found, left, right)
        for row, mask in enumerate(masks):
            total[row] += _counts(column.numbers, mask, size)
    return NearWords(*total)


def _counts(numbers: I32, mask: Mask, size: int) -> I64:
    return np.bincount(numbers[mask], minlength=size + 1)[1:]


def _places(column: WordColumn, found: Occurrences, left: int, right: int) -> tuple[Mask, Mask, Mask, Mask]:
    """bool[column] each: the places near, before, after, and in the matches."""
    numbers = column.numbers
    firsts, lasts = column.index_of(found.firsts), column.index_of(found.lasts)
    steps = np.zeros(len(numbers) + 1, np.int64)
    np.add.at(steps, firsts, 1)
    np.add.at(steps, lasts + 1, -1)
    matched: Mask = np.cumsum(steps)[:-1] > 0
    before, after = _beside(numbers, firsts, -1, left) & ~matched, _beside(numbers, lasts, 1, right) & ~matched
    return before | after, before, after, matched


def _beside(numbers: I32, places: I64, step: int, reach: int) -> Mask:
    """bool[len(numbers)]: the next `reach` words from each of the places on, up to the first 0."""
    mask = np.zeros(len(numbers), bool)
    for _ in range(reach):
        places = places + step
        places = places[numbers[places] != 0]
        mask[places] = True
    return mask

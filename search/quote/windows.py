"""Windows: the words around candidate passages, compared with the words of a quote."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence, Set
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fabula.index.analysis import words
from fabula.search.engine.protocol import Candidate, Engine, Passage
from fabula.search.matching.scene_speech import positions_in_scope
from fabula.search.matching.scene_terms import SceneView
from fabula.search.plan import ScopeFilter
from .compounds import Unit, units
from .similarity import similarity

# Shorter windows are padded with this similarity, so that no word is ever aligned there.
_PADDING = -100.0


class Window(NamedTuple):
    """The words of a passage's paragraphs that are near it.

    first  the position in the scene of the first of `words`.
    units  `words`, cut and joined as the quote has them; "" for one that does not count.
    """

    passage: Passage
    view: SceneView
    words: list[str]
    first: int
    units: list[Unit]


def read_window(passage: Passage, query: Sequence[str], engine: Engine, scope: ScopeFilter | None = None) -> Window:
    """The words around a passage; only those in the scope count."""
    view = engine.read(Candidate(passage.segment, passage.number, 0, 0.0))
    starts, text = view.paragraph_starts, view.scene.text
    paragraphs = [(start, end) for start, end, _ in view.scene.paragraphs]
    if len(paragraphs) != len(starts):
        paragraphs = [span for span in paragraphs if words(text[slice(*span)])]
    if len(paragraphs) != len(starts):
        paragraphs, starts = [(0, len(text))], [0]
    if not starts:
        return Window(passage, view, [], 0, [])
    low = max(0, bisect_right(starts, passage.first) - 1)
    high = max(low + 1, bisect_right(starts, passage.last))
    paragraph_words = [word for start, end in paragraphs[low:high] for word in words(text[start:end])]
    skipped = max(0, passage.first - starts[low])
    near = paragraph_words[skipped : passage.last - starts[low] + 1]
    first = starts[low] + skipped
    counted = units(query, near)
    if scope is not None:
        inside = frozenset(positions_in_scope(range(first, first + len(near)), scope, view.utterances))
        counted = [
            unit if {first + unit.first, first + unit.last} <= inside else unit._replace(word="") for unit in counted
        ]
    return Window(passage, view, near, first, counted)


def similarity_grids(
    query: Sequence[str], windows: Sequence[Window], forms: Set[tuple[str, str]]
) -> NDArray[np.float32]:
    """float32[windows, query, units]: how similar each word of the quote is to each unit of a window.

    Windows are padded to the length of the longest.
    """
    vocabulary = sorted({unit.word for window in windows for unit in window.units} - {""})
    grid = similarity(query, vocabulary, forms)
    column_of = {word: column for column, word in enumerate(vocabulary)} | {"": len(vocabulary)}
    longest = max(len(window.units) for window in windows)
    padded = np.concatenate([grid, np.full((len(query), 1), _PADDING, np.float32)], axis=1)
    columns = np.full((len(windows), longest), len(vocabulary), np.int64)
    for row, window in enumerate(windows):
        columns[row, : len(window.units)] = [column_of[unit.word] for unit in window.units]
    return padded[:, columns].transpose(1, 0, 2)

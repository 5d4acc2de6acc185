"""A remembered line to its passages, best first, each with a score and the difference."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...index.analysis import words
from ..engine import Candidate, Engine, Passage
from ..results import Difference, MatchKind, Op
from ..runs import Run
from ..scene_terms import Reading
from .alignment import Pair, aligned, path_of
from .calibration import THRESHOLD, score_of
from .difference import difference
from .likeness import FORM, likeness

__all__ = ["Found", "find"]

# Windows whose texts are read.
_READ = 24
_FEW_READ = 8
# Words that are nowhere in the library for which others are looked up that are spelt like them: each takes 5 ms.
_MOST_MISSPELT = 4
_NEIGHBOURS = 3
_LONG = 100
# Shorter windows are filled up with this, on which no word is ever put.
_BEYOND = -100.0


class Found(NamedTuple):
    """A passage: where (words of its scene, both included), how well, and in what it differs."""

    candidate: Candidate
    reading: Reading
    runs: tuple[Run, ...]
    match: MatchKind
    score: float
    difference: tuple[Difference, ...]


class _Window(NamedTuple):
    """The words of a passage's paragraphs that are near it, and the place of the first in the scene."""

    passage: Passage
    reading: Reading
    words: list[str]
    first: int


def find(query: Sequence[str], engine: Engine, most: int, seen: Sequence[Candidate]) -> list[Found]:
    """Up to `most` passages, one a scene, none of the scenes `seen`. `query` are folded words, at least one."""
    slots = [engine.stems_of(word) for word in query]
    forms = {(word, form) for word, slot in zip(query, slots, strict=True) for form in engine.forms_of(slot)}
    _add_neighbours(query, slots, engine)
    count = _READ if len(query) <= _LONG else _FEW_READ
    weights_found, passages, size = engine.passages(slots, count + most)
    weights = np.array(weights_found, np.float64)
    known = {(candidate.segment, candidate.number) for candidate in seen}
    windows = [_window(own, engine) for own in passages[:count] if (own.segment, own.number) not in known]
    windows = [window for window in windows if window.words]
    if not windows:
        return []
    vocabulary = sorted({word for window in windows for word in window.words})
    grid = likeness(query, vocabulary, forms)
    place_of = {word: place for place, word in enumerate(vocabulary)}
    longest = max(len(window.words) for window in windows)
    padded = np.concatenate([grid, np.full((len(query), 1), _BEYOND, np.float32)], axis=1)
    index = np.full((len(windows), longest), len(vocabulary), np.int64)
    for row, window in enumerate(windows):
        index[row, : len(window.words)] = [place_of[word] for word in window.words]
    grids = padded[:, index].transpose(1, 0, 2)
    masses, rows = aligned(grids, weights)
    total = float(weights.sum()) or 1.0
    shares = np.clip(masses / total, 0, 1)
    scores = [score_of(share, total, size) for share in shares.tolist()]
    found: list[Found] = []
    for row in sorted(range(len(windows)), key=lambda row: -shares[row]):
        window = windows[row]
        key = (window.passage.segment, window.passage.number)
        if key in known:
            continue
        known.add(key)
        path = path_of(rows, grids, weights, row)
        found.append(_found(window, path, grids[row], query, scores[row]))
        if len(found) == most:
            break
    return found


def _add_neighbours(query: Sequence[str], slots: list[tuple[str, ...]], engine: Engine) -> None:
    """Gives words that the library does not have the stems of those that are spelt like them."""
    missing = [place for place, slot in enumerate(slots) if len(query[place]) > 3 and not engine.forms_of(slot)]
    for place in missing[:_MOST_MISSPELT]:
        near = engine.nearest(query[place], _NEIGHBOURS)
        slots[place] = tuple(sorted({*slots[place], *(stem for word in near for stem in engine.stems_of(word))}))


def _window(passage: Passage, engine: Engine) -> _Window:
    reading = engine.read(Candidate(passage.segment, passage.number, 0, 0.0))
    starts, text = reading.starts, reading.scene.text
    paragraphs = [(start, end) for start, end, _ in reading.scene.paragraphs]
    if len(paragraphs) != len(starts):
        paragraphs = [span for span in paragraphs if words(text[slice(*span)])]
    if len(paragraphs) != len(starts):
        paragraphs, starts = [(0, len(text))], [0]
    if not starts:
        return _Window(passage, reading, [], 0)
    low = max(0, bisect_right(starts, passage.first) - 1)
    high = max(low + 1, bisect_right(starts, passage.last))
    held = [word for start, end in paragraphs[low:high] for word in words(text[start:end])]
    skipped = max(0, passage.first - starts[low])
    return _Window(passage, reading, held[skipped : passage.last - starts[low] + 1], starts[low] + skipped)


def _found(window: _Window, path: list[Pair], grid: NDArray[np.float32], query: Sequence[str], score: float) -> Found:
    steps = difference(path, query, window.words)
    matched = [pair.text for pair in path if min(pair) >= 0 and grid[pair.query, pair.text] > 0]
    runs: list[Run] = []
    for place in (window.first + own for own in matched):
        if runs and place == runs[-1].last + 1:
            runs[-1] = Run(runs[-1].first, place)
        else:
            runs.append(Run(place, place))
    return Found(
        Candidate(window.passage.segment, window.passage.number, 0, score),
        window.reading,
        tuple(runs),
        _kind(path, grid, steps, score),
        score,
        steps,
    )


def _kind(path: list[Pair], grid: NDArray[np.float32], steps: Sequence[Difference], score: float) -> MatchKind:
    if score < THRESHOLD:
        return MatchKind.NONE
    if all(step.op is Op.SAME for step in steps):
        return MatchKind.EXACT
    if any(step.op is Op.MISSING for step in steps):
        return MatchKind.FUZZY
    if any(grid[pair.query, pair.text] < np.float32(FORM) for pair in path if pair.query >= 0):
        return MatchKind.FUZZY
    return MatchKind.NEAR if any(step.op is Op.ADDED for step in steps) else MatchKind.STEMMED

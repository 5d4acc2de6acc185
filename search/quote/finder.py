"""A remembered line to its passages, best first, each with a score and the difference."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence, Set
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fabula.index.analysis import words
from fabula.index.array_types import F64
from fabula.search.engine.alignment import Pair, aligned, path_of
from fabula.search.engine.protocol import Candidate, Engine, Passage
from fabula.search.matching.runs import Run
from fabula.search.matching.scene_terms import SceneView
from fabula.search.results import Difference, MatchKind, Op

from .calibration import THRESHOLD, score_of
from .compounds import Unit, units
from .difference import difference
from .likeness import FORM, likeness
from .order import turned

__all__ = ["Nearest", "QuoteMatch", "find", "lay"]

# Windows whose texts are read.
_READ = 24
_FEW_READ = 8
# Words that are nowhere in the library for which others are looked up that are spelt like them: each takes 5 ms.
_MOST_MISSPELT = 4
_NEIGHBOURS = 3
_LONG = 100
# Windows that are tried with the parts of the quote exchanged: those that have this share of it in any order, and in
# order so much less.
_TURNED = 4
_SOMEWHERE = 0.6
_OUT_OF_ORDER = 0.1
_LONGEST_TURNED = 40
# Shorter windows are filled up with this, on which no word is ever put.
_BEYOND = -100.0


class QuoteMatch(NamedTuple):
    """A passage: where (words of its scene, both included), how well, and in what it differs.

    share  of the quote's weight that is aligned, 0 to 1; mass: the same in nats.
    """

    candidate: Candidate
    reading: SceneView
    runs: tuple[Run, ...]
    match: MatchKind
    score: float
    difference: tuple[Difference, ...]
    share: float
    mass: float


class Nearest(NamedTuple):
    """Passages, best first; `weight` is that of the whole quote, in nats."""

    weight: float
    found: list[QuoteMatch]


class _Window(NamedTuple):
    """The words of a passage's paragraphs that are near it, and the place of the first in the scene."""

    passage: Passage
    reading: SceneView
    words: list[str]
    first: int
    units: list[Unit]


class _Laid(NamedTuple):
    """A quote laid on a window. `path` is worked out when it is asked for unless its parts are exchanged."""

    row: int
    mass: float
    path: list[Pair] | None


def find(query: Sequence[str], engine: Engine, most: int, seen: Sequence[Candidate]) -> Nearest:
    """Up to `most` passages, best first, one a scene, none of the scenes `seen`. `query` are folded words."""
    slots, forms = _slots(query, engine)
    count = max(most, _READ if len(query) <= _LONG else _FEW_READ)
    weights_found, passages, size = engine.passages(slots, count)
    weights = np.array(weights_found, np.float64)
    known = {(candidate.segment, candidate.number) for candidate in seen}
    windows = [_window(own, query, engine) for own in passages if (own.segment, own.number) not in known]
    windows = [window for window in windows if window.words]
    total = float(weights.sum()) or 1.0
    if not windows:
        return Nearest(total, [])
    grids = _grids(query, windows, forms)
    masses, rows = aligned(grids, weights)
    laid = [_Laid(row, mass, None) for row, mass in enumerate(masses.tolist())]
    if len(query) <= _LONGEST_TURNED:
        _try_turned(laid, grids, weights)
    found: list[QuoteMatch] = []
    for row, mass, path in sorted(laid, key=lambda own: -own.mass):
        window = windows[row]
        key = (window.passage.segment, window.passage.number)
        if key in known:
            continue
        known.add(key)
        if path is None:
            path = path_of(rows, grids, weights, row)
        share = min(max(mass / total, 0.0), 1.0)
        found.append(_found(window, path, grids[row], query, score_of(share, total, size), share, max(mass, 0.0)))
        if len(found) == most:
            break
    return Nearest(total, found)


def lay(query: Sequence[str], engine: Engine, reading: SceneView) -> tuple[Run, ...]:
    """The words of a scene that `query` (folded words, at least one) lies on best; () if none of them is there."""
    slots, forms = _slots(query, engine)
    weights = np.array(engine.passages(slots, 0).weights, np.float64)
    own = words(reading.scene.text)
    window = _Window(Passage(0, 0, 0, len(own), 0.0), reading, own, 0, units(query, own))
    if not own:
        return ()
    grids = _grids(query, [window], forms)
    masses, rows = aligned(grids, weights)
    laid = [_Laid(0, float(masses[0]), None)]
    _try_turned(laid, grids, weights)
    path = laid[0].path or path_of(rows, grids, weights, 0)
    return _runs(window, path, grids[0])


def _slots(query: Sequence[str], engine: Engine) -> tuple[list[tuple[str, ...]], set[tuple[str, str]]]:
    """The stems of each word, and pairs of a word and a form of it that the library has."""
    slots = [engine.stems_of(word) for word in query]
    forms = {(word, form) for word, slot in zip(query, slots, strict=True) for form in engine.forms_of(slot)}
    _add_neighbours(query, slots, engine)
    return slots, forms


def _grids(query: Sequence[str], windows: Sequence[_Window], forms: Set[tuple[str, str]]) -> NDArray[np.float32]:
    """float32[windows, words, places]: how much each word of the quote is like the one at each place."""
    vocabulary = sorted({unit.word for window in windows for unit in window.units})
    grid = likeness(query, vocabulary, forms)
    place_of = {word: place for place, word in enumerate(vocabulary)}
    longest = max(len(window.units) for window in windows)
    padded = np.concatenate([grid, np.full((len(query), 1), _BEYOND, np.float32)], axis=1)
    index = np.full((len(windows), longest), len(vocabulary), np.int64)
    for row, window in enumerate(windows):
        index[row, : len(window.units)] = [place_of[unit.word] for unit in window.units]
    return padded[:, index].transpose(1, 0, 2)


def _try_turned(laid: list[_Laid], grids: NDArray[np.float32], weights: F64) -> None:
    """Lays the quote with its parts exchanged, where that is better, on the windows with most of it in any order."""
    total = weights.sum()
    anywhere = np.maximum(grids, 0).max(axis=2) @ weights
    in_order = np.array([own.mass for own in laid])
    likely = (anywhere >= _SOMEWHERE * total) & (anywhere - in_order >= _OUT_OF_ORDER * total)
    rows = np.flatnonzero(likely)
    rows = rows[np.argsort(-anywhere[rows], kind="stable")][:_TURNED]
    if not len(rows):
        return
    for row, (mass, path) in zip(rows.tolist(), turned(grids[rows], weights), strict=False):
        if mass > laid[row].mass:
            laid[row] = _Laid(row, mass, path)


def _add_neighbours(query: Sequence[str], slots: list[tuple[str, ...]], engine: Engine) -> None:
    """Gives words that the library does not have the stems of those that are spelt like them."""
    missing = [place for place, slot in enumerate(slots) if len(query[place]) > 3 and not engine.forms_of(slot)]
    for place in missing[:_MOST_MISSPELT]:
        near = engine.nearest(query[place], _NEIGHBOURS)
        slots[place] = tuple(sorted({*slots[place], *(stem for word in near for stem in engine.stems_of(word))}))


def _window(passage: Passage, query: Sequence[str], engine: Engine) -> _Window:
    reading = engine.read(Candidate(passage.segment, passage.number, 0, 0.0))
    starts, text = reading.paragraph_starts, reading.scene.text
    paragraphs = [(start, end) for start, end, _ in reading.scene.paragraphs]
    if len(paragraphs) != len(starts):
        paragraphs = [span for span in paragraphs if words(text[slice(*span)])]
    if len(paragraphs) != len(starts):
        paragraphs, starts = [(0, len(text))], [0]
    if not starts:
        return _Window(passage, reading, [], 0, [])
    low = max(0, bisect_right(starts, passage.first) - 1)
    high = max(low + 1, bisect_right(starts, passage.last))
    held = [word for start, end in paragraphs[low:high] for word in words(text[start:end])]
    skipped = max(0, passage.first - starts[low])
    near = held[skipped : passage.last - starts[low] + 1]
    return _Window(passage, reading, near, starts[low] + skipped, units(query, near))


def _found(
    window: _Window,
    path: list[Pair],
    grid: NDArray[np.float32],
    query: Sequence[str],
    score: float,
    share: float,
    mass: float,
) -> QuoteMatch:
    steps = difference(path, query, window.words, window.units)
    return QuoteMatch(
        Candidate(window.passage.segment, window.passage.number, 0, score),
        window.reading,
        _runs(window, path, grid),
        _kind(path, grid, steps, score),
        score,
        steps,
        share,
        mass,
    )


def _runs(window: _Window, path: list[Pair], grid: NDArray[np.float32]) -> tuple[Run, ...]:
    """The words of the scene that words of the quote are like, those beside each other as one."""
    matched = [window.units[pair.text] for pair in path if min(pair) >= 0 and grid[pair.query, pair.text] > 0]
    runs: list[Run] = []
    for unit in matched:
        first, last = window.first + unit.first, window.first + unit.last
        if runs and first <= runs[-1].last + 1:
            runs[-1] = Run(runs[-1].first, last)
        else:
            runs.append(Run(first, last))
    return tuple(runs)


def _kind(path: list[Pair], grid: NDArray[np.float32], steps: Sequence[Difference], score: float) -> MatchKind:
    if score < THRESHOLD:
        return MatchKind.NONE
    order = [pair.query for pair in path if pair.query >= 0]
    if order != sorted(order):
        return MatchKind.FUZZY
    if all(step.op is Op.SAME for step in steps):
        return MatchKind.EXACT
    if any(step.op is Op.MISSING for step in steps):
        return MatchKind.FUZZY
    if any(grid[pair.query, pair.text] < np.float32(FORM) for pair in path if pair.query >= 0):
        return MatchKind.FUZZY
    return MatchKind.NEAR if any(step.op is Op.ADDED for step in steps) else MatchKind.STEMMED

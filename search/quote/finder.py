"""A remembered line to its passages, best first, each with a score and the difference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fabula.index.analysis import words
from fabula.index.array_types import F64
from fabula.index.budget import check, checked
from fabula.search.engine.alignment import Pair, align_windows, path_of
from fabula.search.engine.protocol import FULL_EFFORT, Candidate, Effort, Engine, Passage
from fabula.search.match_kind import MatchKind
from fabula.search.matching.runs import Run
from fabula.search.matching.scene_terms import SceneTerms, SceneView
from fabula.search.plan import EVERYWHERE, Narrowing
from fabula.search.results import Difference
from .calibration import THRESHOLD, score_of
from .chance import meant
from .compounds import units
from .difference import Side, difference
from .line import Line
from .reordering import reordered
from .similarity import FORM_SIMILARITY
from .windows import Window, read_window, similarity_grids
from .written import written_words

# Passages whose texts are read, for long quotes.
_MAX_PASSAGES_LONG_QUOTE = 8
_LONG_QUOTE_WORDS = 100
_MAX_NEIGHBOURS = 3
# Windows on which the quote is aligned with its parts exchanged: those that have this share of its weight in any order,
# and so much less of it in order.
_MAX_REORDERED_WINDOWS = 4
_MIN_SHARE_IN_ANY_ORDER = 0.6
_MIN_SHARE_OUT_OF_ORDER = 0.1
_MAX_REORDERED_WORDS = 40
# If all of the weight were forgiven, 1 in 150 more sentences that are nowhere would be claimed for "No, said the king".
_FORGIVEN_SHARE = 0.67


class QuoteMatch(NamedTuple):
    """A passage: where (runs of words of its scene), how well it matches, and how it differs.

    share       of the quote's weight that is aligned, 0 to 1; mass: the same in nats.
    difference  is worked out when it is asked for: only the passages shown need one.
    """

    candidate: Candidate
    view: SceneView
    runs: tuple[Run, ...]
    match: MatchKind
    score: float
    difference: Callable[[], tuple[Difference, ...]]
    share: float
    mass: float


class Nearest(NamedTuple):
    """Passages, best first; `weight` is that of the whole quote, in nats."""

    weight: float
    matches: list[QuoteMatch]


class _Alignment(NamedTuple):
    """A quote aligned with a window. `path` is None until it is needed, except where parts are exchanged."""

    window: int
    mass: float
    path: list[Pair] | None


def find(
    line: Line,
    engine: Engine,
    limit: int,
    known: Sequence[Candidate] = (),
    within: Narrowing = EVERYWHERE,
    effort: Effort = FULL_EFFORT,
) -> Nearest:
    """Up to `limit` passages, best first, one a scene, none in the scenes `known`, all `within` a part of the text."""
    query = line.words
    stems, forms = _stems_and_forms(query, engine, effort.misspelt)
    count = max(limit, effort.passages if len(query) <= _LONG_QUOTE_WORDS else _MAX_PASSAGES_LONG_QUOTE)
    candidates = engine.passages(stems, count, within, effort)
    weights = np.array(candidates.weights, np.float64)
    total = float(weights.sum()) or 1.0
    seen = {(candidate.segment, candidate.number) for candidate in known}
    windows = [
        read_window(passage, query, engine, within.scope)
        for passage in checked(candidates.passages, every=1)
        if (passage.segment, passage.number) not in seen
    ]
    windows = [window for window in windows if window.words]
    if not windows:
        return Nearest(total, [])
    grids = similarity_grids(query, windows, forms)
    masses, rows = align_windows(grids, weights)
    alignments = [_Alignment(number, mass, None) for number, mass in enumerate(masses.tolist())]
    if len(query) <= _MAX_REORDERED_WORDS:
        _try_reordering(alignments, grids, weights)
    in_order = [alignment.mass for alignment in alignments]
    # Who speaks may be said elsewhere, and is not held against a passage that does not say it.
    totals = np.maximum(total - _missing_tags(line, grids, weights), 1e-9)
    shares = [min(max(mass / total, 0.0), 1.0) for mass, total in zip(in_order, totals.tolist(), strict=True)]
    matches: list[QuoteMatch] = []
    # One passage of each scene: that with most of the quote.
    for number in sorted(range(len(windows)), key=lambda number: (-shares[number], -in_order[number])):
        window = windows[number]
        scene = (window.passage.segment, window.passage.number)
        if scene in seen:
            continue
        check()
        seen.add(scene)
        path = alignments[number].path or path_of(rows, grids, weights, number)
        path = _without_strange_tags(path, line, grids[number])
        score = score_of(shares[number], float(totals[number]), candidates.size)
        matches.append(
            QuoteMatch(
                Candidate(*scene, 0, score),
                window.view,
                _matched_runs(window, meant(path, query, grids[number], weights)),
                _kind(path, grids[number], query, window, score),
                score,
                partial(_difference, path, line, window),
                shares[number],
                max(in_order[number], 0.0),
            )
        )
    matches.sort(key=lambda match: (-match.score, -match.share))
    return Nearest(total, matches[:limit])


def _missing_tags(line: Line, grids: NDArray[np.float32], weights: F64) -> F64:
    """float64[windows]: the weight of the words about the speaker that each window lacks, as far as it is forgiven."""
    tags = sorted(line.tags)
    if not tags:
        return np.zeros(len(grids))
    is_missing = grids[:, tags].max(axis=2) < np.float32(FORM_SIMILARITY)
    missing: F64 = _FORGIVEN_SHARE * (is_missing @ weights[tags])
    return missing


def _without_strange_tags(path: Sequence[Pair], line: Line, grid: NDArray[np.float32]) -> list[Pair]:
    """The path with "she said" missing where other words stand in its place: they are not what the line made of it."""
    if not line.tags:
        return [*path]
    apart: list[Pair] = []
    for pair in path:
        if min(pair) >= 0 and pair.query in line.tags and grid[pair.query, pair.text] <= 0:
            apart += [Pair(pair.query, -1), Pair(-1, pair.text)]
        else:
            apart.append(pair)
    # What the text adds before the first word and behind the last is not part of the passage.
    aligned = [index for index, pair in enumerate(apart) if min(pair) >= 0]
    if not aligned:
        return [*path]
    return [pair for index, pair in enumerate(apart) if pair.query >= 0 or aligned[0] < index < aligned[-1]]


def _difference(path: Sequence[Pair], line: Line, window: Window) -> tuple[Difference, ...]:
    """The difference in words as they are written."""
    scene = SceneTerms.of_view(window.view)
    offsets = [scene.offsets(window.first + index) for index in range(len(window.words))]
    text = Side(window.words, written_words(window.view.scene.text, offsets))
    return difference(path, line.side, text, window.units)


def align(query: Sequence[str], engine: Engine, view: SceneView) -> tuple[Run, ...]:
    """The words of a scene that `query` (folded words, at least one) aligns with best; () if none of them is there."""
    stems, forms = _stems_and_forms(query, engine, FULL_EFFORT.misspelt)
    weights = np.array(engine.passages(stems, 0).weights, np.float64)
    scene_words = words(view.scene.text)
    if not scene_words:
        return ()
    passage = Passage(0, 0, 0, len(scene_words), 0.0)
    window = Window(passage, view, scene_words, 0, units(query, scene_words))
    grids = similarity_grids(query, [window], forms)
    masses, rows = align_windows(grids, weights)
    alignments = [_Alignment(0, float(masses[0]), None)]
    _try_reordering(alignments, grids, weights)
    path = alignments[0].path or path_of(rows, grids, weights, 0)
    return _matched_runs(window, meant(path, query, grids[0], weights))


def _stems_and_forms(
    query: Sequence[str], engine: Engine, max_misspelt: int
) -> tuple[list[tuple[str, ...]], set[tuple[str, str]]]:
    """The stems of each word, and pairs of a word and a form of it that the library has.

    The first `max_misspelt` words that the library does not have get the stems of words spelt like them.
    """
    stems = [engine.stems_of(word) for word in query]
    known_forms = [engine.forms_of(own) for own in stems]
    pairs = {(word, form) for word, forms in zip(query, known_forms, strict=True) for form in forms}
    missing = [index for index, forms in enumerate(known_forms) if len(query[index]) > 3 and not forms]
    for index in missing[:max_misspelt]:
        neighbours = engine.nearest(query[index], _MAX_NEIGHBOURS)
        stems[index] = tuple(sorted({*stems[index], *(stem for word in neighbours for stem in engine.stems_of(word))}))
    return stems, pairs


def _try_reordering(alignments: list[_Alignment], grids: NDArray[np.float32], weights: F64) -> None:
    """Where a window has most of the quote in any order: replaces its alignment if exchanging the parts is better."""
    total = weights.sum()
    in_any_order = np.maximum(grids, 0).max(axis=2) @ weights
    in_order = np.array([alignment.mass for alignment in alignments])
    likely = (in_any_order >= _MIN_SHARE_IN_ANY_ORDER * total) & (
        in_any_order - in_order >= _MIN_SHARE_OUT_OF_ORDER * total
    )
    numbers = np.flatnonzero(likely)
    numbers = numbers[np.argsort(-in_any_order[numbers], kind="stable")][:_MAX_REORDERED_WINDOWS]
    if not len(numbers):
        return
    for number, (mass, path) in zip(numbers.tolist(), reordered(grids[numbers], weights), strict=False):
        if mass > alignments[number].mass:
            alignments[number] = _Alignment(number, mass, path)


def _matched_runs(window: Window, pairs: Sequence[Pair]) -> tuple[Run, ...]:
    """The words of the scene that the pairs have; neighbours are one run."""
    runs: list[Run] = []
    for pair in pairs:
        unit = window.units[pair.text]
        first, last = window.first + unit.first, window.first + unit.last
        if runs and first <= runs[-1].last + 1:
            runs[-1] = Run(runs[-1].first, last)
        else:
            runs.append(Run(first, last))
    return tuple(runs)


def _kind(
    path: Sequence[Pair], grid: NDArray[np.float32], query: Sequence[str], window: Window, score: float
) -> MatchKind:
    if score < THRESHOLD:
        return MatchKind.NONE
    order = [pair.query for pair in path if pair.query >= 0]
    if order != sorted(order) or any(pair.text < 0 for pair in path):
        return MatchKind.FUZZY
    aligned = [window.units[pair.text] for pair in path]
    if window.words[aligned[0].first : aligned[-1].last + 1] == [*query]:
        return MatchKind.EXACT
    if any(grid[pair.query, pair.text] < np.float32(FORM_SIMILARITY) for pair in path if pair.query >= 0):
        return MatchKind.FUZZY
    return MatchKind.NEAR if any(pair.query < 0 for pair in path) else MatchKind.STEMMED

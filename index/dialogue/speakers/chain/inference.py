"""Exact chances in a chain of the second order: forward and backward sums over pairs of neighbouring speakers.

The sum-product algorithm of conditional random fields (Lafferty, McCallum and Pereira 2001, ICML). A speech has a score
for each candidate, and further ones that count if its speaker is that of the speech before it, or of the one before
that. All chains of a work go forward at once, step by step.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import F32, I64
from fabula.index.budget import check

# Speeches weighed at once: their tables of pairs take 12 MB with 8 candidates each.
_SPEECHES_AT_ONCE = 4_096


class Chain(NamedTuple):
    """The speeches of a work, scene by scene.

    scores      float32[n, k]: of each candidate, -inf where there are fewer than k.
    characters  int64[n, k]: who they are, each once in a row; negative ones are nobody, never the same as any other.
    starts      int64[chains + 1], ascending from 0 to n: where each chain begins; none is empty.
    again       float32[n]: the score of having the speaker of the speech before.
    second      float32[n]: the score of having the speaker of the speech before that.
    """

    scores: F32
    characters: I64
    starts: I64
    again: F32
    second: F32


class Marginals(NamedTuple):
    """chances  float32[n, k]: of each candidate.
    again    float32[n]: the chance of having the speaker of the speech before; `second` of the one before that.
    evidence  float: the logarithm of the sum over all ways to choose speakers.
    """

    chances: F32
    again: F32
    second: F32
    evidence: float


def marginals(chain: Chain, links: bool = True) -> Marginals:
    """How likely each candidate is, given all the others; `links`: also how likely links are, else 0. Raises
    QueryTooDear where time is out."""
    count, candidates = chain.scores.shape
    found = Marginals(
        np.zeros((count, candidates), np.float32), np.zeros(count, np.float32), np.zeros(count, np.float32), 0.0
    )
    evidence = 0.0
    first = 0
    while first + 1 < len(chain.starts):
        # As many whole chains as fit.
        last = int(np.searchsorted(chain.starts, chain.starts[first] + _SPEECHES_AT_ONCE, side="right")) - 1
        last = max(last, first + 1)
        evidence += _weigh(chain, chain.starts[first : last + 1], found, links)
        first = last
    return found._replace(evidence=evidence)


def _weigh(chain: Chain, starts: I64, found: Marginals, with_links: bool) -> float:
    """Fill in the rows of the chains that begin at `starts`; the logarithm of their sums."""
    steps = _Steps(chain, starts)
    second = np.zeros(steps.pairs.shape, np.float32) if with_links else None
    forward, sums = _forward(steps, second)
    backward = _backward(steps)
    if second is not None:
        second *= backward
    joint = np.multiply(forward, backward, out=backward)
    totals = joint.sum(axis=(0, 1))
    found.chances[steps.rows] = (joint.sum(axis=0) / totals).T
    if second is not None:
        found.again[steps.rows] = (joint * steps.is_again).sum(axis=(0, 1)) / totals
        found.second[steps.rows] = second.sum(axis=(0, 1)) / totals
    return float(np.log(sums).sum(dtype=np.float64)) + steps.scale


class _Steps:
    """The speeches of some chains, by their places in these: the first of each chain, then the second of each.

    The longest chains stand first, so the speech before the nth of a step is the nth of the step before. Speeches are
    the last axis of all arrays, as numpy goes through long rows quickest.

    rows      int64[n]: of each speech in the chain; those of a step begin at its `bounds`.
    scale     float: the logarithm of what the powers were divided by.
    powers    float32[here, n]: of the scores of its candidates.
    is_again  bool[before, here, n]: a candidate of the speech before is the same character.
    pairs     float32[before, here, n]: the powers with the score of that.
    second    where a candidate here is the same as one of two before, `later` where one of two before is the same as
              one here.
    """

    def __init__(self, chain: Chain, starts: I64) -> None:
        lengths = np.diff(starts)
        order = np.argsort(-lengths, kind="stable")
        firsts, lengths = starts[:-1][order], lengths[order]
        active = np.searchsorted(-lengths, -np.arange(int(lengths[0])), side="left").tolist()
        self.bounds = [0, *accumulate(active)]
        self.rows = np.concatenate([firsts[:count] + step for step, count in enumerate(active)])
        scores = np.ascontiguousarray(chain.scores[self.rows].T)
        tops = scores.max(axis=0)
        self.scale = float(tops.sum(dtype=np.float64))
        self.powers = np.exp(scores - tops)
        characters = np.ascontiguousarray(chain.characters.T, np.int32)
        here = characters[:, self.rows]
        # Nobody is never the same as any other.
        here[here < 0] = np.iinfo(np.int32).min
        self.is_again = characters[:, self.rows - 1][:, None] == here
        self.is_again[:, :, : active[0]] = False
        # A product takes a third of the time of np.where.
        self.pairs = self.is_again * np.expm1(chain.again[self.rows])
        self.pairs += 1
        self.pairs *= self.powers
        is_second = characters[:, np.maximum(self.rows - 2, 0)][:, None] == here
        is_second[:, :, : self.bounds[min(2, len(active))]] = False
        bonus = np.exp(chain.second[self.rows])
        places = np.arange(len(self.rows))
        within = places - np.repeat(self.bounds[:-1], active)
        # The places of a flat array are found five times as fast.
        two_before, own, of_rows = np.unravel_index(np.flatnonzero(is_second), is_second.shape)
        width = len(scores)
        self.second = _Twins.of(width, (own, two_before, of_rows), within + self._befores(active), bonus)
        self.later = _Twins.of(width, (two_before, own, of_rows), places, bonus)

    def _befores(self, active: Sequence[int]) -> I64:
        """int64[n]: where the step before that of each speech begins."""
        return np.repeat([0, *self.bounds[:-2]], active)

    def previous(self, step: int) -> slice:
        """The speeches before those of a step."""
        low, high = self.bounds[step : step + 2]
        return slice(self.bounds[step - 1], self.bounds[step - 1] + high - low)


class _Twins(NamedTuple):
    """For each candidate of a speech the same character among those of another.

    places  int64[k, k, n]: where that stands in float32[k, k, n], the candidates of the speech between by the second
            axis; anywhere if there is none.
    bonus   float32[k, 1, n]: what having that speaker multiplies by, 0 if there is none.
    gains   float32[k, 1, n]: the same less one, 0 if there is none.
    """

    places: I64
    bonus: F32
    gains: F32

    @classmethod
    def of(cls, width: int, same: tuple[I64, I64, I64], places: I64, bonus: F32) -> _Twins:
        """From candidates, the same ones of another speech, and their speeches, at most one for each candidate; the
        place of the other speech, and the bonus."""
        candidates, others, rows = same
        count = len(places)
        of_twin = np.tile(places, (width, 1))
        of_twin[candidates, rows] += others * (width * count)
        bonus_of_twin = np.zeros((width, 1, count), np.float32)
        bonus_of_twin[candidates, 0, rows] = bonus[rows]
        gains = np.zeros((width, 1, count), np.float32)
        gains[candidates, 0, rows] = bonus[rows] - 1
        return cls(of_twin[:, None] + np.arange(0, width * count, count)[:, None], bonus_of_twin, gains)

    def of_step(self, tables: F32, here: slice) -> F32:
        """float32[k, k, m]: what `tables`, float32[k, k, n], have for the twins of a step's candidates."""
        return tables.reshape(-1).take(self.places[:, :, here])


def _forward(steps: _Steps, second: F32 | None) -> tuple[F32, F32]:
    """float32[before, here, n]: the sums up to each speech for pairs of its candidates and those of the speech before,
    as shares of their sums, float32[n].

    second  float32[before, here, n], to be filled with what those ways add in which the speaker is that of two before.
    """
    bounds, powers = steps.bounds, steps.powers
    forward, sums = np.zeros(steps.pairs.shape, np.float32), np.empty(powers.shape[1], np.float32)
    # No speech stands before the first: its table has one row.
    forward[0, :, : bounds[1]] = powers[:, : bounds[1]]
    for step in range(len(bounds) - 1):
        check("the speakers")
        here = slice(*bounds[step : step + 2])
        table = forward[:, :, here]
        if step:
            pairs = steps.pairs[:, :, here]
            of_pairs = forward[:, :, steps.previous(step)].sum(axis=0)[:, None]
            if step == 1:
                np.multiply(of_pairs, pairs, out=table)
            else:
                twins = steps.second.of_step(forward, here)
                ways = steps.second.gains[:, :, here] * twins
                ways += of_pairs.transpose(1, 0, 2)
                np.multiply(ways.transpose(1, 0, 2), pairs, out=table)
                if second is not None:
                    twins *= steps.second.bonus[:, :, here]
                    np.multiply(twins.transpose(1, 0, 2), pairs, out=second[:, :, here])
        totals = table.sum(axis=(0, 1))
        table /= totals
        sums[here] = totals
        if second is not None:
            second[:, :, here] /= totals
    return forward, sums


def _backward(steps: _Steps) -> F32:
    """float32[before, here, n]: the sums from behind each speech on, as shares of the largest of its table."""
    bounds = steps.bounds
    backward, rest = np.ones(steps.pairs.shape, np.float32), np.empty(steps.pairs.shape, np.float32)
    # In `rest` the candidates of the speech are the first axis, as those of the other in `_Twins`.
    pairs = steps.pairs.transpose(1, 0, 2)
    for step in range(len(bounds) - 2, 0, -1):
        check("the speakers")
        here = slice(*bounds[step : step + 2])
        np.multiply(pairs[:, :, here], backward[:, :, here].transpose(1, 0, 2), out=rest[:, :, here])
        table = backward[:, :, steps.previous(step)]
        table[:] = rest[:, :, here].sum(axis=0)
        if step > 1:
            table += steps.later.gains[:, :, here] * steps.later.of_step(rest, here)
        table /= table.max(axis=(0, 1))
    return backward

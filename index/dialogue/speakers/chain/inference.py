"""Exact chances in a chain of the second order: forward and backward sums over pairs of neighbouring speakers.

The sum-product algorithm of conditional random fields (Lafferty, McCallum and Pereira 2001, ICML). A speech has a score
for each candidate, and further ones that count if its speaker is that of the speech before it, or of the one before
that. All chains of a work go forward at once, step by step.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from fabula.index.array_types import F32, I64, Mask
from fabula.index.budget import check

# Speeches weighed at once: their tables of pairs take 10 MB with 12 candidates each.
_SPEECHES_AT_ONCE = 4_096


class Chain(NamedTuple):
    """The speeches of a work, scene by scene.

    scores      float32[n, k]: of each candidate, -inf where there are fewer than k.
    characters  int64[n, k]: who they are; negative ones are nobody, and never the same as any other.
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
    lengths = np.diff(starts)
    order = np.argsort(-lengths, kind="stable")
    firsts, lengths = starts[:-1][order], lengths[order]
    steps = int(lengths[0])
    # The longest chains stand first, so those that go on are always the first ones.
    active = np.searchsorted(-lengths, -np.arange(steps), side="left")
    forward: list[F32] = []
    links: list[_Step] = []
    evidence = 0.0
    for step in range(steps):
        check("the speakers")
        link = _Step(chain, firsts[: active[step]] + step, step)
        table = link.forward(forward[-1][: active[step]] if forward else None)
        sums = table.sum(axis=(1, 2))
        evidence += float(np.log(sums).sum()) + link.scale
        forward.append(table / sums[:, None, None])
        links.append(link)
    backward = np.ones_like(forward[-1])
    for step in range(steps - 1, -1, -1):
        check("the speakers")
        link = links[step]
        joint = forward[step] * backward
        joint /= joint.sum(axis=(1, 2))[:, None, None]
        found.chances[link.rows] = joint.sum(axis=1)
        if step == 0:
            break
        previous = forward[step - 1][: active[step]]
        if with_links:
            found.again[link.rows] = (joint * link.is_again).sum(axis=(1, 2))
            found.second[link.rows] = link.second_chances(previous, backward)
        shorter = np.ones((active[step - 1], *backward.shape[1:]), np.float32)
        shorter[: active[step]] = link.backward(backward)
        backward = shorter
    return evidence


class _Step:
    """One speech of each chain. Tables are float32[chains, before, here]: candidates of two neighbouring speeches."""

    def __init__(self, chain: Chain, rows: I64, step: int) -> None:
        self.rows = rows
        scores = chain.scores[rows]
        tops = scores.max(axis=1, keepdims=True)
        self.scale = float(tops.sum())
        self._powers = np.exp(scores - tops)
        here = chain.characters[rows]
        if step:
            self.is_again = _equal(chain.characters[rows - 1], here)
            self._pairs = self._powers[:, None, :] * np.where(self.is_again, _bonus(chain.again[rows]), np.float32(1))
        self._is_second = _equal(chain.characters[rows - 2], here) if step > 1 else None
        self._seconds = (
            None if self._is_second is None else np.where(self._is_second, _bonus(chain.second[rows]), np.float32(1))
        )

    def forward(self, previous: F32 | None) -> F32:
        """The sums up to here, from those up to the speech before."""
        if previous is None:
            # No speech stands before the first: its table has one row.
            table: F32 = np.zeros((*self._powers.shape, self._powers.shape[1]), np.float32)
            table[:, 0] = self._powers
            return table
        if self._seconds is None:
            table = previous.sum(axis=1)[:, :, None] * self._pairs
        else:
            table = np.matmul(previous.transpose(0, 2, 1), self._seconds) * self._pairs
        return table

    def backward(self, backward: F32) -> F32:
        """The sums from here on, for the table of the speech before."""
        rest = self._pairs * backward
        if self._seconds is None:
            sums = np.repeat(rest.sum(axis=2)[:, None, :], rest.shape[1], axis=1)
        else:
            sums = np.matmul(self._seconds, rest.transpose(0, 2, 1))
        scaled: F32 = sums / sums.max(axis=(1, 2), keepdims=True)
        return scaled

    def second_chances(self, previous: F32, backward: F32) -> F32:
        """float32[chains]: how likely this speech has the speaker of the one two before."""
        if self._seconds is None or self._is_second is None:
            return np.zeros(len(self.rows), np.float32)
        rest = self._pairs * backward
        turned = previous.transpose(0, 2, 1)
        same = (np.matmul(turned, self._seconds * self._is_second) * rest).sum(axis=(1, 2))
        chances: F32 = same / (np.matmul(turned, self._seconds) * rest).sum(axis=(1, 2))
        return chances


def _equal(before: I64, here: I64) -> Mask:
    equal: Mask = (before[:, :, None] == here[:, None, :]) & (here[:, None, :] >= 0)
    return equal


def _bonus(scores: F32) -> F32:
    """float32[chains, 1, 1]"""
    bonus: F32 = np.exp(scores.astype(np.float32))[:, None, None]
    return bonus

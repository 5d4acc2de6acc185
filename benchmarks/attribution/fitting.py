"""Fits weights: the maximum of the likelihood with a Gaussian prior, by quasi-Newton steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from fabula.index.array_types import F64
from .chains import WEIGHT_NAMES, Chains

# The precision of the prior of each weight.
_PRIOR = 2.0
_MAX_STEPS, _MEMORY = 40, 10
# A step that gains less than this is the last.
_MIN_GAIN = 0.5


def fit(chains: Sequence[Chains], start: F64 | None = None) -> F64:
    """float64[weights], in the order of WEIGHT_NAMES; `start` is a good guess."""
    weights = np.zeros(len(WEIGHT_NAMES)) if start is None else start
    curvature = sum((each.curvature(weights) for each in chains), _PRIOR * np.eye(len(weights)))
    inverse = np.linalg.inv(curvature)

    def likelihood(weights: F64) -> tuple[float, F64]:
        values, gradients = zip(*(each.likelihood(weights) for each in chains), strict=True)
        return sum(values) - _PRIOR / 2 * float(weights @ weights), sum(gradients) - _PRIOR * weights

    return _climb(likelihood, weights, inverse)


def _climb(function: Callable[[F64], tuple[float, F64]], start: F64, inverse: F64) -> F64:
    """The maximum of a function with its gradient: L-BFGS (Nocedal and Wright 2006, algorithm 7.4), with the inverse
    of a curvature at the beginning."""
    moves: list[tuple[F64, F64]] = []
    point = start
    value, gradient = function(point)
    for _ in range(_MAX_STEPS):
        direction, shares = gradient.copy(), []
        for move, change in reversed(moves):
            shares.append((move @ direction) / (change @ move))
            direction -= shares[-1] * change
        direction = inverse @ direction
        for (move, change), share in zip(moves, reversed(shares), strict=True):
            direction += move * (share - (change @ direction) / (change @ move))
        length = 1.0
        while True:
            following = point + length * direction
            new_value, new_gradient = function(following)
            if new_value >= value or length < 0.02:
                break
            length /= 2
        if (following - point) @ (gradient - new_gradient) > 1e-9:
            moves = [*moves, (following - point, gradient - new_gradient)][-_MEMORY:]
        gain = new_value - value
        point, value, gradient = following, new_value, new_gradient
        if abs(gain) < _MIN_GAIN:
            break
    return point

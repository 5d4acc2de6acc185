"""How unlike are two frequencies? Measures over contingency tables of a word in two texts.

For a word that stands `a` times in one text and `b` times in another, and other words `c` and `d` times:

                    text    other text
    the word        a       b
    other words     c       d

All arguments are numbers or arrays of n; results are float64[n].
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from fabula.index.array_types import F64

_ABSENT = 0.5
_TINY = 1e-300


def log_likelihood(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> F64:
    """2 * sum(O * ln(O / E)) over the four cells: Dunning's -2 log lambda.

    E is what a cell would have if the word were as frequent in both texts: the sum of its row, times that of its
    column, over the sum of all. T. Dunning, "Accurate methods for the statistics of surprise and coincidence",
    Computational Linguistics 19 (1993). P. Rayson and R. Garside, "Comparing corpora using frequency profiling" (2000),
    use it for key words, and leave out the second row, which adds next to nothing for all but the commonest words.

    In his Table 2 "the" and "swiss" are side by side 110 times:

    >>> float(log_likelihood(110, 2442, 111, 29114).round(2))
    270.72
    """
    cells = _numbers(a, b, c, d)
    total = cells[0] + cells[1] + cells[2] + cells[3]
    rows, columns = [cells[0] + cells[1], cells[2] + cells[3]], [cells[0] + cells[2], cells[1] + cells[3]]
    likelihood = np.zeros(np.broadcast(*cells).shape)
    for number, cell in enumerate(cells):
        expected = rows[number // 2] * columns[number % 2] / np.maximum(total, 1)
        likelihood += cell * np.log(np.where(cell > 0, cell, 1) / np.where(cell > 0, expected, 1))
    # Rounding may give less than nothing for equal frequencies.
    return np.maximum(2 * likelihood, 0)


def log_ratio(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> F64:
    """log2 of how many times as frequent the word is in the text: A. Hardie, "Log Ratio: an informal introduction"
    (2014). A word that one of them lacks counts there as half a word.

    >>> float(log_ratio(40, 10, 960, 990))
    2.0
    """
    own, other, rest, other_rest = _numbers(a, b, c, d)
    share = np.maximum(own, _ABSENT) / np.maximum(own + rest, 1)
    other_share = np.maximum(other, _ABSENT) / np.maximum(other + other_rest, 1)
    return np.log2(share / other_share)


def mutual_information(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> F64:
    """log2(O / E) of the first cell: K. Church and P. Hanks, "Word association norms, mutual information, and
    lexicography" (1990), with the words near the query as the text, as in S. Evert, "Corpora and collocations" (2008).

    >>> float(mutual_information(8, 8, 92, 892).round(2))
    2.32
    """
    near, far, rest_near, rest_far = _numbers(a, b, c, d)
    expected = (near + far) * (near + rest_near) / np.maximum(near + far + rest_near + rest_far, 1)
    return np.log2(np.maximum(near, _ABSENT) / np.maximum(expected, _TINY))


def log_dice(together: ArrayLike, query: ArrayLike, word: ArrayLike) -> F64:
    """14 + log2(2 * f(query, word) / (f(query) + f(word))): P. Rychly, "A lexicographer-friendly association score"
    (2008).

    >>> float(log_dice(50, 50, 50))
    14.0
    """
    both, one, other = _numbers(together, query, word)
    return 14 + np.log2(2 * np.maximum(both, _ABSENT) / np.maximum(one + other, 1))


def _numbers(*values: ArrayLike) -> list[F64]:
    return [np.asarray(value, np.float64) for value in values]

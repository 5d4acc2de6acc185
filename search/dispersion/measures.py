"""How evenly are matches spread over the parts of a text?"""

from __future__ import annotations

import numpy as np

from fabula.index.array_types import I64


def deviation_of_proportions(counts: I64, words: I64) -> float | None:
    """DP: how far the shares of the matches in the parts are from the parts' shares of the words, from 0 to below 1.

    counts, words  int64[parts]: the matches and the words of each part; parts may be of any length.

    Near 0 the matches are spread as evenly as they can be, near 1 they stand in a small part. None where there is no
    match or are no two parts with words. Gries, "Dispersions and adjusted frequencies in corpora", International
    Journal of Corpus Linguistics 13(4), 2008, from whose first example this is:

    >>> deviation_of_proportions(np.array([1, 2, 3, 4, 5]), np.array([9, 10, 10, 10, 11]))
    0.18
    """
    if np.count_nonzero(words) < 2 or not counts.any():
        return None
    distance = np.abs(counts / counts.sum() - words / words.sum()).sum() / 2
    return round(float(distance), 6)


def rate(matches: int, words: int) -> float:
    """Matches in 10,000 words.

    >>> rate(3, 2_000)
    15.0
    """
    return round(10_000 * matches / words, 4) if words else 0.0

"""How likely is a passage to be the one that was meant?

A logistic regression on 685 lines of 4 to 60 words from stories that were found, with one word in ten to one in two
left out, added, swapped, misspelt, replaced or put into another form; against 714 lines from stories that were not
there; in libraries of 10,000, 220,000 and 15 million words. How much of a line is found by chance grows with its
weight, so a fifth of a page says nothing. With this threshold 3 % of the lines that are not there count as found (1 %
of those with fifteen words or more), and nine in ten of those that are there (nearly all with eight words or more).
"""

from __future__ import annotations

from math import exp, log, log1p

# From this score on a line counts as found.
THRESHOLD = 0.7

_INTERCEPT = -4.453
_FOUND_WEIGHT_COEFFICIENT = 18.087
_QUOTE_WEIGHT_COEFFICIENT = -9.884
# Cap: no fitted line weighed more than this (about 100 words in a large library).
_MAX_QUOTE_WEIGHT = 20.0


def score_of(share: float, weight: float, size: int) -> float:
    """0 to 1, but 1 for no passage that is not exact. It grows with the share.

    share   of the quote's weight that is aligned in order, less the cost of insertions.
    weight  of the whole quote, in nats. Chance finds about log(size) of it somewhere.
    size    positions in the library.
    """
    whole = min(_MAX_QUOTE_WEIGHT, weight / log(size + 100))
    logit = _INTERCEPT + _FOUND_WEIGHT_COEFFICIENT * log1p(share * whole) + _QUOTE_WEIGHT_COEFFICIENT * log1p(whole)
    return min(0.999, 1 / (1 + exp(-max(-30.0, min(30.0, logit)))))

"""Weights of the features of candidates and of links between speeches, fitted by `python -m benchmarks.speakers --fit`.

They maximise the likelihood of the annotated speakers of 14 novels of the Project Dialogism Novel Corpus
(Vishnubhotla et al. 2022, arXiv:2204.05836) in chains of speeches, in two rounds: what is known of other speeches is
what tags tell, then what the weights of the first round make of it. Calibration and bounds are chosen from novels of
authors left out, so that of all names 92.5 % are right, and of those that tags tell 97 %.
docs/benchmarks/speakers.md has the figures of novels left out.
"""

import numpy as np

from fabula.index.array_types import F64

# A wrong name is worse than none. The bound is higher where narration names the speaker.
THRESHOLD = 0.710
NAMED = 0.705

# A stated chance p is the logistic of SLOPE times the log odds of p, plus SHIFT.
SLOPE, SHIFT = 0.745, 0.135

WEIGHTS = {
    "tag name": 2.418,
    "lead verb": 0.160,
    "lead colon": -0.537,
    "tag name other": -2.262,
    "tag thing": 0.432,
    "tag first": 2.911,
    "tag first other": -1.903,
    "not tag first": -1.597,
    "pronoun fits": 2.174,
    "pronoun unknown": 0.908,
    "pronoun differs": -1.842,
    "beat before": 1.283,
    "beat after": -0.349,
    "beat other": -0.090,
    "beat pronoun fits": 0.498,
    "beat pronoun differs": -1.219,
    "told here": 1.366,
    "told before": 1.053,
    "told before subject": 0.559,
    "told before last": -0.024,
    "told after": -0.169,
    "told after subject": -1.259,
    "address here": -3.003,
    "address before": 1.384,
    "address before far": 0.652,
    "address after": 0.889,
    "named within": -1.895,
    "recent": -0.121,
    "rank 0": -0.204,
    "rank 1": -0.163,
    "rank 2": -0.396,
    "rank more": -0.779,
    "rank 0 pronoun": -0.064,
    "rank 1 pronoun": -0.478,
    "rank 2 pronoun": -0.594,
    "rank more pronoun": -0.556,
    "share": 2.236,
    "tagged ever": 1.184,
    "never tagged": -0.663,
    "narrator": -0.325,
    "thing candidate": 0.259,
    "nobody": 1.542,
    "nobody tagged thing": 0.920,
    "nobody many": -1.351,
    "nobody untagged": 0.150,
    "nobody alone": -0.011,
    "nobody tagged name": -1.219,
    "nobody tagged pronoun": 1.692,
    "before told pronoun fits": 0.131,
    "before told pronoun differs": -0.214,
    "told before subject pronoun": 0.791,
    "wording": 0.775,
}

AGAIN_WEIGHTS = {
    "same paragraph": 1.490,
    "next paragraph": -1.973,
    "near": 1.123,
    "far": 0.763,
    "alone": -0.012,
    "both alone": -0.538,
    "pronoun": 0.753,
    "asks": -0.210,
    "asks and is answered": -0.776,
    "answers": -0.149,
    "trails off": 0.478,
    "breaks off": 0.391,
    "narration behind": 0.955,
    "narration in front": 1.633,
    "addresses": 0.261,
    "is addressing": 0.385,
    "nothing between": -0.326,
    "same paragraph subject": 0.156,
    "same paragraph untagged": 0.609,
    "long": 0.612,
    "long before": 0.389,
}

SECOND_WEIGHTS = {
    "next": 1.744,
    "near": 1.093,
    "far": 0.400,
    "alone": 1.093,
    "pronoun": 0.737,
    "tagged": -1.064,
    "tagged before": -0.266,
    "narration": 0.652,
    "narration between": -0.522,
    "asks": 0.183,
    "asks between": 0.091,
    "addresses between": -0.302,
}


def calibrated(chances: F64) -> F64:
    """float64[n]: the chances as shares that are right (Platt 1999, "Probabilistic Outputs for Support Vector
    Machines")."""
    bounded = np.clip(chances, 1e-6, 1 - 1e-6)
    stated: F64 = 1 / (1 + np.exp(-SLOPE * np.log(bounded / (1 - bounded)) - SHIFT))
    return stated

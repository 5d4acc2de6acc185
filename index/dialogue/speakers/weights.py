"""Weights of the features: a conditional logit, fitted by `python -m benchmarks.speakers --fit`.

Fitted on the 14 novels of the Project Dialogism Novel Corpus (Vishnubhotla et al. 2022, arXiv:2204.05836) with the
speeches that this package finds, in two rounds: the neighbours' speakers are those of the tags, then those of the
first fit. Leaving one novel out, 71 % of all quotations get a name and 91 % of the names are right (Muzny et al. 2017:
65 % and 90 %); where narration names the speaker, 94 % and 98.5 %. Stated chances are off by at most 0.04, by tenths.
"""

from __future__ import annotations

__all__ = ["NAMED", "THRESHOLD", "WEIGHTS"]

# A wrong name is worse than none. The bound is higher where narration names the speaker.
THRESHOLD = 0.66
NAMED = 0.8

WEIGHTS = {
    "tag name": 1.870,
    "lead verb": 0.013,
    "lead colon": -0.660,
    "tag name other": -2.163,
    "tag thing": -0.089,
    "tag first": 2.811,
    "tag first other": -2.159,
    "not tag first": -2.178,
    "pronoun fits": 1.614,
    "pronoun unknown": 0.447,
    "pronoun differs": -2.043,
    "beat before": 0.764,
    "beat after": -0.113,
    "beat other": -0.237,
    "beat pronoun fits": 0.420,
    "beat pronoun differs": -1.188,
    "told here": 1.419,
    "told before": 0.886,
    "told before subject": 0.219,
    "told before last": -0.076,
    "told after": -0.158,
    "told after subject": -1.255,
    "address here": -2.850,
    "address before": 1.193,
    "address before far": 0.278,
    "address after": 0.768,
    "named within": -2.123,
    "before same paragraph": 1.030,
    "before next": -1.145,
    "before near": 0.044,
    "before far": 0.048,
    "second next": 0.840,
    "second near": 0.112,
    "second far": -0.419,
    "after same paragraph": -0.146,
    "after next": -1.337,
    "after near": 0.610,
    "after far": 0.631,
    "second after next": 0.915,
    "second after far": 0.073,
    "recent": 0.447,
    "rank 0": 0.214,
    "rank 1": 0.169,
    "rank 2": -0.400,
    "rank more": -0.799,
    "rank 0 pronoun": -0.176,
    "rank 1 pronoun": -0.564,
    "rank 2 pronoun": -0.456,
    "rank more pronoun": -0.421,
    "share": 0.763,
    "tagged ever": 1.089,
    "never tagged": -1.236,
    "narrator": 0.110,
    "narrator spoke before": 0.303,
    "thing candidate": 0.615,
    "before alone": -0.778,
    "nobody": 0.545,
    "nobody tagged thing": 0.788,
    "nobody many": -0.959,
    "nobody untagged": 0.169,
    "nobody alone": 0.110,
    "nobody tagged name": -0.061,
    "nobody tagged pronoun": 1.588,
    "before told pronoun fits": 0.210,
    "before told pronoun differs": -0.075,
    "second pronoun": -0.408,
    "before pronoun": 0.411,
    "before asks": -0.463,
    "answers": -0.075,
    "before trails off": -0.010,
    "before broken off": 0.495,
    "told before subject pronoun": 0.931,
}

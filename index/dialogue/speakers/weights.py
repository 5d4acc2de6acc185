"""How much each piece of evidence counts: a conditional logit, fitted by `python -m benchmarks.speakers --fit`.

Fitted on the 14 novels of the Project Dialogism Novel Corpus (Vishnubhotla et al. 2022, arXiv:2204.05836) with the
speeches that are found here, twice: with the speakers that tags name as neighbours, then with those of the first fit.
Leaving one novel out, what gets a name are 71 % of all quotations, and 91 % of the names are right (Muzny et al. 2017:
90 % of 65 %); where narration names the speaker, 98 % of 93 %. Stated chances are off by 0.04 at most, by tenths.
"""

from __future__ import annotations

__all__ = ["NAMED", "THRESHOLD", "WEIGHTS"]

# A wrong name is worse than none. Of speech whose speaker narration names, less is taken on trust.
THRESHOLD = 0.66
NAMED = 0.8

WEIGHTS = {
    "tag name": 1.819,
    "lead verb": -0.502,
    "lead colon": -0.641,
    "tag name other": -2.084,
    "tag thing": -0.086,
    "tag first": 2.735,
    "tag first other": -2.009,
    "not tag first": -2.207,
    "pronoun fits": 1.568,
    "pronoun unknown": 0.395,
    "pronoun differs": -1.898,
    "beat before": 0.732,
    "beat after": -0.030,
    "beat other": -0.259,
    "beat pronoun fits": 0.465,
    "beat pronoun differs": -1.041,
    "told here": 1.493,
    "told before": 0.921,
    "told before subject": 0.180,
    "told before last": -0.043,
    "told after": -0.164,
    "told after subject": -1.278,
    "address here": -2.761,
    "address before": 1.181,
    "address before far": 0.271,
    "address after": 0.767,
    "named within": -2.131,
    "before same paragraph": 0.849,
    "before next": -1.111,
    "before near": 0.009,
    "before far": 0.013,
    "second next": 0.840,
    "second near": 0.114,
    "second far": -0.403,
    "after same paragraph": -0.326,
    "after next": -1.351,
    "after near": 0.590,
    "after far": 0.611,
    "second after next": 0.919,
    "second after far": 0.064,
    "recent": 0.457,
    "rank 0": 0.232,
    "rank 1": 0.159,
    "rank 2": -0.414,
    "rank more": -0.792,
    "rank 0 pronoun": -0.207,
    "rank 1 pronoun": -0.554,
    "rank 2 pronoun": -0.416,
    "rank more pronoun": -0.378,
    "share": 0.698,
    "tagged ever": 1.081,
    "never tagged": -1.254,
    "narrator": 0.153,
    "narrator spoke before": 0.246,
    "thing candidate": 0.578,
    "before alone": -0.810,
    "nobody": 0.550,
    "nobody tagged thing": 0.733,
    "nobody many": -0.956,
    "nobody untagged": 0.226,
    "nobody alone": 0.050,
    "nobody tagged name": -0.068,
    "nobody tagged pronoun": 1.547,
    "before told pronoun fits": 0.211,
    "before told pronoun differs": -0.076,
    "second pronoun": -0.317,
    "before pronoun": 0.382,
    "before asks": -0.447,
    "answers": -0.076,
    "before trails off": -0.010,
    "before broken off": 0.377,
    "told before subject pronoun": 0.951,
}

"""What tells of each candidate whether he or she speaks a speech, as arrays."""

from .matrix import CandidateFeatures, Features, Weighing
from .static_features import FEATURES

__all__ = ["FEATURES", "CandidateFeatures", "Features", "Weighing"]

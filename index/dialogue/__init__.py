"""Separates speech from narration by the marks that a work uses, and finds who speaks."""

from .convention import Convention, Pair, convention_of
from .utterances import Utterance, utterances

__all__ = ["Convention", "Pair", "Utterance", "convention_of", "utterances"]

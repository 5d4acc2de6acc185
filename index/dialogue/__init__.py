"""Who says what: speech told apart from narration, by the marks that a work uses."""

from __future__ import annotations

from .convention import Convention, Pair, convention_of
from .utterances import Utterance, utterances

__all__ = ["Convention", "Pair", "Utterance", "convention_of", "utterances"]

"""A speech fits the character who talks like it."""

from __future__ import annotations

import numpy as np

from fabula.index.dialogue.speakers.features.wording import Profiles, Wording

ANN, BEN = 0, 1


def fits(texts: list[str], speakers: list[int], speech: int) -> list[float]:
    """How well a speech fits Ann and Ben."""
    profiles = Profiles(Wording([[text] for text in texts]), np.array(speakers))
    return profiles.fits(np.full(2, speech), np.array([ANN, BEN])).tolist()


def test_words_of_a_character() -> None:
    """ "Sir" is Ben's word."""
    ann, ben = fits(
        ["Come here at once!", "Yes, sir.", "Now!", "No, sir.", "Very well, sir."], [ANN, BEN, ANN, BEN, -1], 4
    )
    assert ben > ann


def test_a_speech_does_not_count_for_itself() -> None:
    """Who said nothing else is not made likelier by it."""
    ann, ben = fits(["Yes, sir.", "No, madam."], [ANN, BEN], 0)
    assert ann == 0.0 and ben < 0.0


def test_of_characters_who_said_nothing_nothing_is_known() -> None:
    """Nor of speech without words, or of a work without any."""
    assert fits(["Yes.", "No."], [-1, -1], 0) == [0.0, 0.0]
    assert fits(["Yes.", "…"], [ANN, -1], 1) == [0.0, 0.0]
    assert Profiles(Wording([]), np.zeros(0, np.int64)).fits(np.zeros(0, np.int64), np.zeros(0, np.int64)).shape == (0,)

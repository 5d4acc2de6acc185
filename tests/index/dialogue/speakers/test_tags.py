"""Narration beside speech names the speaker in many ways."""

from __future__ import annotations

import pytest

from fabula.index.dialogue.speakers.tags import Mention, MentionKind, goes_on_after, said_after, subjects, tag_before

NAME, PRONOUN, FIRST, THING = MentionKind.NAME, MentionKind.PRONOUN, MentionKind.FIRST, MentionKind.THING


@pytest.mark.parametrize(
    ("narration", "speaker"),
    [
        ("said Anna.", (NAME, "Anna")),
        ("replied old Mr. Orr, with a smile.", (NAME, "Mr Orr")),
        ("she cried.", (PRONOUN, "she")),
        ("I answered at once.", (FIRST, "I")),
        ("the old man muttered.", (THING, "the old man")),
        ("said the king smiling.", (THING, "the king")),
        ("came the voice of Ben from below.", (NAME, "Ben")),
        ("was Anna’s reply.", (NAME, "Anna")),
        ("says Clara, putting down her cup.", (NAME, "Clara")),
        ("she, turning round, said nothing.", None),
        ("Nobody moved.", None),
    ],
)
def test_the_narration_after_a_speech(narration: str, speaker: tuple[MentionKind, str] | None) -> None:
    """Verbs and nouns of speech, in the past and in the present."""
    assert said_after(narration) == (None if speaker is None else Mention(*speaker))


@pytest.mark.parametrize(
    ("narration", "speaker", "sure"),
    [
        ("Then Ben, laughing, said:", (NAME, "Ben"), True),
        ("She put down the lamp and asked,", (PRONOUN, "she"), True),
        ("Clara turned to the window:", (NAME, "Clara"), False),
        ("Nobody came.", None, False),
    ],
)
def test_the_narration_before_a_speech(narration: str, speaker: tuple[MentionKind, str] | None, sure: bool) -> None:
    """A lead-in names the speaker; a verb of speech makes it sure."""
    assert tag_before(narration) == (None if speaker is None else Mention(*speaker), sure)


def test_a_sentence_that_goes_on_after_the_speech() -> None:
    """Its subject is the speaker, whatever the verb."""
    assert goes_on_after("shrugged Anna.", ",") == Mention(NAME, "Anna")
    assert goes_on_after("Anna shrugged.", ",") == Mention(NAME, "Anna")
    assert goes_on_after("Anna shrugged.", ".") is None


def test_subjects_of_sentences() -> None:
    """The subject that each sentence begins with, in order."""
    first = "Ann lit the lamp. Then she sat down. The old dog slept."
    assert subjects([first, "", "; He left", "It rained"]) == [
        [Mention(NAME, "Ann"), Mention(PRONOUN, "she"), Mention(THING, "The old dog slept")],
        [],
        [Mention(PRONOUN, "he")],
        [],
    ]

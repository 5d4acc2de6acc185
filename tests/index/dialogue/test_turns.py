"""Pieces of one speech, joined across narration and across paragraphs."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Turns = Callable[..., list[list[str]]]


def test_a_tag_does_not_end_a_speech(turns: Turns) -> None:
    """What stands before and after "she says" is one speech."""
    assert turns('"You," she says. "You would have been my choice."') == [["You,", "You would have been my choice."]]
    assert turns('"If you go," said Ann, turning to the window, "I shall, too."') == [["If you go,", "I shall, too."]]


def test_two_people_in_one_paragraph_are_two_turns(turns: Turns) -> None:
    """Nothing between two quotes, or a sentence that leads in to the second, means another speaker."""
    assert len(turns('"Are you ill?" "Not at all."')) == 2
    assert len(turns('"Is it late?" Matthew took his courage in both hands, turned around and replied: "It is."')) == 2


def test_a_long_way_between_two_quotes_ends_the_turn(turns: Turns) -> None:
    """After a paragraph's worth of narration somebody else may speak."""
    assert len(turns(f'"Good night," he said. {"It rained on the roofs of the town. " * 9}"Who is there?"')) == 2


def test_paragraphs_of_one_speech_have_one_turn(turns: Turns) -> None:
    """A paragraph left open and the next one opened anew are one speech, in every convention."""
    text = "<It was late.\n\n<We went on.\n\n<We slept,> he said.\n\n<Where?>"
    expected = [["It was late.", "We went on.", "We slept,"], ["Where?"]]
    for opening, closing in (('"', '"'), ("\u201c", "\u201d"), ("'", "'"), ("\u00ab", "\u00bb"), ("\u201e", "\u201c")):
        assert turns(text.replace("<", opening).replace(">", closing)) == expected


def test_narration_between_ends_an_open_speech(turns: Turns) -> None:
    """A mark forgotten long ago joins nothing."""
    assert turns('"It was late.\n\nHe left.\n\n"Where?" she asked.') == [["It was late."], ["Where?"]]


@pytest.mark.parametrize(
    "text",
    [
        '"I will not play," said Cecil, while Miss Bartlett, who had listened, added: "Then I agree with you."',
        '"What is his sorrow?" she asked the Gryphon, and the Gryphon answered, "It is all his fancy."',
        '"The yard is open!" said the barman; but Marvel cried, "He is in the house!"',
        '"She never takes cold," said Mr. Bounderby. "Really, sir?" said Mrs. Sparsit.',
        '"Let me go inside," said Marvel. "Who is there?" cried the policeman.',
        '"Was nun?" said Anna, and Herr Meyer replied, "Wir warten."',
    ],
)
def test_tags_give_a_paragraph_to_two_people(turns: Turns, text: str) -> None:
    """Another name that comes in before the second piece, or is named behind it."""
    assert len(turns(text)) == 2


@pytest.mark.parametrize(
    "text",
    [
        '"I know," said Ann, and then she added, "but I shall go."',
        '"I know," said Mr. Holmes. "Come," said Holmes.',
        '"I know," he said. "Come," said Holmes.',
        '"Go," said Ann, who turned to Ben and smiled. "Go at once."',
        '"And what do" here she turned to Mlle. Blanche "you want of me?"',
        '"No, you must tell him," here she nudged me again "for I have not the least notion."',
    ],
)
def test_one_speaker_named_twice_is_one_turn(turns: Turns, text: str) -> None:
    """By a pronoun, by a shorter name; and whoever else the narration mentions."""
    assert len(turns(text)) == 1


def test_a_speech_that_is_cut_short_is_answered(turns: Turns) -> None:
    """A paragraph that breaks off in a dash leaves no speech open; one without a closing mark does."""
    assert len(turns('"I would have spoken to--\n\n"You seem to have forgotten her," said Emma.')) == 2
    assert len(turns("“I would have spoken to—\n\n“You have forgotten her,” said Emma.")) == 2
    assert len(turns('"I would have spoken to him.\n\n"But I have forgotten," said Emma.')) == 1

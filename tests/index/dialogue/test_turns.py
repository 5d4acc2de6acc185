"""Pieces of one speech, joined across narration and across paragraphs."""

from __future__ import annotations

from collections.abc import Callable

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

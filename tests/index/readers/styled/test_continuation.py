"""Paragraphs that are one are joined."""

from __future__ import annotations

import pytest

from fabula.index.readers.styled.continuation import join_torn
from fabula.index.readers.styled.paragraph import Continuation, StyledParagraph
from ....growth import grows_evenly

LETTERS, WORD, SENTENCE = Continuation.LETTERS, Continuation.WORD, Continuation.SENTENCE


def texts(*paragraphs: tuple[str, Continuation] | str) -> list[str]:
    made = [
        StyledParagraph(one) if isinstance(one, str) else StyledParagraph(one[0], continuation=one[1])
        for one in paragraphs
    ]
    return [paragraph.text for paragraph in join_torn(made)]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        ([("O", LETTERS), "nce the tide turned."], ["Once the tide turned."]),
        ([("He saw ", LETTERS), ("the tall ", LETTERS), "door.", "Last."], ["He saw the tall door.", "Last."]),
        ([("He saw the", SENTENCE), "tall door."], ["He saw the tall door."]),
        ([("She left.", SENTENCE), "next day it rained."], ["She left.", "next day it rained."]),
        ([("She walked away from it", SENTENCE), "Chapter Two"], ["She walked away from it", "Chapter Two"]),
        ([("O", WORD), "nce the tide turned."], ["Once the tide turned."]),
        ([("A", WORD), "Abbot, the."], ["A", "Abbot, the."]),
        (["She left.", ("", LETTERS)], ["She left."]),
        (["She left.", ("He stayed.", LETTERS)], ["She left.", "He stayed."]),
    ],
)
def test_paragraphs_go_on(paragraphs: list[tuple[str, Continuation] | str], expected: list[str]) -> None:
    """With the next letter, or with a space if the sentence does; an end that was deleted may be the last."""
    assert texts(*paragraphs) == expected


def test_the_next_paragraph_gives_the_style_and_boxes_follow() -> None:
    """Notes and pictures of both are kept, in order; a text box stands below the whole paragraph."""
    struck = StyledParagraph("The ", level=1, continuation=LETTERS, notes=["a"])
    boxed, after = StyledParagraph("Boxed.", is_boxed=True), StyledParagraph("ferry left.", notes=["b"])
    joined = join_torn([struck, boxed, after])
    assert [(one.text, one.level, one.notes) for one in joined] == [
        ("The ferry left.", 0, ["a", "b"]),
        ("Boxed.", 0, []),
    ]


def test_nothing_goes_on_in_another_cell() -> None:
    """The last paragraph of a cell has nothing to go on in."""
    cells = [StyledParagraph("12", cell=1, continuation=LETTERS), StyledParagraph("Wit", cell=2)]
    assert [one.text for one in join_torn(cells)] == ["12", "Wit"]


def test_a_long_chain_takes_time_as_its_length() -> None:
    """A hundred thousand deleted ends in a row make one paragraph."""
    assert grows_evenly(lambda times: texts(*[("a ", LETTERS)] * times, "b"), 20_000)

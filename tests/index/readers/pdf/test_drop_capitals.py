"""Drop capitals begin their words."""

from __future__ import annotations

import pytest

from fabula.index.readers.pdf.drop_capitals import join_drop_capitals
from fabula.index.readers.pdf.lines import Line
from ....growth import grows_evenly

TEXT = [Line("She had known it once, and a cold wind was an owl.", 50, 350, 300 - 14 * n, 11) for n in range(4)]


def line(text: str, left: float, base: float) -> Line:
    return Line(text, left, 350, base, 11)


def capital(text: str, base: float, left: float = 50) -> Line:
    return Line(text, left, left + 30, base, 44)


@pytest.mark.parametrize(
    ("letter", "rest", "expected"),
    [
        ("O", "nce the tide", "Once the tide"),
        ("“O", "nce the tide", "“Once the tide"),
        ("A", "cold wind", "A cold wind"),
        ("A", "n owl called", "An owl called"),
        ("И", "звестно было", "Известно было"),
        ("É", "TÉ came late", "ÉTÉ came late"),
    ],
)
def test_the_words_of_the_document_tell_where_the_first_one_ends(letter: str, rest: str, expected: str) -> None:
    """In any script, behind a quote mark, and before small capitals."""
    page = [capital(letter, 452), line(rest, 85, 480), line("had turned", 85, 466), line("at noon.", 50, 438), *TEXT]
    joined = join_drop_capitals([page], 11)[0]
    assert [(one.text, one.left) for one in joined[:3]] == [(expected, 50), ("had turned", 50), ("at noon.", 50)]


def test_a_capital_may_be_raised_or_stand_above_or_come_last() -> None:
    """On the line of its word, on a line of its own, or after the page in the file."""
    raised = [line("Above it.", 50, 500), capital("O", 452), line("nce the tide", 85, 452), line("turned.", 50, 438)]
    above = [capital("O", 480), line("nce the tide", 50, 460)]
    last = [line("nce the tide", 85, 480), line("turned.", 85, 466), capital("O", 466)]
    for page, texts in ((raised, ["Above it.", "Once the tide", "turned."]), (above, ["Once the tide"])):
        assert [one.text for one in join_drop_capitals([page], 11)[0]] == texts
    assert [one.text for one in join_drop_capitals([last], 11)[0]] == ["Once the tide", "turned."]


def test_a_large_letter_may_be_a_heading() -> None:
    """That of a list of names, above words of their own; and a large word is none."""
    for page in ([capital("A", 480), line("Abbot, the.", 50, 460)], [capital("Noon", 480), line("it rained", 85, 480)]):
        assert join_drop_capitals([page], 11) == [page]


def test_a_page_of_letters_takes_time_as_their_number() -> None:
    """However many there are."""
    assert grows_evenly(lambda times: join_drop_capitals([[capital("A", 452), line("b", 85, 452)] * times], 11), 4_000)

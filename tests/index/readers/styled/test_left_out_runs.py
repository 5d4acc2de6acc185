"""What is left out is kept by rule."""

from __future__ import annotations

from fabula.index.model import LeftOut
from fabula.index.readers.styled.left_out_runs import LeftOutRuns


def test_pieces_are_joined_until_they_are_separated() -> None:
    """A word may be added in two pieces; blanks alone are nothing."""
    left_out = LeftOutRuns()
    for rule, text in (("ruby", "ka"), ("ruby", "n"), ("comments", "a "), ("hidden text", " ")):
        left_out.add(rule, text)
    left_out.separate()
    left_out.separate()
    left_out.add("ruby", "ji")
    assert left_out.take() == (LeftOut("ruby", "kan\nji"), LeftOut("comments", "a"))

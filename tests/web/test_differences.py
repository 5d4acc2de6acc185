"""The pieces of a difference."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fabula.search import Difference, Op
from fabula.web.differences import DifferencePiece, difference_pieces

STEP = st.sampled_from([
    Difference(Op.SAME, "a", "a"), Difference(Op.CHANGED, "b", "c"), Difference(Op.MISSING, "d", ""),
    Difference(Op.ADDED, "", "e"),
])  # fmt: skip


def test_neighbouring_changes_become_one_piece() -> None:
    """Neighbouring changes become one piece, in the order of the passage."""
    steps = [
        Difference(Op.SAME, "you", "you"), Difference(Op.SAME, "would", "would"), Difference(Op.CHANGED, "of", "have"),
        Difference(Op.MISSING, "really", ""), Difference(Op.SAME, "been", "been"), Difference(Op.ADDED, "", "my"),
    ]  # fmt: skip
    assert difference_pieces(steps) == [
        DifferencePiece("you would"), DifferencePiece("", "of really", "have"), DifferencePiece("been"),
        DifferencePiece("", "", "my"),
    ]  # fmt: skip


@given(st.lists(STEP))
def test_no_word_is_lost(steps: list[Difference]) -> None:
    """The pieces have the words of both sides, in order."""
    pieces = difference_pieces(steps)
    text = " ".join(part for piece in pieces for part in (piece.same, piece.actual) if part)
    assert text.split() == [step.text for step in steps if step.text]
    query = " ".join(part for piece in pieces for part in (piece.same, piece.remembered) if part)
    assert query.split() == [step.query for step in steps if step.query]

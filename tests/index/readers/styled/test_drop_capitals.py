"""Drop capitals are known by their frames and by the word that they begin."""

from __future__ import annotations

import pytest

from fabula.index.readers.styled.drop_capitals import boxed_capital, dropped_continuation
from fabula.index.readers.styled.paragraph import Continuation, StyledParagraph


@pytest.mark.parametrize(
    ("box", "text", "capital"),
    [
        ("O", "nce the tide turned.", "O"),
        ("“O", "nce,” she said.", "“O"),
        ("Э", "то было давно.", "Э"),
        ("É", "té came late.", "É"),
        ("O", "Once the tide turned.", ""),
        ("12", "nce the tide turned.", ""),
        ("o", "nce the tide turned.", ""),
        ("Or", "nce the tide turned.", ""),
        ("O", "", ""),
    ],
)
def test_a_letter_in_a_text_box(box: str, text: str, capital: str) -> None:
    """It begins the paragraph, if that begins in the middle of a word."""
    assert boxed_capital(StyledParagraph(text), [StyledParagraph(box)]) == capital


def test_what_is_marked_as_a_drop_capital_is_short() -> None:
    """A letter or a word; a whole sentence in such a frame is a mistake, and any other frame holds one letter."""
    letters, word, never = Continuation.LETTERS, Continuation.WORD, Continuation.NEVER
    for text, marked, framed in (
        ("O", letters, word), ("Once ", letters, never), ("", never, never), ("a\nb", never, never),
        ("o", letters, never),
        ("She left at noon, and it rained.", never, never),
    ):  # fmt: skip
        assert dropped_continuation(text, is_marked=True) is marked
        assert dropped_continuation(text, is_marked=False) is framed

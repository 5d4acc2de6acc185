"""Drop capitals are known by their frames and by the word that they begin."""

from __future__ import annotations

import pytest

from fabula.index.readers.styled.drop_capitals import boxed_capital, is_dropped
from fabula.index.readers.styled.paragraph import StyledParagraph


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
    """A letter or a word; a whole sentence in such a frame is a mistake."""
    assert [is_dropped(text) for text in ("O", "Once ", "", "a\nb", "She left at noon, and it rained.")] == [
        True, True, False, False, False,
    ]  # fmt: skip

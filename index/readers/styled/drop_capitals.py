"""Recognises drop capitals: the large letter that begins a paragraph, in a frame or text box of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .paragraph import StyledParagraph

# One letter, with the quote mark of the speech that it begins.
_LONE_CAPITAL = re.compile(r"\s*[\"'“”„‘‚«‹¿¡]{0,2}\s?[^\W\d_][’']?\s*")
# Word drops whole words, too, and nothing longer.
_MAX_DROPPED_CHARS = 30


def is_dropped(text: str) -> bool:
    """True if the text of a paragraph that is marked as a drop capital can be one.

    >>> [is_dropped(text) for text in ("O", "“Once ", "She left at noon, and it rained all the way.", " ")]
    [True, True, False, False]
    """
    letters = text.strip()
    return letters != "" and len(text) <= _MAX_DROPPED_CHARS and "\n" not in letters


def boxed_capital(paragraph: StyledParagraph, boxed: Sequence[StyledParagraph]) -> str:
    """The letter in the first text box of a paragraph, if the paragraph begins in the middle of its word; else "".

    >>> boxed_capital(StyledParagraph("nce the tide had turned"), [StyledParagraph("O")])
    'O'
    >>> boxed_capital(StyledParagraph("The tide had turned"), [StyledParagraph("O")])
    ''
    """
    if not boxed or not paragraph.text[:1].islower() or not _LONE_CAPITAL.fullmatch(boxed[0].text):
        return ""
    capital = boxed[0].text.strip()
    return "" if capital.islower() else capital

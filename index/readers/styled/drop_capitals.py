"""Recognises drop capitals: the large letter that begins a paragraph, in a frame or text box of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .paragraph import Continuation, StyledParagraph

# Those that stand before a drop capital, which begins a speech.
QUOTE_MARKS = "\"'“”„‘‚«‹¿¡"
_LONE_CAPITAL = re.compile(rf"\s*[{QUOTE_MARKS}]{{0,2}}\s?[^\W\d_][’']?\s*")
# Word drops whole words, too, and nothing longer.
_MAX_DROPPED_CHARS = 30


def dropped_continuation(text: str, *, is_marked: bool) -> Continuation:
    """How a paragraph in a frame goes on below it. `is_marked`: the frame is said to hold a drop capital.

    >>> [dropped_continuation(text, is_marked=True).name for text in ("“Once ", "She left at noon, and it rained.")]
    ['LETTERS', 'NEVER']
    >>> [dropped_continuation(text, is_marked=False).name for text in ("O", "Once")]
    ['WORD', 'NEVER']
    """
    letters = text.strip()
    if is_marked and letters != "" and len(text) <= _MAX_DROPPED_CHARS and "\n" not in letters:
        return Continuation.LETTERS
    return Continuation.WORD if _is_capital(text) else Continuation.NEVER


def boxed_capital(paragraph: StyledParagraph, boxed: Sequence[StyledParagraph]) -> str:
    """The letter in the first text box of a paragraph, if the paragraph begins in the middle of its word; else "".

    >>> boxed_capital(StyledParagraph("nce the tide had turned"), [StyledParagraph("O")])
    'O'
    >>> boxed_capital(StyledParagraph("The tide had turned"), [StyledParagraph("O")])
    ''
    """
    if not boxed or not paragraph.text[:1].islower() or not _is_capital(boxed[0].text):
        return ""
    return boxed[0].text.strip()


def take_boxed_capital(paragraph: StyledParagraph, boxed: list[StyledParagraph]) -> None:
    """Move the letter in the first text box of a paragraph to its word, if the paragraph begins in the middle of it."""
    if capital := boxed_capital(paragraph, boxed):
        paragraph.text = capital + paragraph.text
        del boxed[0]


def _is_capital(text: str) -> bool:
    return _LONE_CAPITAL.fullmatch(text) is not None and not text.strip().islower()

"""Joins paragraphs that are one: a drop capital and its word, two sides of a deleted end or of the end of a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from .paragraph import Continuation, StyledParagraph

# A sentence that goes on was left after one of these, or after a letter.
_UNFINISHED = (",", ";", "-", "—", "–")


@dataclass(slots=True)
class _Torn:
    """Paragraphs that go on in the next one, and the text boxes that follow it."""

    paragraphs: list[StyledParagraph] = field(default_factory=list)
    boxed: list[StyledParagraph] = field(default_factory=list)


def join_torn(paragraphs: Iterable[StyledParagraph]) -> list[StyledParagraph]:
    """`paragraphs`, each of those that go on in the next one joined to it. The last one gives its style."""
    joined: list[StyledParagraph] = []
    torn = _Torn()
    for paragraph in paragraphs:
        if torn.paragraphs:
            if paragraph.is_boxed:
                torn.boxed.append(paragraph)
                continue
            if not _goes_on(torn.paragraphs[-1], paragraph):
                joined += _end(torn)
                torn = _Torn()
        torn.paragraphs.append(paragraph)
        if paragraph.continuation is Continuation.NEVER:
            joined += _end(torn)
            torn = _Torn()
    return joined + _end(torn)


def _goes_on(torn: StyledParagraph, after: StyledParagraph) -> bool:
    if torn.cell != after.cell:
        return False
    if torn.continuation is Continuation.LETTERS:
        return True
    if torn.continuation is Continuation.WORD:
        return after.text[:1].islower()
    before = torn.text.rstrip()
    is_unfinished = before[-1:].isalpha() or before.endswith(_UNFINISHED)
    return is_unfinished and after.text.lstrip()[:1].islower()


def _end(torn: _Torn) -> list[StyledParagraph]:
    """The one paragraph of these that go on, and their boxes."""
    if not torn.paragraphs:
        return []
    *others, last = torn.paragraphs
    if others:
        texts: list[str] = []
        for other in others:
            texts.append(other.text)
            if other.continuation is Continuation.SENTENCE:
                texts.append(" ")
        last.text = "".join([*texts, last.text])
        last.notes = [note for paragraph in torn.paragraphs for note in paragraph.notes]
        last.pictures = [picture for paragraph in torn.paragraphs for picture in paragraph.pictures]
    # The last one of a text or cell may have lost all of its text with its end.
    is_gone = last.is_blank and last.continuation is not Continuation.NEVER
    return torn.boxed if is_gone else [last, *torn.boxed]

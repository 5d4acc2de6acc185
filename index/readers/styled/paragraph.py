"""A paragraph with its style, as the readers of Word, OpenDocument, rich text and PDF give it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from .style_names import Role


@dataclass(frozen=True, slots=True)
class Picture:
    """`alt`: the words that describe it. `name`: of its file, the same wherever it is shown again."""

    alt: str
    name: str = ""

    @property
    def is_capital(self) -> bool:
        """True for a picture of one letter, with which a paragraph begins."""
        alt = self.alt.strip()
        return len(alt) == 1 and alt.isalpha()


class Continuation(Enum):
    """Whether a paragraph goes on in the next one.

    NEVER     it ends.
    LETTERS   with the next letter, and with the style of the next one: a drop capital, or an end that was deleted.
    WORD      likewise, if the next one begins in the middle of a word: a letter in a frame.
    SENTENCE  if its sentence goes on there: a page ends in it, or its format changes.
    """

    NEVER = "never"
    LETTERS = "letters"
    WORD = "word"
    SENTENCE = "sentence"


@dataclass(slots=True)
class StyledParagraph:
    """One paragraph.

    text         with "\\n" for a line break.
    notes        the texts of the footnotes and endnotes that it refers to, in order.
    level        of a heading by its style, 1 to 9; 0 for none.
    is_bold      all of its letters are bold.
    is_indented  from both margins, or deeply from the left, as a quotation is.
    is_rule      a line is drawn across the page here.
    is_boxed     it stands in a text box of the last paragraph that is not boxed.
    cell         the number of the table cell that it stands in, from 1; 0 outside of tables.
    """

    text: str = ""
    level: int = 0
    role: Role = Role.BODY
    is_centred: bool = False
    is_bold: bool = False
    is_indented: bool = False
    is_rule: bool = False
    is_boxed: bool = False
    cell: int = 0
    continuation: Continuation = Continuation.NEVER
    notes: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        return not self.text.strip("\n \t\xa0\u200b\ufeff") and not self.pictures and not self.notes

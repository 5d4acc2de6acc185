"""A paragraph while a reader still adds text to it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from fabula.index.readers.marks.raised_numbers import raise_number
from .paragraph import Continuation, StyledParagraph


@dataclass(slots=True)
class OpenParagraph:
    """`add` its runs of text, then `finish`. The runs with letters are counted, to tell if all of them are bold.

    is_remnant  text of it was left out, or stands in a paragraph that was torn off: if nothing else is in it, it is no
                blank line of the author's.
    """

    paragraph: StyledParagraph = field(default_factory=StyledParagraph)
    parts: list[str] = field(default_factory=list)
    bold_runs: int = 0
    plain_runs: int = 0
    is_remnant: bool = False
    holds_text: bool = False  # more than blanks

    def add(self, text: str, *, is_bold: bool, is_raised: bool = False) -> None:
        if is_raised:
            text = raise_number(text)
        self.parts.append(text)
        self.holds_text = self.holds_text or not text.isspace()
        if any(map(str.isalnum, text)):
            self.bold_runs += is_bold
            self.plain_runs += not is_bold

    @property
    def has_content(self) -> bool:
        return self.holds_text or bool(self.paragraph.notes or self.paragraph.pictures)

    def finish(self) -> StyledParagraph:
        """The paragraph with its text."""
        self.paragraph.text = "".join(self.parts)
        self.paragraph.is_bold = self.bold_runs > 0 and self.plain_runs == 0
        return self.paragraph

    def tear_off(self) -> StyledParagraph:
        """The paragraph as far as it goes: what follows is on another page, in the same style."""
        torn = self.finish()
        torn.continuation = Continuation.SENTENCE
        self.paragraph = replace(torn, text="", notes=[], pictures=[], continuation=Continuation.NEVER)
        self.parts = []
        self.bold_runs = self.plain_runs = 0
        self.holds_text, self.is_remnant = False, True
        return torn

"""A paragraph while a reader still adds text to it."""

from __future__ import annotations

from dataclasses import dataclass, field

from .paragraph import StyledParagraph


@dataclass(slots=True)
class OpenParagraph:
    """`add` its runs of text, then `finish`. The runs with letters are counted, to tell if all of them are bold."""

    paragraph: StyledParagraph = field(default_factory=StyledParagraph)
    parts: list[str] = field(default_factory=list)
    bold_runs: int = 0
    plain_runs: int = 0

    def add(self, text: str, *, is_bold: bool) -> None:
        self.parts.append(text)
        if any(map(str.isalnum, text)):
            self.bold_runs += is_bold
            self.plain_runs += not is_bold

    def finish(self) -> StyledParagraph:
        """The paragraph with its text."""
        self.paragraph.text = "".join(self.parts)
        self.paragraph.is_bold = self.bold_runs > 0 and self.plain_runs == 0
        return self.paragraph

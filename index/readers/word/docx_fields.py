"""Fields and content controls of a Word document: which text is a field's code, and which is a table of contents.

A field has a beginning, a code, a separator, a result and an end, each with a mark of its own, so any of them may be
missing. A field without a separator hides its code and nothing below its paragraph; a table of contents without an end
is none.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from fabula.index.readers.styled.paragraph import StyledParagraph
from fabula.index.readers.styled.style_names import Role

# Forms nest ten. The limit keeps a hostile document from opening a million, each of which every paragraph would end.
_MAX_NESTED = 50
# As much of a code as says what it is.
_MAX_CODE_CHARS = 60


@dataclass(slots=True)
class ContentsField:
    """A field that makes a table of contents if it ends; `paragraphs`: those in it, with the roles of their styles."""

    paragraphs: list[tuple[StyledParagraph, Role]] = field(default_factory=list)

    def claim(self, paragraph: StyledParagraph) -> None:
        self.paragraphs.append((paragraph, paragraph.role))
        paragraph.role = Role.CONTENTS

    def give_back(self) -> None:
        for paragraph, role in self.paragraphs:
            paragraph.role = role


@dataclass(slots=True)
class _Field:
    """has_code: its code has ended, so its result follows.
    shown: where text stands that is code if the separator comes: the parts of a paragraph, and an index of them."""

    code: str = ""
    has_code: bool = False
    shown: list[tuple[list[str], int]] = field(default_factory=list)
    contents: ContentsField = field(default_factory=ContentsField)

    @property
    def is_contents(self) -> bool:
        return self.code.split()[:1] == ["TOC"]

    def end_code(self) -> str:
        """Take the text that was its code out of the paragraph, and return it."""
        self.has_code = True
        texts = []
        for parts, index in self.shown:
            texts.append(parts[index])
            parts[index] = ""
        self.shown.clear()
        return "".join(texts)


class OpenFields:
    """The fields and content controls around the current text, the innermost last."""

    def __init__(self) -> None:
        self._fields: list[_Field] = []
        self._controls: list[bool] = []  # open content controls: is it a table of contents?

    @property
    def in_control_of_contents(self) -> bool:
        """True in a content control that is a table of contents."""
        return any(self._controls)

    @property
    def contents(self) -> ContentsField | None:
        """The outermost field around the text that is a table of contents."""
        return next((one.contents for one in self._fields if one.is_contents), None)

    def mark(self, kind: str) -> str:
        """Read a `w:fldChar`, which begins a field, separates its code from its result, or ends it.

        Text that was shown, and now proves to be a field's code, is taken back out of its paragraph, and returned.
        """
        if kind == "begin":
            if len(self._fields) >= _MAX_NESTED:
                self.end_document()
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            return self._fields[-1].end_code()
        elif kind == "end" and self._fields:
            return self._fields.pop().end_code()
        return ""

    def add_code(self, text: str) -> None:
        if self._fields and len(self._fields[-1].code) < _MAX_CODE_CHARS:
            self._fields[-1].code += text[:_MAX_CODE_CHARS]

    def note_text(self, parts: list[str]) -> None:
        """Remember that the last one of `parts` was written in the code of a field, if it was."""
        innermost = next((one for one in reversed(self._fields) if not one.has_code), None)
        if innermost is not None:
            innermost.shown.append((parts, len(parts) - 1))

    def end_paragraph(self) -> None:
        """End the codes that are open: what was shown of them stays."""
        for open_field in self._fields:
            open_field.has_code = True
            open_field.shown.clear()

    def end_document(self) -> None:
        """Forget the fields that have no end, and give the paragraphs of their tables of contents back."""
        for open_field in self._fields:
            open_field.contents.give_back()
        self._fields.clear()

    def open_control(self) -> None:
        self._controls.append(False)

    def name_control(self, gallery: str) -> None:
        if self._controls:
            self._controls[-1] = "contents" in gallery.lower()

    def close_control(self) -> None:
        self._controls.pop()

"""Fields and content controls of a Word document: which text is a field's code, and which is a table of contents."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class _Field:
    """`has_code`: its code has ended, so its result follows."""

    code: str = ""
    has_code: bool = False

    @property
    def is_contents(self) -> bool:
        return self.code.split()[:1] == ["TOC"]


class OpenFields:
    """The fields and content controls around the current text, the innermost last."""

    def __init__(self) -> None:
        self._fields: list[_Field] = []
        self._controls: list[bool] = []  # open content controls: is it a table of contents?

    @property
    def in_code(self) -> bool:
        return not all(field.has_code for field in self._fields)

    @property
    def in_contents(self) -> bool:
        return any(self._controls) or any(field.is_contents for field in self._fields)

    def mark(self, kind: str) -> None:
        """Read a `w:fldChar`, which begins a field, separates its code from its result, or ends it."""
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].has_code = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def add_code(self, text: str) -> None:
        if self._fields:
            self._fields[-1].code += text

    def open_control(self) -> None:
        self._controls.append(False)

    def name_control(self, gallery: str) -> None:
        if self._controls:
            self._controls[-1] = "contents" in gallery.lower()

    def close_control(self) -> None:
        self._controls.pop()

"""Reads the header of an AsciiDoc document, and the attributes that it and later lines set."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fabula.index.readers.metadata.labels import LabelledValue
from .asciidoc_inline import InlineContext, inline
from .blocks import MarkupBlocks
from .left_out_marks import nothing

_ATTRIBUTE = re.compile(r":(!?[\w-]+!?):(?:[ \t]+(.*))?")
_TITLE = re.compile(r"[=#][ \t]+(\S.*)")
_AUTHOR = re.compile(
    r"[^\W\d_][\w .'’-]{1,60}(?:[ \t]+<[^<>]*>)?(?:;[ \t]*[^\W\d_][\w .'’-]{1,60}(?:[ \t]+<[^<>]*>)?)*"
)
_MAIL = re.compile(r"[ \t]*<[^<>]*>")
_REVISION = re.compile(r"v?(?P<number>\d[\w.]*)?,?[ \t]*(?P<date>[\w -]*\d{4}[\w -]*)?(?::.*)?")
_LABELS = {"revdate": "date", "lang": "language"}


class DocumentHeader:
    """The attributes of a document, and the labels that describe its work. Both become notes in `blocks`."""

    def __init__(self, blocks: MarkupBlocks, context: InlineContext) -> None:
        self._blocks = blocks
        self._context = context
        self.pairs: list[LabelledValue] = []

    def read(self, lines: Sequence[str]) -> int:
        """Read attributes, the title, and right below it the authors and the revision. Returns the index after them."""
        index = self._skip_attributes(lines, 0, skip_blank=True)
        if index >= len(lines) or not (match := _TITLE.fullmatch(lines[index])):
            return index
        self._add("title", match[1])
        index += 1
        if index < len(lines) and _AUTHOR.fullmatch(lines[index].strip()):
            authors = self._context.left_out.remove("link addresses", _MAIL, lines[index], nothing)
            names = [name.replace("_", " ") for name in authors.split(";")]
            self._add("author", "\n".join(name.strip() for name in names))
            index += 1
            if index < len(lines) and (match := _REVISION.fullmatch(lines[index].strip())) and any(match.groups()):
                self._add("date", match["date"] or "")
                self._blocks.add_note(lines[index])
                index += 1
        return self._skip_attributes(lines, index, skip_blank=False)

    def _skip_attributes(self, lines: Sequence[str], index: int, *, skip_blank: bool) -> int:
        while index < len(lines):
            is_blank = skip_blank and not lines[index].strip()
            if not is_blank and not self.read_attribute(lines[index]):
                break
            index += 1
        return index

    def read_attribute(self, line: str) -> bool:
        """Read a line that sets an attribute; False for any other line."""
        match = _ATTRIBUTE.fullmatch(line)
        if match:
            name, value = match[1].strip("!").lower(), (match[2] or "").strip()
            self._context.attributes[name] = value
            if value:
                self._add(_LABELS.get(name, name), value)
            else:
                self._context.left_out.add("settings", name)
        return match is not None

    def _add(self, label: str, value: str) -> None:
        plain = "\n".join(inline(line, InlineContext()).text for line in value.split("\n"))
        if plain.strip():
            self.pairs.append(LabelledValue(label, plain))
            self._blocks.add_note(f"{label}: {', '.join(plain.split(chr(10)))}")

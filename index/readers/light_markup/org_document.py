"""Reads a document of org: keywords, drawers, headlines and blocks."""

from __future__ import annotations

import re

from fabula.index.readers.html.page_story import strip_markup
from fabula.index.readers.metadata.labels import LabelledValue
from fabula.index.readers.structure.breaks import is_break
from .blocks import Inline, MarkupBlocks
from .left_out_marks import LeftOutMarks, nothing
from .org_inline import inline, link_targets

_KEYWORD = re.compile(r"[ \t]*#\+([\w-]+):[ \t]*(.*)")
_BLOCK = re.compile(r"[ \t]*#\+(begin|end)_(\w+)\b.*", re.IGNORECASE)
_HEADLINE = re.compile(r"(\*+)[ \t]+(.*)")
_TODO = re.compile(r"(?:TODO|DONE|NEXT|DRAFT)[ \t]+(?=\S)")
_PRIORITY = re.compile(r"\[#\w\][ \t]*")
_HEADLINE_TAGS = re.compile(r"(?<![ \t])[ \t]+:(?:[\w@#%]+:)+[ \t]*$")
_DRAWER = re.compile(r"[ \t]*:([\w-]+):[ \t]*$")
_PROPERTY = re.compile(r"[ \t]*:([\w:.+-]+):[ \t]+(.*)")
_PLANNING = re.compile(r"[ \t]*(?:SCHEDULED|DEADLINE|CLOSED):[ \t]*[<\[].*")
_COMMENT = re.compile(r"[ \t]*#(?:[ \t]+(.*))?$")
_FOOTNOTE = re.compile(r"\[fn:([\w-]+)\][ \t]*(.*)")
_ITEM = re.compile(r"[ \t]*(?:[-+]|\d{1,4}[.)])[ \t]+\S")
_HARD_END = re.compile(r"\\\\[ \t]*$")
_MAX_BLOCKS_BEFORE_PROPERTIES = 2
# Keywords about exports, not about the work.
_SETTINGS = frozenset(
    "options startup latex_header html_head html_head_extra property setupfile latex_class export_file_name"
    " seq_todo todo latex_compiler bibliography cite_export select_tags exclude_tags attr_html attr_latex name".split()
)
_SETTINGS_RULE, _PLANNING_RULE, _DRAWERS = "settings", "planning", "drawers"
_LABELS = {"filetags": "tags", "email": "", "subtitle": "", "caption": ""}
_VERSE_BLOCKS = frozenset(("verse", "example", "src"))


class OrgDocument:
    """One file: its blocks, and the labels among its keywords."""

    def __init__(self, text: str) -> None:
        self.pairs: list[LabelledValue] = []
        self.left_out = LeftOutMarks()
        self._targets = link_targets(text)
        self.blocks = MarkupBlocks(self._inline)
        self._drawer = ""
        self._block = ""
        self._footnote: list[str] | None = None
        for line in text.split("\n"):
            self._read_line(line)
        self._end_footnote()
        self.blocks.end_paragraph()

    def _inline(self, text: str) -> Inline:
        return inline(text, self._targets, self.left_out)

    def _read_line(self, line: str) -> None:
        blocks = self.blocks
        if match := _BLOCK.fullmatch(line):
            self.left_out.add(_SETTINGS_RULE, line)
            self._end_footnote()
            blocks.end_paragraph(is_verse=self._block in _VERSE_BLOCKS)
            self._block = match[2].lower() if match[1].lower() == "begin" else ""
            blocks.is_note = self._block in ("comment", "export")
        elif self._block:
            self._read_in_block(line)
        elif self._drawer:
            self._read_in_drawer(line)
        elif is_break(line) and not line.lstrip().startswith("|"):
            # Org reads "* * *" as a headline, but no author means one.
            self._end_footnote()
            blocks.add_break(line.strip())
        elif match := _HEADLINE.match(line):
            self._end_footnote()
            blocks.add_heading(self._title(match[2]), len(match[1]))
        elif not line.strip():
            if self._footnote is None:
                blocks.add_blank_line()
            self._end_footnote()
        elif self._footnote is not None and not _FOOTNOTE.match(line):
            self._footnote.append(line)
        else:
            self._end_footnote()
            self._read_text(line)

    def _title(self, headline: str) -> str:
        for pattern in (_TODO, _PRIORITY, _HEADLINE_TAGS):
            headline = self.left_out.remove(_PLANNING_RULE, pattern, headline, nothing)
        return headline

    def _read_text(self, line: str) -> None:
        blocks = self.blocks
        if match := _KEYWORD.fullmatch(line):
            blocks.end_paragraph()
            self._read_keyword(match[1].lower(), match[2].strip())
        elif (match := _DRAWER.match(line)) and match[1].lower() != "end":
            blocks.end_paragraph()
            self._drawer = match[1].lower()
            self.left_out.add(_DRAWERS, line)
        elif match:
            # The end of a drawer that held text.
            self.left_out.add(_DRAWERS, line)
        elif _PLANNING.fullmatch(line):
            blocks.end_paragraph()
            self.left_out.add(_PLANNING_RULE, line)
        elif match := _COMMENT.fullmatch(line):
            blocks.add_note(match[1] or "")
        elif match := _FOOTNOTE.match(line):
            blocks.end_paragraph()
            self._footnote = [match[2]]
            self.left_out.add("note marks", f"fn {match[1]}")
        elif line.lstrip().startswith("|"):
            self._read_table_row(line)
        else:
            if _ITEM.match(line):
                blocks.end_paragraph()
            blocks.add_line(_HARD_END.sub("", line), is_hard=_HARD_END.search(line) is not None)

    def _read_keyword(self, key: str, value: str) -> None:
        if key in _SETTINGS or key.startswith(("attr_", "latex", "html")):
            self.left_out.add(_SETTINGS_RULE, f"{key} {value}")
            return
        if key == "caption":
            self.left_out.add(_SETTINGS_RULE, key)
            self.blocks.add_picture(self._inline(value).text)
            return
        label = _LABELS.get(key, key)
        if key == "filetags":
            value = ", ".join(tag for tag in value.split(":") if tag)
        if label:
            self.pairs.append(LabelledValue(label, self._inline(strip_markup(value)).text))
        if not value:
            self.left_out.add(_SETTINGS_RULE, key)
        self.blocks.add_note(f"{key}: {value}" if value else "")

    def _read_in_drawer(self, line: str) -> None:
        if line.strip().lower() == ":end:":
            self._drawer = ""
            self.left_out.add(_DRAWERS, line)
        elif match := _PROPERTY.fullmatch(line):
            self.left_out.add(_DRAWERS, line)
            # Before any text, properties belong to the file; later, to headlines.
            if len(self.blocks.blocks) <= _MAX_BLOCKS_BEFORE_PROPERTIES:
                self.pairs.append(LabelledValue(match[1], match[2]))
        elif line.strip():
            # Not a drawer: the text of one that is never closed must not be lost.
            self.blocks.add_line(line)
            self._drawer = ""

    def _read_in_block(self, line: str) -> None:
        # A comma protects text that org would read as markup.
        line = re.sub(r"^([ \t]*),(?=\*|#\+)", r"\1", line)
        if line.strip():
            self.blocks.add_line(_HARD_END.sub("", line), is_hard=_HARD_END.search(line) is not None)
        elif self._block in _VERSE_BLOCKS:
            self.blocks.end_paragraph(is_verse=True)
        else:
            self.blocks.add_blank_line()

    def _read_table_row(self, line: str) -> None:
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not set("".join(cells)) <= set("-+: "):
            self.blocks.add_line(" ".join(cell for cell in cells if cell), is_hard=True)

    def _end_footnote(self) -> None:
        if self._footnote is not None:
            text, self._footnote = " ".join(self._footnote), None
            self.blocks.add_note(self._inline(text).text)

"""Parses an AsciiDoc document into blocks: its header, sections, delimited blocks and paragraphs."""

from __future__ import annotations

import re

from fabula.index.model import Block, BlockKind
from fabula.index.readers.html.markup import read_page
from fabula.index.readers.structure.breaks import is_break
from .asciidoc_anchors import find_anchors
from .asciidoc_header import DocumentHeader
from .asciidoc_inline import InlineContext, inline
from .blocks import MarkupBlocks

_SECTION = re.compile(r"(={1,6}|#{1,6})[ \t]+(\S.*?)(?:[ \t]+\1)?[ \t]*")
_BLOCK_ATTRIBUTES = re.compile(r"\[([^\[\]]*)\][ \t]*")
_ANCHOR = re.compile(r"\[\[[^\[\]]*\]\][ \t]*")
_BLOCK_TITLE = re.compile(r"\.([^\s.].*)")
_MACRO = re.compile(r"(image|video|audio|toc|include|ifdef|ifndef|ifeval|endif)::([^\[\s]*)\[(.*)\][ \t]*")
_CONDITION = re.compile(r"(?:ifdef|ifndef|ifeval|endif)::[^\[\s]*\[[^\[\]]*\][ \t]*")
_RULE = re.compile(r"'{3,}")
_UNDERLINE = re.compile(r"(={4,}|-{4,}|~{4,}|\^{4,}|\+{4,})")
_UNDERLINE_SIGNS = "=-~^+"  # by level
_DELIMITER = re.compile(r"_{4,}|-{4,}|\.{4,}|={4,}|/{4,}|\+{4,}|--|\|===+|```\w*")
_HARD_END = re.compile(r"[ \t]\+$")
_ITEM = re.compile(r"[ \t]*(?:[*-]|\*{2,5}|\.{1,5}|\d{1,4}\.|<\d{1,3}>)[ \t]+\S")
_PARATEXT_SECTIONS = frozenset(("colophon", "dedication", "acknowledgments", "index", "glossary", "bibliography"))
_ATTRIBUTES_RULE = "attributes"
_VERSE_STYLES = frozenset(("verse", "literal", "listing"))
_STYLES = _PARATEXT_SECTIONS | _VERSE_STYLES | {"quote", "comment", "discrete", "abstract", "preface"}


class AsciidocDocument:
    """One file: its `blocks`, and its `header` with the description of the work."""

    def __init__(self, text: str) -> None:
        context = InlineContext(anchors=find_anchors(text))
        lines = text.split("\n")
        self.left_out = context.left_out
        self._blocks = MarkupBlocks(lambda words: inline(words, context))
        self.header = DocumentHeader(self._blocks, context)
        self._style = ""  # of the next block: "verse", "quote", …
        self._delimiter = ""  # of the open block
        self._block_style = ""  # of the open block
        self._paratext_level = 0  # of the open section that is paratext; 0 for none
        self._html_lines: list[str] = []
        index = self.header.read(lines)
        while index < len(lines):
            index += self._read_line(lines, index)
        self._close_block()

    @property
    def blocks(self) -> list[Block]:
        return self._blocks.blocks

    def _read_line(self, lines: list[str], index: int) -> int:
        """Read the line at `index`. Returns the number of lines read with it."""
        line, blocks = lines[index].rstrip(), self._blocks
        is_delimiter = _DELIMITER.fullmatch(line) is not None
        if self._delimiter:
            self._read_block_line(line)
        elif not line:
            blocks.end_paragraph(is_verse=self._style in _VERSE_STYLES)
            blocks.add_blank_line()
        elif is_break(line) and not is_delimiter:
            blocks.add_break(line)
        elif blocks.has_lines and not is_delimiter and line != "+":
            self._continue_paragraph(line)
        elif is_delimiter:
            self._open_block(line)
        elif match := _SECTION.fullmatch(line):
            self._open_section(match[2], len(match[1]) - 1)
        elif level := _underlined_level(lines, index):
            self._open_section(line, level)
            return 2
        else:
            self._begin_paragraph(line, is_above_text=index + 1 < len(lines) and lines[index + 1].strip() != "")
        return 1

    def _add_line(self, line: str) -> None:
        self._blocks.add_line(_HARD_END.sub("", line), is_hard=_HARD_END.search(line) is not None)

    def _continue_paragraph(self, line: str) -> None:
        if line.startswith("//") and not line.startswith("///"):
            self.left_out.add("comments", line)
            return
        if _CONDITION.fullmatch(line):
            self.left_out.add("settings", line)
            return
        if _ITEM.match(line) and not self._style:
            self._blocks.end_paragraph()
        self._add_line(line)

    def _begin_paragraph(self, line: str, *, is_above_text: bool) -> None:
        blocks = self._blocks
        if match := _MACRO.fullmatch(line):
            if match[1] in ("image", "video", "audio"):
                caption, _, rest = match[3].partition(",")
                blocks.add_picture(caption.strip(" \"'"))
                self.left_out.add("link addresses", f"{match[1]} {match[2]} {rest}")
            elif match[1] == "include":
                blocks.add_note(line)
            else:
                self.left_out.add("settings", line)
        elif _ANCHOR.fullmatch(line):
            blocks.end_paragraph()
            self.left_out.add("link targets", line)
        elif self.header.read_attribute(line):
            blocks.end_paragraph()
        elif is_above_text and (match := _BLOCK_ATTRIBUTES.fullmatch(line)):
            self._set_style(match[1], line)
        elif line.startswith("//") and not line.startswith("///"):
            blocks.add_note(line[2:])
        elif _RULE.fullmatch(line):
            blocks.add_break(line)
        elif match := _BLOCK_TITLE.fullmatch(line):
            blocks.add_line(match[1])
            blocks.end_paragraph()
        elif line not in ("+", "<<<"):
            self._add_line(line)

    def _set_style(self, attributes: str, line: str) -> None:
        style = attributes.split(",")[0].strip().lower()
        name = re.split(r"[#.%]", style)[0]
        if not re.fullmatch(r"[\w %#.=,\"'-]*", attributes) or (attributes and not style):
            # "[Illustration]" and "[He leaves.]" are not AsciiDoc.
            self._blocks.add_line(line)
        elif "hardbreaks" in style:
            self._style = "verse"
            self.left_out.add(_ATTRIBUTES_RULE, line)
        elif name in _STYLES:
            self._style = name
            source = attributes.partition(",")[2] if name in ("verse", "quote") else ""
            self._blocks.add_note(source)
            self.left_out.add(_ATTRIBUTES_RULE, attributes.removesuffix(source))
        elif " " in style and "=" not in style:
            self._blocks.add_line(line)
        else:
            self.left_out.add(_ATTRIBUTES_RULE, line)

    def _open_section(self, title: str, level: int) -> None:
        style, self._style = self._style, ""
        if self._paratext_level and level <= self._paratext_level:
            self._paratext_level, self._blocks.is_note = 0, False
        if style in _PARATEXT_SECTIONS and not self._paratext_level:
            self._paratext_level, self._blocks.is_note = max(level, 1), True
        self._blocks.add_heading(title, max(level, 1))

    def _open_block(self, line: str) -> None:
        style, self._style = self._style, ""
        self._blocks.end_paragraph(is_verse=style in _VERSE_STYLES)
        self._delimiter = line
        sign = line[0]
        self._block_style = style if sign in "_-" or line == "--" else ""
        if sign in "-.`" and line != "--":
            self._block_style = "literal"
        elif sign in "/+":
            self._block_style = sign

    def _read_block_line(self, line: str) -> None:
        blocks, style = self._blocks, self._block_style
        if line == self._delimiter or (self._delimiter.startswith("```") and line == "```"):
            self._close_block()
        elif style == "/":
            blocks.add_note(line)
        elif style == "+":
            self._html_lines.append(line)
        elif not line:
            blocks.end_paragraph(is_verse=style in _VERSE_STYLES)
            blocks.add_blank_line()
        elif self._delimiter[0] == "|":
            cells = [cell.strip() for cell in re.split(r"(?:^|\s)[\w.<>^+*]*\|", line)]
            blocks.add_line(" ".join(cell for cell in cells if cell), is_hard=True)
        elif not blocks.has_lines and (match := _BLOCK_ATTRIBUTES.fullmatch(line)):
            # A block within the block, of which only the style matters.
            self._block_style = match[1].split(",")[0].strip() or style
            self.left_out.add(_ATTRIBUTES_RULE, line)
        elif style in _VERSE_STYLES or not blocks.has_lines or not _ITEM.match(line):
            self._add_line(line)
        else:
            blocks.end_paragraph()
            blocks.add_line(line)

    def _close_block(self) -> None:
        self._blocks.end_paragraph(is_verse=(self._block_style or self._style) in _VERSE_STYLES)
        if self._html_lines:
            page = read_page(f"<body>{chr(10).join(self._html_lines)}")
            self.blocks.extend(_as_note(block) if self._blocks.is_note else block for block in page.blocks)
            self.left_out.add_all(page.left_out)
            self._html_lines = []
        self._delimiter = self._block_style = self._style = ""


def _as_note(block: Block) -> Block:
    return Block(BlockKind.NOTE, " ".join(block.text.split()), gap=block.gap)


def _underlined_level(lines: list[str], index: int) -> int:
    """The level of a title above a line of its own length; 0 for any other line."""
    if index + 1 >= len(lines):
        return 0
    title, below = lines[index].rstrip(), lines[index + 1].rstrip()
    if not _UNDERLINE.fullmatch(below) or abs(len(title) - len(below)) > 1 or not any(map(str.isalnum, title)):
        return 0
    return max(1, _UNDERLINE_SIGNS.index(below[0]))

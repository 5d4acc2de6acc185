"""AsciiDoc: header, sections, delimited blocks, and the marks within a line (AsciiDoc language documentation, 2.0).

Read here, as the libraries for Python are no longer kept (asciidoc3) or under the GPL (asciidoc-py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fabula.index.files.source import Source
from fabula.index.model import Block, BlockKind, Work
from fabula.index.readers.bytes.binary import binary_kind
from fabula.index.readers.bytes.encoding import decode
from fabula.index.readers.html.markup import read_page
from fabula.index.readers.metadata.labels import LabelledValue, describe_labels
from fabula.index.readers.metadata.make_work import make_work
from fabula.index.readers.structure.breaks import is_break
from fabula.index.readers.structure.heading_chapters import chapters_by_headings

from .asciidoc_inline import Attributes, inline
from .blocks import MarkupBlocks

__all__ = ["AsciidocReader"]

_SUFFIXES = (".adoc", ".asciidoc", ".asc")
_SECTION = re.compile(r"(={1,6}|#{1,6})[ \t]+(\S.*?)(?:[ \t]+\1)?[ \t]*")
_ATTRIBUTE = re.compile(r":(!?[\w-]+!?):(?:[ \t]+(.*))?")
_BLOCK_ATTRIBUTES = re.compile(r"\[([^\[\]]*)\][ \t]*")
_ANCHOR = re.compile(r"\[\[[^\[\]]*\]\][ \t]*")
_BLOCK_TITLE = re.compile(r"\.([^\s.].*)")
_MACRO = re.compile(r"(image|video|audio|toc|include|ifdef|ifndef|ifeval|endif)::([^\[\s]*)\[(.*)\][ \t]*")
_RULE = re.compile(r"'{3,}")
_AUTHOR = re.compile(
    r"[^\W\d_][\w .'’-]{1,60}(?:[ \t]+<[^<>]*>)?(?:;[ \t]*[^\W\d_][\w .'’-]{1,60}(?:[ \t]+<[^<>]*>)?)*"
)
_REVISION = re.compile(r"v?(?P<number>\d[\w.]*)?,?[ \t]*(?P<date>[\w -]*\d{4}[\w -]*)?(?::.*)?")
_UNDERLINE = re.compile(r"(={4,}|-{4,}|~{4,}|\^{4,}|\+{4,})")
_UNDERLINES = "=-~^+"
_DELIMITER = re.compile(r"_{4,}|-{4,}|\.{4,}|={4,}|/{4,}|\+{4,}|--|\|===+|```\w*")
_HARD_END = re.compile(r"[ \t]\+$")
_ITEM = re.compile(r"[ \t]*(?:[*-]|\*{2,5}|\.{1,5}|\d{1,4}\.|<\d{1,3}>)[ \t]+\S")
_BESIDE = frozenset(("colophon", "dedication", "acknowledgments", "index", "glossary", "bibliography"))
_LINES_KEPT = frozenset(("verse", "literal", "listing"))


class AsciidocReader:
    """Reads .adoc and its other spellings."""

    name = "asciidoc"

    def sniff(self, source: Source) -> int:
        if source.is_folder or source.suffix not in _SUFFIXES:
            return 0
        return 30 if binary_kind(source.head()) else 70

    def read(self, source: Source) -> Iterator[Work]:
        document = _Document(decode(source.read()).text.split("\n"))
        described = describe_labels(document.pairs)
        yield make_work(
            AsciidocReader.name, source, described, chapters_by_headings(document.gathered.blocks, described)
        )


class _Document:
    """One file: its blocks, and what its header says."""

    def __init__(self, lines: list[str]) -> None:
        self.pairs: list[LabelledValue] = []
        self.attributes: Attributes = {}
        self.gathered = MarkupBlocks(lambda text: inline(text, self.attributes))
        self._style = ""  # of the next block: "verse", "quote", …
        self._delimiter = ""
        self._delimited = ""  # the style of the block that is open
        self._beside = 0  # the level of the section that stands beside the story; 0 for none
        self._raw: list[str] = []
        index = self._header(lines)
        while index < len(lines):
            index += self._take(lines, index)
        self._close()

    def _header(self, lines: list[str]) -> int:
        """Attributes, the title, and right under it the authors and the revision. The index of what follows."""
        index = 0
        while index < len(lines) and (not lines[index].strip() or self._is_attribute(lines[index])):
            index += 1
        if index >= len(lines) or not (match := re.fullmatch(r"[=#][ \t]+(\S.*)", lines[index])):
            return index
        self._said("title", match[1])
        index += 1
        if index < len(lines) and _AUTHOR.fullmatch(lines[index].strip()):
            names = [re.sub(r"[ \t]*<.*", "", name).replace("_", " ") for name in lines[index].split(";")]
            self._said("author", "\n".join(name.strip() for name in names))
            index += 1
            if index < len(lines) and (match := _REVISION.fullmatch(lines[index].strip())) and any(match.groups()):
                self._said("date", match["date"] or "")
                self.gathered.note(lines[index])
                index += 1
        while index < len(lines) and self._is_attribute(lines[index]):
            index += 1
        return index

    def _is_attribute(self, line: str) -> bool:
        match = _ATTRIBUTE.fullmatch(line)
        if match:
            name, value = match[1].strip("!").lower(), (match[2] or "").strip()
            self.attributes[name] = value
            if value:
                self._said({"revdate": "date", "lang": "language"}.get(name, name), value)
        return match is not None

    def _said(self, label: str, value: str) -> None:
        plain = "\n".join(inline(line, {}).text for line in value.split("\n"))
        if plain.strip():
            self.pairs.append(LabelledValue(label, plain))
            self.gathered.note(f"{label}: {', '.join(plain.split(chr(10)))}")

    def _take(self, lines: list[str], index: int) -> int:
        """Read the line at `index`; how many lines were read with it."""
        line, gathered = lines[index].rstrip(), self.gathered
        if self._delimiter:
            self._within(line)
        elif not line:
            gathered.end(is_verse=self._style in _LINES_KEPT)
            gathered.blank()
        elif is_break(line) and not _DELIMITER.fullmatch(line):
            gathered.divide(line)
        elif gathered.is_open and not _DELIMITER.fullmatch(line) and line != "+":
            self._goes_on(line)
        elif _DELIMITER.fullmatch(line):
            self._open(line)
        elif match := _SECTION.fullmatch(line):
            self._section(match[2], len(match[1]) - 1)
        elif level := _underlined(lines, index):
            self._section(line, level)
            return 2
        else:
            above_block = index + 1 < len(lines) and lines[index + 1].strip() != ""
            self._block(line, above_block=above_block)
        return 1

    def _goes_on(self, line: str) -> None:
        gathered = self.gathered
        if line.startswith("//") and not line.startswith("///"):
            return
        if _ITEM.match(line) and not self._style:
            gathered.end()
        gathered.line(_HARD_END.sub("", line), is_hard=_HARD_END.search(line) is not None)

    def _block(self, line: str, *, above_block: bool) -> None:
        gathered = self.gathered
        if match := _MACRO.fullmatch(line):
            if match[1] in ("image", "video", "audio"):
                gathered.picture(match[3].split(",")[0].strip(" \"'"))
            elif match[1] == "include":
                gathered.note(line)
        elif _ANCHOR.fullmatch(line) or self._is_attribute(line):
            gathered.end()
        elif above_block and (match := _BLOCK_ATTRIBUTES.fullmatch(line)):
            self._set_style(match[1], line)
        elif line.startswith("//") and not line.startswith("///"):
            gathered.note(line[2:])
        elif _RULE.fullmatch(line):
            gathered.divide(line)
        elif match := _BLOCK_TITLE.fullmatch(line):
            gathered.line(match[1])
            gathered.end()
        elif line not in ("+", "<<<"):
            gathered.line(_HARD_END.sub("", line), is_hard=_HARD_END.search(line) is not None)

    def _set_style(self, said: str, line: str) -> None:
        style = said.split(",")[0].strip().lower()
        name = re.split(r"[#.%]", style)[0]
        if not re.fullmatch(r"[\w %#.=,\"'-]*", said) or (said and not style):
            # "[Illustration]" and "[He leaves.]" are no attributes of AsciiDoc's.
            self.gathered.line(line)
        elif "hardbreaks" in style:
            self._style = "verse"
        elif name in _BESIDE or name in _LINES_KEPT or name in ("quote", "comment", "discrete", "abstract", "preface"):
            self._style = name
            if name in ("verse", "quote") and "," in said:
                self.gathered.note(said.partition(",")[2])
        elif " " in style and "=" not in style:
            self.gathered.line(line)

    def _section(self, title: str, level: int) -> None:
        gathered, style = self.gathered, self._style
        self._style = ""
        if self._beside and level <= self._beside:
            self._beside, gathered.is_note = 0, False
        if style in _BESIDE and not self._beside:
            self._beside, gathered.is_note = max(level, 1), True
        gathered.heading(title, max(level, 1))

    def _open(self, line: str) -> None:
        gathered, style = self.gathered, self._style
        gathered.end(is_verse=style in _LINES_KEPT)
        self._delimiter, self._style = line, ""
        first = line[0]
        self._delimited = style if first in "_-" or line == "--" else ""
        if first in "-.`" and line != "--":
            self._delimited = "literal"
        elif first in "/+":
            self._delimited = first

    def _within(self, line: str) -> None:
        gathered, style = self.gathered, self._delimited
        if line == self._delimiter or (self._delimiter.startswith("```") and line == "```"):
            self._close()
        elif style == "/":
            gathered.note(line)
        elif style == "+":
            self._raw.append(line)
        elif not line:
            gathered.end(is_verse=style in _LINES_KEPT)
            gathered.blank()
        elif self._delimiter[0] == "|":
            cells = [cell.strip() for cell in re.split(r"(?:^|\s)[\w.<>^+*]*\|", line)]
            gathered.line(" ".join(cell for cell in cells if cell), is_hard=True)
        elif not gathered.is_open and (found := _BLOCK_ATTRIBUTES.fullmatch(line)):
            # A block within the block, of which only the style matters.
            self._delimited = found[1].split(",")[0].strip() or style
        elif style in _LINES_KEPT or not gathered.is_open or not _ITEM.match(line):
            gathered.line(_HARD_END.sub("", line), is_hard=_HARD_END.search(line) is not None)
        else:
            gathered.end()
            gathered.line(line)

    def _close(self) -> None:
        gathered = self.gathered
        gathered.end(is_verse=(self._delimited or self._style) in _LINES_KEPT)
        if self._raw:
            for block in read_page(f"<body>{chr(10).join(self._raw)}").blocks:
                gathered.blocks.append(_note(block) if gathered.is_note else block)
            self._raw = []
        self._delimiter = self._delimited = self._style = ""


def _note(block: Block) -> Block:
    return Block(BlockKind.NOTE, " ".join(block.text.split()), gap=block.gap)


def _underlined(lines: list[str], index: int) -> int:
    """The level of a title with a line under it that is as long as it is; 0 if there is none."""
    if index + 1 >= len(lines):
        return 0
    title, below = lines[index].rstrip(), lines[index + 1].rstrip()
    if not _UNDERLINE.fullmatch(below) or abs(len(title) - len(below)) > 1 or not any(map(str.isalnum, title)):
        return 0
    return max(1, _UNDERLINES.index(below[0]))

"""Reads Markdown (CommonMark), with front matter and the additions of pandoc."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from fabula.index.files.source import Source
from fabula.index.model import Block, BlockKind, Work
from fabula.index.readers.bytes.binary import binary_kind
from fabula.index.readers.bytes.encoding import decode
from fabula.index.readers.description import Description
from fabula.index.readers.html.markup import read_page
from fabula.index.readers.html.page_story import strip_markup
from fabula.index.readers.metadata.front_matter import parse_front_matter
from fabula.index.readers.metadata.labels import LabelledValue, describe_labels, parse_label, split_labels
from fabula.index.readers.metadata.make_work import make_work
from fabula.index.readers.structure.breaks import is_break
from fabula.index.readers.structure.heading_chapters import chapters_by_headings
from fabula.index.readers.structure.heading_text import join_heading

_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd", ".mkdn")
# Markup of pandoc around sections and after headings that CommonMark does not know.
_FENCED_DIV = re.compile(r"^ {0,3}:::+(?:[ \t]*(?:\{[^}\n]*\}|[\w-]+))?[ \t]*$", re.MULTILINE)
_SPAN = re.compile(r"\[([^\[\]]*)\]\{(?=[.#]|[\w:.-]+=)[^{}]*\}|(?<=\))\{[.#][^{}\n]*\}")
# A code fence in CommonMark; in stories, a scene break.
_TILDES = re.compile(r"^( {0,3})(~{3,})([ \t]*)(.*)$", re.MULTILINE)
_MAX_NESTED_SPANS = 4
_ATTRIBUTES = re.compile(r"[ \t]*\{[#.][^{}\n]*\}[ \t]*$")
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)


class MarkdownReader:
    """Reads .md and its other spellings."""

    name = "markdown"

    def sniff(self, source: Source) -> int:
        if source.is_folder or source.suffix not in _SUFFIXES:
            return 0
        return 30 if binary_kind(source.head()) else 70

    def read(self, source: Source) -> Iterator[Work]:
        blocks, description = markdown_blocks(decode(source.read()).text)
        yield make_work(self.name, source, description, chapters_by_headings(blocks, description))


def markdown_blocks(text: str) -> tuple[list[Block], Description]:
    """The blocks of a document, with its front matter as notes, and the description in it."""
    front = parse_front_matter(text)
    blocks = [Block(BlockKind.NOTE, strip_markup(line)) for line in front.lines]
    blocks += _blocks(_without_spans(_TILDES.sub(_as_break, _FENCED_DIV.sub("", front.text))))
    blocks, header = _labelled_header(blocks)
    return blocks, front.description.filled_from(header)


def _as_break(match: re.Match[str]) -> str:
    return f"\n{match[1]}***\n" if not match[4] else f"{match[1]}\\{match[2]}{match[3]}{match[4]}"


def _without_spans(text: str) -> str:
    """`text` with "[words]{.class}" replaced by its words. Spans may be nested."""
    if "]{" in text or "){" in text:
        for _ in range(_MAX_NESTED_SPANS):
            text, changed = _SPAN.subn(r"\1", text)
            if not changed:
                break
    return text


def _blocks(text: str) -> Iterator[Block]:
    tokens = MarkdownIt("commonmark").parse(text)
    level = 0
    last_end = 0  # the line after the last block
    for token in tokens:
        start, end = token.map or (last_end, last_end)
        gap = max(0, start - last_end)
        last_end = max(last_end, end) if token.nesting == 0 else last_end
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "heading_close":
            level = 0
        elif token.type == "hr":
            yield Block(BlockKind.BREAK, token.markup, gap=gap)
        elif token.type == "html_block":
            yield from read_page(f"<body>{token.content}").blocks
        elif token.type in ("fence", "code_block"):
            # An indented paragraph is code in Markdown, but not in a story.
            lines = [line.strip() for line in (token.info, *token.content.split("\n")) if line.strip()]
            if lines:
                yield Block(BlockKind.VERSE if len(lines) > 1 else BlockKind.PARAGRAPH, "\n".join(lines), gap=gap)
        elif token.type == "inline":
            # Markdown ignores blank lines, but many who write stories in it do not.
            yield from (
                Block(block.kind, block.text, block.level, gap) for block in _inline(token.children or [], level)
            )


def _inline(children: Sequence[Token], level: int) -> Iterator[Block]:
    parts: list[str] = []
    pictures: list[str] = []
    soft_breaks = hard_breaks = 0
    for child in children:
        if child.type in ("text", "code_inline", "text_special"):
            parts.append(child.content)
        elif child.type == "softbreak":
            soft_breaks += 1
            parts.append(" ")
        elif child.type == "hardbreak" or (child.type == "html_inline" and _BREAK_TAG.fullmatch(child.content)):
            hard_breaks += 1
            parts.append("\n")
        elif child.type == "image":
            pictures.append(child.content)
    text = "".join(parts)
    lines = [line for line in (" ".join(line.split(" ")).strip() for line in text.split("\n")) if line]
    if level:
        heading = _ATTRIBUTES.sub("", join_heading(lines)).rstrip(" .:") if lines else ""
        if heading:
            yield Block(BlockKind.HEADING, heading, level)
    elif lines:
        if len(lines) == 1 and is_break(lines[0]):
            yield Block(BlockKind.BREAK, lines[0])
        elif hard_breaks and not soft_breaks and len(lines) > 1:
            yield Block(BlockKind.VERSE, "\n".join(lines))
        else:
            yield Block(BlockKind.PARAGRAPH, " ".join(lines))
    for caption in pictures:
        if caption.strip():
            yield Block(BlockKind.ILLUSTRATION, " ".join(caption.split()))


def _labelled_header(blocks: list[Block]) -> tuple[list[Block], Description]:
    """ "# Title: …" and "## Author: …" at the head, as headings or lines of their own."""
    pairs: list[LabelledValue] = []
    header: list[int] = []
    for index, block in enumerate(blocks):
        if block.kind is BlockKind.NOTE:
            continue
        pair = parse_label(block.text) if block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH) else None
        if not pair:
            break
        pairs.append(pair)
        header.append(index)
    if len(split_labels(pairs)) < 2:
        return blocks, _only_title(blocks)
    blocks = [Block(BlockKind.NOTE, block.text) if index in header else block for index, block in enumerate(blocks)]
    after = header[-1] + 1
    if after < len(blocks) and blocks[after].kind is BlockKind.BREAK:
        # The rule below a header separates it from the story; it is no scene break.
        del blocks[after]
    return blocks, describe_labels(pairs)


def _only_title(blocks: Sequence[Block]) -> Description:
    """The only heading of level 1, if it comes first: the title of the work."""
    tops = [index for index, block in enumerate(blocks) if block.kind is BlockKind.HEADING and block.level == 1]
    first = next((index for index, block in enumerate(blocks) if block.kind is not BlockKind.NOTE), None)
    return Description(blocks[first].text) if first is not None and tops == [first] else Description()

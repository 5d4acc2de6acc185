"""Reads a document of Markdown: front matter, a labelled header, and the blocks of CommonMark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from fabula.index.model import Block, BlockKind, LeftOut
from fabula.index.readers.description import Description
from fabula.index.readers.html.page_story import strip_markup
from fabula.index.readers.metadata.front_matter import parse_front_matter
from fabula.index.readers.metadata.labels import LabelledValue, describe_labels, parse_label, split_labels
from .left_out_marks import LeftOutMarks, nothing
from .markdown_blocks import markdown_story

# Markup of pandoc around sections and after headings that CommonMark does not know.
_FENCED_DIV = re.compile(r"^ {0,3}:::+(?:[ \t]*(?:\{[^}\n]*\}|[\w-]+))?[ \t]*$", re.MULTILINE)
_SPAN = re.compile(r"\[([^\[\]]*)\]\{(?=[.#]|[\w:.-]+=)[^{}]*\}|(?<=\))\{[.#][^{}\n]*\}")
# A code fence in CommonMark; in stories, a scene break.
_TILDES = re.compile(r"^( {0,3})(~{3,})([ \t]*)(.*)$", re.MULTILINE)
_MAX_NESTED_SPANS = 4
_ATTRIBUTES = "attributes"


class MarkdownStory(NamedTuple):
    """The blocks of a document, with its front matter as notes; the description in it; what is left out of it."""

    blocks: list[Block]
    description: Description
    left_out: tuple[LeftOut, ...]


def read_markdown(text: str) -> MarkdownStory:
    """The story in the document `text`."""
    front = parse_front_matter(text)
    left_out = LeftOutMarks()
    left_out.add("comments", " ".join(front.comments))
    blocks = [Block(BlockKind.NOTE, strip_markup(line)) for line in front.lines]
    body = left_out.remove(_ATTRIBUTES, _FENCED_DIV, front.text, nothing)
    blocks += markdown_story(_without_spans(_TILDES.sub(_as_break, body), left_out), left_out)
    blocks, header = _labelled_header(blocks)
    return MarkdownStory(blocks, front.description.filled_from(header), left_out.all())


def _as_break(match: re.Match[str]) -> str:
    return f"\n{match[1]}***\n" if not match[4] else f"{match[1]}\\{match[2]}{match[3]}{match[4]}"


def _without_spans(text: str, left_out: LeftOutMarks) -> str:
    """`text` with "[words]{.class}" replaced by its words. Spans may be nested."""
    if "]{" in text or "){" in text:
        for _ in range(_MAX_NESTED_SPANS):
            before = text
            text = left_out.remove(_ATTRIBUTES, _SPAN, text, lambda match: match[1] or "")
            if text == before:
                break
    return text


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

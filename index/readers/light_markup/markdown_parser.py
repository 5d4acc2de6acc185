"""Parses Markdown into tokens: CommonMark with footnotes and struck text; words in angle brackets are text."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, html_block
from markdown_it.rules_inline import StateInline, html_inline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from fabula.index.readers.bytes.angle_brackets import is_html_name, word_names

# A tag, or what else CommonMark takes for HTML: comments, instructions, declarations.
_BEGIN = re.compile(r"</?([^\W\d][^\s<>/]*)|<(!--|!\[CDATA\[|!DOCTYPE\b|\?xml\b)", re.IGNORECASE)
_WORDS = "words in angle brackets"


class ParsedMarkdown(NamedTuple):
    """tokens  of the document in order; the definition of a footnote is at its place.
    inline_notes  number -> tokens of the footnotes that stand within a line ("^[…]").
    """

    tokens: list[Token]
    inline_notes: dict[int, list[Token]]


def parse_markdown(text: str) -> ParsedMarkdown:
    """The tokens of a document without front matter."""
    environment: dict[str, Any] = {_WORDS: word_names(text)}
    tokens = _parser().parse(text, environment)
    notes = environment.get("footnotes", {}).get("list", {})
    return ParsedMarkdown(tokens, {number: note["tokens"] for number, note in notes.items() if "tokens" in note})


@cache
def _parser() -> MarkdownIt:
    # Of what is nested deeper the parser drops the text; the preset's 20 is less than some quoted letters have.
    parser = MarkdownIt("commonmark", {"maxNesting": 40}).enable("strikethrough")
    # Left at its place, a definition that no text refers to is not dropped.
    parser.use(footnote_plugin, move_to_end=False)
    parser.block.ruler.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.inline.ruler.at("html_inline", _html_inline)
    return parser


def _html_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """As CommonMark, for elements of HTML only. Other tags are words, or stand within a paragraph."""
    begin = _BEGIN.match(state.src, state.bMarks[start_line] + state.tShift[start_line])
    if begin is None or not (begin[2] or is_html_name(begin[1])):
        return False
    return html_block(state, start_line, end_line, silent)


def _html_inline(state: StateInline, silent: bool) -> bool:
    begin = _BEGIN.match(state.src, state.pos)
    if begin is None or (not begin[2] and begin[1].lower() in state.env[_WORDS]):
        return False
    return html_inline(state, silent)

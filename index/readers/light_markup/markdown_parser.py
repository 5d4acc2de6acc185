"""Parses Markdown into tokens: CommonMark with footnotes and struck text; words in angle brackets are text."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, html_block, reference
from markdown_it.rules_inline import StateInline, html_inline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from fabula.index.readers.bytes.angle_brackets import is_html_name, word_names

# A tag, or what else CommonMark takes for HTML: comments, instructions, declarations.
_BEGIN = re.compile(r"</?([^\W\d][^\s<>/]*)|<(!--|!\[CDATA\[|!DOCTYPE\b|\?xml\b)", re.IGNORECASE)
_DEFINITION = re.compile(r"\[(?:[^\[\]\\\n]|\\.){1,999}\]:[ \t]*([^\s]+)")
_ADDRESS = re.compile(r"[/#<@]|\w[.:]\w")
_WORDS, _COMMENTS_END = "words in angle brackets", "end of the last comment"


class ParsedMarkdown(NamedTuple):
    """tokens  of the document in order; the definition of a footnote is at its place.
    inline_notes  number -> tokens of the footnotes that stand within a line ("^[…]").
    definitions   of links: label, address and title.
    """

    tokens: list[Token]
    inline_notes: dict[int, list[Token]]
    definitions: list[str]


def parse_markdown(text: str) -> ParsedMarkdown:
    """The tokens of a document without front matter."""
    environment: dict[str, Any] = {_WORDS: word_names(text), _COMMENTS_END: text.rfind("-->")}
    tokens = _parser().parse(text, environment)
    notes = environment.get("footnotes", {}).get("list", {})
    definitions = [*environment.get("references", {}).items()]
    definitions += [(one["label"], one) for one in environment.get("duplicate_refs", ())]
    return ParsedMarkdown(
        tokens,
        {number: note["tokens"] for number, note in notes.items() if "tokens" in note},
        [f"{label} {target['href']} {target['title']}" for label, target in definitions],
    )


@cache
def _parser() -> MarkdownIt:
    # The parser drops the text of what is nested deeper; the preset's 20 is less than some quoted letters have.
    parser = MarkdownIt("commonmark", {"maxNesting": 40, "store_labels": True}).enable("strikethrough")
    # Left at its place, a definition that no text refers to is not dropped.
    parser.use(footnote_plugin, move_to_end=False)
    parser.block.ruler.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.inline.ruler.at("html_inline", _html_inline)
    parser.block.ruler.at("reference", _reference)
    return parser


def _html_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """As CommonMark, for elements of HTML only. Other tags are words, or stand within a paragraph."""
    begin = _BEGIN.match(state.src, state.bMarks[start_line] + state.tShift[start_line])
    if begin is None:
        return False
    if begin[2]:
        # A comment that is never closed would take the rest of the story.
        return (begin[2] != "!--" or begin.start() < state.env[_COMMENTS_END]) and html_block(
            state, start_line, end_line, silent
        )
    if not is_html_name(begin[1]) or begin[1].lower() in state.env[_WORDS]:
        return False
    return html_block(state, start_line, end_line, silent)


def _reference(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """The definition of a link ("[lamp]: lamp.html"), but not "[Odo]: No", which a reader of plays takes for words."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    definition = _DEFINITION.match(state.src, start)
    if definition is not None and not _ADDRESS.search(definition[1]):
        return False
    return reference(state, start_line, end_line, silent)


def _html_inline(state: StateInline, silent: bool) -> bool:
    begin = _BEGIN.match(state.src, state.pos)
    if begin is None or (not begin[2] and begin[1].lower() in state.env[_WORDS]):
        return False
    return html_inline(state, silent)

"""Learns how a plain text is laid out (lines wrapped at a margin, or a paragraph each), and splits it into pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import I64
from fabula.index.readers.headings.headings import is_labelled, may_be_labelled, parse_heading
from .breaks import is_break
from .text_lines import TextLines, which


class LineStyle(Enum):
    """WRAPPED at a margin. INDENTED: wrapped, and paragraphs begin with an indent. UNWRAPPED: a paragraph per line.
    VERBATIM: the author's own short lines (verse, plays)."""

    WRAPPED = "wrapped"
    INDENTED = "indented"
    UNWRAPPED = "unwrapped"
    VERBATIM = "verbatim"


@dataclass(frozen=True, slots=True)
class Layout:
    """How the lines of a text are made.

    width        the margin at which lines are wrapped, in characters; 0 where they are not.
    is_unspaced  whether many of them are in a script without blanks between words (Chinese, Japanese).
    """

    line_style: LineStyle
    width: int
    is_unspaced: bool = False


class Piece(NamedTuple):
    """The text between blank lines (or one line, where lines are paragraphs). `gap`: blank lines before it."""

    gap: int
    text: str


# A collection may be half verse and half prose, so samples are spread over the whole text.
_SAMPLE_COUNT = 8
_SAMPLE_CHARS = 25_000
# Nobody wraps wider, and hardly any paragraph of prose has only shorter lines.
_MAX_WIDTH_CHARS = 120
_MAX_POEM_LINE_CHARS = 70
_MAX_HEADING_CHARS = 90
_MAX_TITLE_LINES = 4
_WIDE_STOPS = ("。", "！", "？", "」", "』", "。”", "！”", "？”", "……")
_SENTENCE_END = tuple(".!?…\"”’'»):—-*“_。！？：」』）")
INDENTS = (" ", "\t", "\u3000")
# Han, kana and their punctuation, which are written without blanks; a line may end after nearly any of them.
UNSPACED = "\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
_LAST_SPACED = "\u2fff"
_UNSPACED_LETTER = re.compile(f"[{UNSPACED}]")
# Such letters are as wide as two others, and are counted as one.
_WIDE_LETTERS = 2
_MIN_UNSPACED_SHARE = 0.05


def learn_layout(text: str) -> Layout:
    """The layout of `text` (line ends "\\n", no blanks before them), from samples of it."""
    text = _sample(text)
    lines = TextLines.of(text)
    lengths = lines.lengths
    is_filled = lengths > 0
    # Of two lines in a row, the first.
    pairs = np.flatnonzero(is_filled[:-1] & is_filled[1:])
    filled_count = int(np.count_nonzero(is_filled))
    if not len(pairs) or np.count_nonzero(lengths > _MAX_WIDTH_CHARS) > 0.02 * filled_count:
        return Layout(LineStyle.UNWRAPPED, 0)
    width = int(np.sort(lengths[pairs])[int(len(pairs) * 0.95)])
    # The classic test: would the next line's first word still have fitted?
    full = np.count_nonzero(lengths[pairs] + 1 + _first_word_lengths(text, lines, pairs + 1) > width - 4)
    unspaced = int(np.count_nonzero(which(lines.lasts()[is_filled], is_unspaced))) / filled_count
    if width * (_WIDE_LETTERS if unspaced > 0.5 else 1) >= 40 and full >= 0.4 * len(pairs):
        line_style = LineStyle.INDENTED if _has_indents(lines) else LineStyle.WRAPPED
        return Layout(line_style, width, unspaced > _MIN_UNSPACED_SHARE)
    # If sentences end where lines end, the lines are paragraphs; in verse sentences run on.
    texts = text.split("\n")
    story = [line for line in (texts[number] for number in pairs.tolist()) if not is_labelled(line)]
    ended = sum(line.endswith(_SENTENCE_END) for line in story)
    return Layout(LineStyle.UNWRAPPED if ended >= 0.7 * len(story) else LineStyle.VERBATIM, width)


def _sample(text: str) -> str:
    """Whole lines from samples spread evenly over `text`, with a blank line before each; all of it, if it is short."""
    if len(text) <= _SAMPLE_COUNT * _SAMPLE_CHARS:
        return text
    lines: list[str] = []
    step = (len(text) - _SAMPLE_CHARS) // (_SAMPLE_COUNT - 1)
    for start in range(0, step * _SAMPLE_COUNT, step):
        sample = text[start : start + _SAMPLE_CHARS].split("\n")
        # The first and last line are cut, unless they are all there is.
        lines += ["", *(sample[1:-1] or sample)]
    return "\n".join(lines)


def _first_word_lengths(text: str, lines: TextLines, numbers: I64) -> I64:
    """I64[numbers]: the characters of the first word of these lines, which are not empty."""
    lengths = lines.to_space(numbers)
    firsts = lines.firsts()[numbers]
    lengths[which(firsts, is_unspaced)] = 1
    # Hardly any line begins with a blank.
    for place in np.flatnonzero(which(firsts, str.isspace)).tolist():
        start, end = int(lines.starts[numbers[place]]), int(lines.ends[numbers[place]])
        lengths[place] = first_word_chars(text[start:end])
    return lengths


def is_unspaced(letter: str) -> bool:
    """True for a letter or sign of a script without blanks between words: Han and kana."""
    return letter > _LAST_SPACED and _UNSPACED_LETTER.match(letter) is not None


def first_word_chars(line: str) -> int:
    stripped = line.lstrip()
    if is_unspaced(stripped[:1]):
        return 1
    space = stripped.find(" ")
    return len(stripped) if space < 0 else space


def _has_indents(lines: TextLines) -> bool:
    """True if paragraphs follow each other without blank lines, and begin with an indent."""
    is_filled = lines.lengths > 0
    begins_blank = which(lines.firsts(), INDENTS.__contains__)
    indented = np.count_nonzero(is_filled[:-1] & is_filled[1:] & begins_blank[1:] & ~begins_blank[:-1])
    after_blank = np.count_nonzero(~is_filled[:-1] & is_filled[1:])
    return bool(indented >= 3 and indented >= after_blank / 2)


def split_pieces(text: str, layout: Layout) -> Iterator[Piece]:
    """The pieces of `text`, in reading order; each line that is not blank is in exactly one."""
    is_whole = layout.line_style in (LineStyle.WRAPPED, LineStyle.VERBATIM)
    lines = TextLines.of(text)
    is_filled = np.concatenate([[False], lines.lengths > 0, [False]])
    # In numbers of lines: where runs of lines that are not blank begin and end (half-open).
    edges = np.flatnonzero(is_filled[1:] != is_filled[:-1])
    begins, stops = edges[::2], edges[1::2]
    gaps = begins - np.concatenate([[0], stops[:-1]]) if len(begins) else begins
    heads = _may_hold_heading(lines, begins, stops)
    spans = (gaps, lines.starts[begins], lines.ends[stops - 1], heads)
    for gap, start, end, may_hold_heading in zip(*(span.tolist() for span in spans), strict=True):
        part = text[start:end]
        if may_hold_heading:
            head, part = _split_heading(part)
            if head:
                yield Piece(gap, head)
                gap = 0
        if is_whole:
            yield Piece(gap, part)
        else:
            yield from _split_part(part, gap, layout)


def _may_hold_heading(lines: TextLines, begins: I64, stops: I64) -> NDArray[np.bool_]:
    """bool[begins]: a quick test for `_split_heading`, which needs many lines below a heading, or a stop of Chinese."""
    ends_wide = which(lines.lasts()[stops - 1], {stop[-1] for stop in _WIDE_STOPS}.__contains__)
    return (stops - begins > _MAX_TITLE_LINES + 1) | ends_wide


def _split_heading(text: str) -> tuple[str, str]:
    """A labelled heading and the story that begins right below it; ("", text) for anything else.

    Lines below a label are more often its title, so that they have to be too many for one, or sentences of a script
    whose titles never end with a stop.
    """
    if not may_be_labelled(text):
        return "", text
    head, _, below = text.partition("\n")
    is_story = below.count("\n") >= _MAX_TITLE_LINES or below.endswith(_WIDE_STOPS)
    if not is_story or len(head) > _MAX_HEADING_CHARS or not is_labelled(head):
        return "", text
    # Two headings in a row begin a table of contents.
    return (head, below) if parse_heading(below.partition("\n")[0], 1) is None else ("", text)


def _split_part(text: str, gap: int, layout: Layout) -> Iterator[Piece]:
    if "\n" not in text:
        yield Piece(gap, text)
        return
    lines = text.split("\n")
    if layout.line_style is LineStyle.UNWRAPPED:
        if gap and is_poem(lines):
            yield Piece(gap, text)
            return
        for line in lines:
            yield Piece(gap, line)
            gap = 0
        return
    margin = min(len(line) - len(line.lstrip()) for line in lines)
    paragraph: list[str] = []
    was_break = False
    for line in lines:
        # In many prints the first paragraph after a break has no indent.
        follows_break, was_break = was_break, is_break(line)
        if paragraph and (follows_break or was_break or len(line) - len(line.lstrip()) > margin):
            yield Piece(gap, "\n".join(paragraph))
            gap = 0
            paragraph = []
        paragraph.append(line)
    yield Piece(gap, "\n".join(paragraph))


def is_poem(lines: Sequence[str]) -> bool:
    """True if `lines` of an unwrapped text, between blank lines, are verse: short, and most do not end a sentence."""
    ended = sum(line.rstrip().endswith(_SENTENCE_END) for line in lines)
    return ended <= len(lines) // 2 and max(map(len, lines)) <= _MAX_POEM_LINE_CHARS

"""How a plain text is laid out, learned from itself: is a line a line, a paragraph, or cut off at a margin?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from fabula.index.model import BlockKind

from .breaks import is_break

__all__ = ["Layout", "LineStyle", "Piece", "is_poem", "learn_layout", "split_pieces", "unwrap_piece"]


class LineStyle(Enum):
    """WRAPPED at a margin. INDENTED: wrapped, and paragraphs begin with an indent. UNWRAPPED: a paragraph per line.
    VERBATIM: the author's own short lines (verse, plays)."""

    WRAPPED = "wrapped"
    INDENTED = "indented"
    UNWRAPPED = "unwrapped"
    VERBATIM = "verbatim"


@dataclass(frozen=True, slots=True)
class Layout:
    """width: the margin at which lines are wrapped, in characters; 0 where they are not."""

    line_style: LineStyle
    width: int


class Piece(NamedTuple):
    """The text between blank lines (or one line, where lines are paragraphs). `gap`: blank lines before it."""

    gap: int
    text: str


# A collection may hold verse for half of its length and prose for the other: samples are taken all over it.
_SAMPLES = 8
_SAMPLE = 25_000
# Nobody wraps wider, and hardly a paragraph of prose is always shorter.
_WIDEST = 120
# A hyphen or dash that ends a line belongs to the word before it and to the one after.
_LINE_END_DASH = re.compile(r"(?<=[^\s-])(-+|[‐‑–—⸺]+)\n")
_SENTENCE_END = (".", "!", "?", "…", '"', "”", "’", "'", "»", ")", ":", "—", "-", "*", "“", "_")
_INDENT = re.compile(r"[ \t]+")


def learn_layout(text: str) -> Layout:
    """The layout of `text` (line ends "\\n", no blanks before them), from a sample of its middle."""
    lines = _sampled(text)
    filled = [line for line in lines if line]
    inner = [(line, after) for line, after in pairwise(lines) if line and after]
    if not inner or sum(len(line) > _WIDEST for line in filled) > 0.02 * len(filled):
        return Layout(LineStyle.UNWRAPPED, 0)
    lengths = sorted(len(line) for line, _ in inner)
    width = lengths[int(len(lengths) * 0.95)]
    # The classic test: would the next line's first word still have fitted?
    full = sum(len(line) + 1 + _first_word(after) > width - 4 for line, after in inner)
    if width >= 40 and full >= 0.4 * len(inner):
        return Layout(LineStyle.INDENTED if _indents(lines) else LineStyle.WRAPPED, width)
    # Sentences end where lines end: then the lines are paragraphs; verse runs on.
    ended = sum(line.endswith(_SENTENCE_END) for line, _ in inner)
    return Layout(LineStyle.UNWRAPPED if ended >= 0.7 * len(inner) else LineStyle.VERBATIM, width)


def _sampled(text: str) -> list[str]:
    """Whole lines from places spread evenly over `text`; all lines, if it is short."""
    if len(text) <= _SAMPLES * _SAMPLE:
        return text.split("\n")
    lines: list[str] = []
    step = (len(text) - _SAMPLE) // (_SAMPLES - 1)
    for start in range(0, step * _SAMPLES, step):
        sample = text[start : start + _SAMPLE].split("\n")
        # The first and last line are cut, unless they are all there is.
        lines += ["", *(sample[1:-1] or sample)]
    return lines


def _first_word(line: str) -> int:
    stripped = line.lstrip()
    space = stripped.find(" ")
    return len(stripped) if space < 0 else space


def _indents(lines: Sequence[str]) -> bool:
    """True if paragraphs follow each other without blank lines, told by the indent of their first lines."""
    begun = sum(after[:1] in " \t" and before[:1] not in " \t" for before, after in pairwise(lines) if before and after)
    parted = sum(not before and after != "" for before, after in pairwise(lines))
    return begun >= 3 and begun >= parted / 2


def split_pieces(text: str, layout: Layout) -> Iterator[Piece]:
    """`text` in reading order; every line of it that is not blank is in exactly one piece."""
    is_whole = layout.line_style in (LineStyle.WRAPPED, LineStyle.VERBATIM)
    newlines = 0  # since the last piece
    is_first = True
    # Splitting takes a third of the time of looking for runs of line ends with an expression.
    for part in text.split("\n\n"):
        if part and part != "\n":
            if part[0] == "\n":
                newlines += 1
                part = part[1:]
            gap = newlines if is_first else newlines - 1
            part = part.rstrip("\n")
            if is_whole:
                yield Piece(gap, part)
            else:
                yield from _split(part, gap, layout)
            newlines = 0
            is_first = False
        else:
            newlines += len(part)
        newlines += 2


def _split(text: str, gap: int, layout: Layout) -> Iterator[Piece]:
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
    begins = min(len(line) - len(line.lstrip()) for line in lines)
    paragraph: list[str] = []
    was_break = False
    for line in lines:
        # The first paragraph after a break has no indent in many prints.
        parts, was_break = was_break, is_break(line)
        if paragraph and (parts or was_break or len(line) - len(line.lstrip()) > begins):
            yield Piece(gap, "\n".join(paragraph))
            gap = 0
            paragraph = []
        paragraph.append(line)
    yield Piece(gap, "\n".join(paragraph))


def is_poem(lines: Sequence[str]) -> bool:
    """Short lines between blank lines, in a text whose paragraphs are lines: verse, if most do not end a sentence."""
    return (
        max(map(len, lines)) <= 70 and sum(line.rstrip().endswith(_SENTENCE_END) for line in lines) <= len(lines) // 2
    )


def unwrap_piece(text: str, layout: Layout) -> tuple[BlockKind, str]:
    """A piece as a paragraph in one line, or as verse with its own lines."""
    if "\n" not in text:
        return BlockKind.PARAGRAPH, _collapsed(text.strip())
    if (
        layout.line_style is LineStyle.VERBATIM
        or layout.line_style is LineStyle.UNWRAPPED
        or _is_verse(text, layout.width)
    ):
        return BlockKind.VERSE, _dedented(text.split("\n"))
    if " \n" in text or "\n " in text or "\n\t" in text or text[0] in " \t":
        text = "\n".join([line.strip() for line in text.split("\n")])
    if "\u00ad\n" in text:
        text = text.replace("\u00ad\n", "")
    if "-\n" in text or "—\n" in text or "–\n" in text:
        text = _LINE_END_DASH.sub(r"\1", text)
    return BlockKind.PARAGRAPH, _collapsed(text.replace("\n", " "))


def _collapsed(text: str) -> str:
    # Replacing again and again, which halves each run, takes a third of one substitution.
    text = text.replace("\t", " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _is_verse(text: str, width: int) -> bool:
    """True if most of these lines end well before the margin though the next word would have fitted."""
    # Most pieces are prose, and the mean length of their lines, which needs no look at each, settles them.
    count = text.count("\n")
    if text.rindex("\n") - count + 1 > (width - 8) * count:
        return False
    lines = text.split("\n")
    inner = lines[:-1]
    early = sum(len(line) + 1 + _first_word(after) + 8 <= width for line, after in zip(inner, lines[1:], strict=True))
    if early < 0.7 * len(inner):
        return False
    if sum(_begins_high(line) for line in lines) >= 0.9 * len(lines) or max(map(len, lines)) <= 0.65 * width:
        return True
    # A letter set in a narrower column is prose: its lines fill a margin of their own.
    own = max(map(len, lines))
    early = sum(len(line) + 1 + _first_word(after) + 2 <= own for line, after in zip(inner, lines[1:], strict=True))
    return early >= 0.6 * len(inner)


def _begins_high(line: str) -> bool:
    for letter in line[:20]:
        if letter.isalnum():
            return not letter.islower()
    return True


def _dedented(lines: Sequence[str]) -> str:
    margin = min(len(line) - len(line.lstrip()) for line in lines)
    return "\n".join([line[margin:].rstrip().replace("\t", "    ") for line in lines])

"""Makes of each piece of a plain text a paragraph in one line, or verse with its own lines.

Whatever is asked of every piece is asked of arrays over all of them (text_lines.py); most of them need nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I64, Mask
from fabula.index.model import BlockKind
from .line_end_hyphens import LineEndHyphens, may_part_words
from .text_layout import INDENTS, UNSPACED, Layout, LineStyle, first_word_chars
from .text_lines import code_points, text_of, which

# A hyphen or dash at the end of a line joins the words on both sides of it. Each pattern begins with the sign that it
# looks for, and looks back from there: one that begins with the look back takes 44 ms/MB, not 2.
_LINE_END_HYPHENS = re.compile(r"(-(?<=[^\s\0-]-)-*)\n")
_LINE_END_DASH = re.compile(r"\n(?<=[^\s\0-][‐‑–—⸺]\n)")
# No text has it (readers/bytes/encoding.py), and no pattern takes it for a letter or a blank.
_BETWEEN_PIECES = "\0"
_UNSPACED_LINE_END = re.compile(rf"\n(?<=[{UNSPACED}]\n)(?=[{UNSPACED}])")
_BLANKS = re.compile("  +")
_MIN_ARRAY_CHARS = 2_000
_LINE_END, _SPACE, _TAB = 10, 32, 9


def unwrap_piece(text: str, layout: Layout, hyphens: LineEndHyphens | None = None) -> tuple[BlockKind, str]:
    """A piece as a paragraph in one line, or as verse with its own lines.

    hyphens  of the whole text; without them every hyphen at a line's end stays.
    """
    if "\n" in text and (_keeps_all_lines(layout) or _is_verse(text, layout.width)):
        return BlockKind.VERSE, _dedent(text.split("\n"))
    return BlockKind.PARAGRAPH, _unwrap_prose(_without_outer_blanks(text), layout, hyphens)


def unwrap_pieces(texts: Sequence[str], layout: Layout, hyphens: LineEndHyphens) -> list[tuple[BlockKind, str]]:
    """What `unwrap_piece` makes of each of `texts`, none of which is empty or has a U+0000.

    All paragraphs are joined, changed as one text and split again.
    """
    if not texts:
        return []
    pieces = _Pieces.of(texts)
    keeps_all = _keeps_all_lines(layout)
    may_be_verse = pieces.line_ends > 0
    if not keeps_all:
        may_be_verse &= ~_are_long(pieces.last, pieces.line_ends, layout.width)
    keeps_lines = [
        may_be and (keeps_all or _is_verse(text, layout.width))
        for text, may_be in zip(texts, may_be_verse.tolist(), strict=True)
    ]
    prose = [
        _without_outer_blanks(text) if has_blanks else text
        for text, has_blanks, is_verse in zip(texts, pieces.has_blanks.tolist(), keeps_lines, strict=True)
        if not is_verse
    ]
    unwrapped = iter(_unwrap_prose(_BETWEEN_PIECES.join(prose), layout, hyphens).split(_BETWEEN_PIECES))
    return [
        (BlockKind.VERSE, _dedent(text.split("\n"))) if is_verse else (BlockKind.PARAGRAPH, next(unwrapped))
        for text, is_verse in zip(texts, keeps_lines, strict=True)
    ]


class _Pieces(NamedTuple):
    """What is asked of all pieces at once.

    line_ends   I64[pieces]   line ends in each.
    last        I64[pieces]   characters before the last line end of each; of no meaning without one.
    has_blanks  Mask[pieces]  whether there may be blanks around its lines.
    """

    line_ends: I64
    last: I64
    has_blanks: Mask

    @classmethod
    def of(cls, texts: Sequence[str]) -> _Pieces:
        codes = code_points(_BETWEEN_PIECES.join([*texts, ""]))
        stops: I64 = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1) - 1
        starts = np.concatenate([[0], stops[:-1] + 1])
        line_ends = np.flatnonzero(codes == _LINE_END)
        before = np.searchsorted(line_ends, np.append(starts, len(codes)))
        last = np.append(line_ends, 0)[before[1:] - 1] - starts
        # A blank beside a line end, on either side.
        spaces, sides = codes == _SPACE, which(codes[line_ends + 1], INDENTS.__contains__)
        beside = line_ends[sides | spaces[line_ends - 1]]
        has_blanks = which(codes[starts], str.isspace) | which(codes[stops - 1], str.isspace)
        has_blanks[np.searchsorted(stops, beside)] = True
        return cls(np.diff(before), last, has_blanks)


def _are_long(last: I64, line_ends: I64, width: int) -> Mask:
    """Mask[pieces]: whether the lines but the last are, in the mean, too long for verse: most pieces are prose."""
    are_long: Mask = last - line_ends + 1 > (width - 8) * line_ends
    return are_long


def _unwrap_prose(text: str, layout: Layout, hyphens: LineEndHyphens | None) -> str:
    """Each of the paragraphs in `text`, with `_BETWEEN_PIECES` between them, in one line."""
    if layout.is_unspaced:
        text = _UNSPACED_LINE_END.sub("", text)
    if "\u00ad" in text:
        text = text.replace("\u00ad\n", "")
    if hyphens is not None and may_part_words(text):
        text = hyphens.join(text)
    if "-\n" in text or "—\n" in text or "–\n" in text:
        text = _LINE_END_DASH.sub("", _LINE_END_HYPHENS.sub(r"\1", text))
    return _collapse_blanks(text.replace("\n", " "))


def _without_outer_blanks(text: str) -> str:
    """`text` without blanks around its lines, if one begins with an indent, or one but the last ends with a blank."""
    if "\n" not in text:
        return text.strip()
    if not (" \n" in text or "\n " in text or "\n\t" in text or "\n\u3000" in text or text[0] in INDENTS):
        return text
    return "\n".join([line.strip() for line in text.split("\n")])


def _collapse_blanks(text: str) -> str:
    """`text` with one blank for each run of blanks and tabs.

    A pattern for two blanks takes 10 ms/MB, as one is in most places where it looks; arrays take 1, and 10 µs to begin.
    """
    if len(text) < _MIN_ARRAY_CHARS:
        return _BLANKS.sub(" ", text.replace("\t", " "))
    codes = code_points(text)
    is_blank = (codes == _SPACE) | (codes == _TAB)
    follows = is_blank[1:] & is_blank[:-1]
    if not follows.any():
        return text.replace("\t", " ")
    return text_of(codes[np.append(True, ~follows)]).replace("\t", " ")


def _keeps_all_lines(layout: Layout) -> bool:
    return layout.line_style is LineStyle.VERBATIM or layout.line_style is LineStyle.UNWRAPPED


def _is_verse(text: str, width: int) -> bool:
    """True if most lines end well before the margin although the next word would have fitted."""
    # As `_are_long` has it.
    count = text.count("\n")
    if text.rindex("\n") - count + 1 > (width - 8) * count:
        return False
    lines = text.split("\n")
    pairs = list(pairwise(lines))
    short = sum(len(line) + 1 + first_word_chars(after) + 8 <= width for line, after in pairs)
    if short < 0.7 * len(pairs):
        return False
    if sum(_begins_with_capital(line) for line in lines) >= 0.9 * len(lines) or max(map(len, lines)) <= 0.65 * width:
        return True
    # A letter set in a narrower column is prose: its lines fill their own width.
    own_width = max(map(len, lines))
    short = sum(len(line) + 1 + first_word_chars(after) + 2 <= own_width for line, after in pairs)
    return short >= 0.6 * len(pairs)


def _begins_with_capital(line: str) -> bool:
    for letter in line[:20]:
        if letter.isalnum():
            return not letter.islower()
    return True


def _dedent(lines: Sequence[str]) -> str:
    margin = min(len(line) - len(line.lstrip()) for line in lines)
    return "\n".join([line[margin:].rstrip().replace("\t", "    ") for line in lines])

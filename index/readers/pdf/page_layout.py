"""Learns the usual layout of a document: its margins, letters and spacing, and how it marks paragraphs.

All distances are in points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import chain, pairwise

from .hyphens import Hyphens
from .lines import Line

# Times the usual distance of lines.
PARAGRAPH_GAP = 1.25
# Shares of the width of the text.
_MAX_INDENT, _MIN_CENTRED_INDENT = 0.15, 0.04
# Times the width of a letter.
MIN_INDENT, SLACK, CLEARLY_SHORT = 0.8, 2, 6
# Times the usual size of letters.
LARGE = 1.15
# Share of all pairs of lines that show a paragraph mark: the longest paragraphs have 25 lines.
_MIN_MARKED_PAIRS = 0.04
# Share of all lines that begin at the margin.
_MIN_MARGIN_LINES = 0.15
_MIN_FULL_PAGE_LINES = 10
# A column: at least this share of the width of the text, with this share of its lines full.
_MIN_COLUMN_WIDTH, _MIN_FULL_LINES = 0.6, 0.6


class ParagraphMark(Enum):
    """How the document separates paragraphs."""

    SPACE = "space"
    INDENT = "indent"
    SHORT_LINES = "short lines"


@dataclass(frozen=True, slots=True)
class PageLayout:
    """left, right: the margins. size: of letters. spacing: from line to line. gap: from paragraph to paragraph.
    letter: its average width. first_indent: of first lines, where they mark paragraphs."""

    left: float
    right: float
    size: float
    spacing: float
    letter: float
    gap: float = 0.0
    mark: ParagraphMark = ParagraphMark.SHORT_LINES
    hyphens: Hyphens = field(default_factory=Hyphens)
    first_indent: float = 0.0

    @property
    def width(self) -> float:
        return max(1.0, self.right - self.left)

    def indent(self, line: Line) -> float:
        return line.left - self.left

    def is_indented(self, line: Line) -> bool:
        return MIN_INDENT * self.letter < self.indent(line) < _MAX_INDENT * self.width

    def is_centred(self, line: Line) -> bool:
        before, after = self.indent(line), (line.column or self.right) - line.right
        if self.first_indent and abs(before - self.first_indent) < 1:
            # In a narrow column the ragged end of a first line is often as far from the margin.
            return False
        min_indent = _MIN_CENTRED_INDENT * self.width
        return min(before, after) > min_indent and abs(before - after) < max(2 * self.letter, min_indent)

    def is_short(self, line: Line, after: Line, slack: float = SLACK, right: float | None = None) -> bool:
        """True if the first word of the line `after` would have fitted at the end of this one, with `slack` letters to
        spare: the classic test for the last line of a paragraph."""
        if line.is_hyphenated:
            return False
        word = after.text.split(" ", 1)[0]
        letter = self.letter * line.size / self.size
        end = line.column or self.right if right is None else right
        return line.right + (1 + len(word) + slack) * letter < end

    def is_column(self, block: Sequence[Line]) -> bool:
        """True for a column narrower than the page whose lines fill it: a letter, a quotation."""
        right = max(line.right for line in block)
        full = sum(not self.is_short(line, after, right=right) for line, after in pairwise(block))
        is_wide = right - min(line.left for line in block) > _MIN_COLUMN_WIDTH * self.width
        return is_wide and full >= _MIN_FULL_LINES * (len(block) - 1)


def align_pages(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """`pages`, with one margin for the left and the right pages of a book."""
    margins = [_left(page) if len(page) >= _MIN_FULL_PAGE_LINES else None for page in pages]
    common = [margin for margin, count in Counter(margins).most_common(3) if margin and count >= len(pages) / 4]
    aligned = []
    for page, margin in zip(pages, margins, strict=True):
        shift = common[0] - margin if margin in common and margin is not None else 0.0
        aligned.append([replace(line, left=line.left + shift, right=line.right + shift) for line in page])
    return aligned


def _left(lines: Sequence[Line]) -> float:
    """The left margin. In dialogue, more lines are indented than not."""
    counts = Counter(round(line.left) for line in lines)
    min_lines = min(_MIN_MARGIN_LINES * len(lines), max(counts.values()))
    return float(min(left for left, count in counts.items() if count >= min_lines))


def usual_size(lines: Iterable[Line]) -> float:
    """The size of most letters; there is at least one line."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0]


def learn_layout(pages: Sequence[Sequence[Line]]) -> PageLayout:
    """The layout of pages with at least one line."""
    lines = list(chain.from_iterable(pages))
    size = usual_size(lines)
    body = [line for line in lines if abs(line.size - size) < 0.1 * size] or lines
    rights = sorted(line.right for line in body)
    letters = sorted((line.right - line.left) / max(1, len(line.text)) for line in body)
    steps = [before.base - line.base for page in pages for before, line in pairwise(page) if before.base > line.base]
    layout = PageLayout(
        left=_left(body),
        right=rights[int(0.97 * (len(rights) - 1))],
        size=size,
        spacing=_mode(steps, 0.5) or size,
        letter=max(0.1, letters[len(letters) // 2]),
        hyphens=Hyphens(lines),
    )
    return _with_mark(layout, pages)


def _mode(values: Iterable[float], step: float) -> float:
    """The commonest value, to the nearest `step`; 0 for none."""
    counts = Counter(round(value / step) for value in values)
    return counts.most_common(1)[0][0] * step if counts else 0.0


def _with_mark(layout: PageLayout, pages: Sequence[Sequence[Line]]) -> PageLayout:
    gaps: list[float] = []
    indents: list[float] = []
    pairs = 0
    for page in pages:
        for before, line in pairwise(page):
            pairs += 1
            if max(before.size, line.size) > LARGE * layout.size:
                # The space around a heading is the heading's.
                continue
            step = before.base - line.base
            if step > PARAGRAPH_GAP * layout.spacing:
                gaps.append(step)
            elif layout.is_indented(line) and not layout.is_indented(before):
                indents.append(layout.indent(line))
    if len(gaps) >= max(1.0, _MIN_MARKED_PAIRS * pairs) and len(gaps) >= len(indents):
        return replace(layout, mark=ParagraphMark.SPACE, gap=_mode(gaps, 0.5))
    if len(indents) <= _MIN_MARKED_PAIRS * pairs:
        return replace(layout, mark=ParagraphMark.SHORT_LINES, gap=layout.spacing)
    return replace(layout, mark=ParagraphMark.INDENT, gap=layout.spacing, first_indent=_mode(indents, 0.5))

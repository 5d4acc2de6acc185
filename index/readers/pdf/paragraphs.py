"""Printed lines to the paragraphs that they were broken from.

How a document parts its paragraphs is learned from all of it: by space, by the indent of first lines, or by nothing but
a last line that is short. A line is short if the next line's first word would have fitted, the classic test.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import chain, pairwise

from fabula.index.readers.structure.ao3_notes import labels_a_note
from fabula.index.readers.styled.paragraph import StyledParagraph

from .hyphens import Hyphens
from .lines import Line

__all__ = ["paragraphs"]

# In units of the usual distance of lines.
_GAP = 1.25
# In units of the text's width.
_LARGEST_INDENT, _CENTRED = 0.15, 0.04
# In units of the letters' width.
_LEAST_INDENT, _SLACK, _CLEARLY = 0.8, 2, 6
_LARGE = 1.15
# Of all pairs of lines, those that a habit shows in: the longest paragraphs have 25 lines.
_ENOUGH = 0.04
# Of all lines, those that begin at the margin.
_USUAL = 0.15
_FULL_PAGE = 10
# Of the text's width, and of the lines.
_COLUMN, _FULL = 0.6, 0.6
_INITIAL = 1.6
_ENDS = (".", "!", "?", "…", ":", '"', "”", "’", "'", "»", ")", "*", "—")
_DASHES = ("-", "—", "–", "‐", "‑")
_OPENING = ('"', "“", "‘", "«", "„", "—", "–")


class _Habit(Enum):
    """How paragraphs are parted."""

    SPACE = "space"
    INDENT = "indent"
    SHORT = "short lines"


@dataclass(frozen=True, slots=True)
class _Look:
    """What is usual in a document: the margins and size of its text, the distance of lines and of paragraphs."""

    left: float
    right: float
    size: float
    spacing: float
    letter: float
    gap: float = 0.0
    habit: _Habit = _Habit.SHORT
    hyphens: Hyphens = field(default_factory=Hyphens)

    @property
    def width(self) -> float:
        return max(1.0, self.right - self.left)

    def indent(self, line: Line) -> float:
        return line.left - self.left


def paragraphs(pages: Sequence[Sequence[Line]]) -> list[StyledParagraph]:
    """The paragraphs of a document, with an empty one for each line of space that is more than usual between them."""
    pages = [whole for page in _aligned(pages) if (whole := _whole_lines(page))]
    if not pages:
        return []
    look = _learned(pages)
    made: list[StyledParagraph] = []
    label: tuple[int, float] | None = None
    for number, blanks, lines in _blocks(pages, look):
        made += [StyledParagraph() for _ in range(blanks)]
        found = [_styled(piece, look) for piece in _pieces(lines, look)]
        if labels_a_note(found[0].text):
            label = number, lines[0].left
        elif label and number == label[0] and lines[0].left > label[1] + look.letter:
            # Set in below its label, though what stands around it may be set in as far.
            for one in found:
                one.is_indented = True
        else:
            label = None
        made += found
    return made


def _blocks(pages: Sequence[Sequence[Line]], look: _Look) -> Iterator[tuple[int, int, list[Line]]]:
    """Lines between which nothing shows that a paragraph ends, the page they begin on, and the space above them."""
    block: list[Line] = []
    above = begun = 0
    for number, page in enumerate(pages):
        for place, line in enumerate(page):
            if block:
                same_page = place > 0 and line.base < page[place - 1].base
                if _is_parted(block[-1], line, look) if same_page else _is_parted_by_page(block[-1], line, look):
                    yield begun, above, block
                    above = _blanks(block[-1], line, look) if same_page else 0
                    begun, block = number, []
            block.append(line)
    yield begun, above, block


def _pieces(block: Sequence[Line], look: _Look) -> Iterator[list[list[Line]]]:
    """A block as paragraphs, each with the lines of verse that it has, each of those with the lines it was printed in.

    Where space or indents part paragraphs, a block is one: verse, if most of its lines are short.
    """
    if all(_is_centred(line, look) for line in block):
        yield [[line] for line in block]
        return
    short = [_is_short(line, after, look.right, look, _CLEARLY) for line, after in pairwise(block)]
    is_verse = 2 * sum(short) > len(short) and not _has_margin(block, look)
    if look.habit is _Habit.SHORT and not is_verse:
        piece = [block[0]]
        for line, after in pairwise(block):
            if _is_short(line, after, look.right, look, _SLACK):
                yield [piece]
                piece = []
            piece.append(after)
        yield [piece]
        return
    verses = [[block[0]]]
    for ends, after in zip(short, block[1:], strict=True):
        # A line of verse that is too long goes on below, set in.
        if is_verse and (ends or after.left <= verses[-1][0].left + look.letter):
            verses.append([after])
        else:
            verses[-1].append(after)
    yield verses


def _aligned(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Left and right pages of a book with one margin."""
    margins = [_margin(page) for page in pages]
    common = [margin for margin, count in Counter(margins).most_common(3) if margin and count >= len(pages) / 4]
    aligned = []
    for page, margin in zip(pages, margins, strict=True):
        shift = common[0] - margin if margin in common and margin is not None else 0.0
        aligned.append([replace(line, left=line.left + shift, right=line.right + shift) for line in page])
    return aligned


def _margin(page: Sequence[Line]) -> float | None:
    """Where the lines of a page begin; None for one with too few to tell."""
    return _left(page) if len(page) >= _FULL_PAGE else None


def _left(lines: Sequence[Line]) -> float:
    """Where lines begin that are not set in. In talk, more of them are than not."""
    counts = Counter(round(line.left) for line in lines)
    return float(min(left for left, count in counts.items() if count >= min(_USUAL * len(lines), max(counts.values()))))


def _whole_lines(page: Sequence[Line]) -> list[Line]:
    """Pieces side by side are one line: a label and its value, a chapter and its page."""
    whole: list[Line] = []
    for line in page:
        last = whole[-1] if whole else None
        if last and abs(last.base - line.base) < 1 and line.left >= last.right - 1:
            whole[-1] = replace(last, text=f"{last.text} {line.text}", right=line.right, is_parted=line.is_parted)
        else:
            whole.append(line)
    return whole


def _mode(values: Iterable[float], step: float) -> float:
    """The commonest value, to the nearest `step`; 0 for none."""
    counts = Counter(round(value / step) for value in values)
    return counts.most_common(1)[0][0] * step if counts else 0.0


def _learned(pages: Sequence[Sequence[Line]]) -> _Look:
    lines = list(chain.from_iterable(pages))
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    size = sizes.most_common(1)[0][0]
    body = [line for line in lines if abs(line.size - size) < 0.1 * size] or lines
    rights = sorted(line.right for line in body)
    letters = sorted((line.right - line.left) / max(1, len(line.text)) for line in body)
    steps = [before.base - line.base for page in pages for before, line in pairwise(page) if before.base > line.base]
    look = _Look(
        left=_left(body),
        right=rights[int(0.97 * (len(rights) - 1))],
        size=size,
        spacing=_mode(steps, 0.5) or size,
        letter=max(0.1, letters[len(letters) // 2]),
        hyphens=Hyphens(lines),
    )
    return _with_habit(look, pages)


def _with_habit(look: _Look, pages: Sequence[Sequence[Line]]) -> _Look:
    spaced: list[float] = []
    indented = pairs = 0
    for page in pages:
        for before, line in pairwise(page):
            pairs += 1
            step = before.base - line.base
            if step > _GAP * look.spacing:
                spaced.append(step)
            elif _is_indented(line, look) and not _is_indented(before, look):
                indented += 1
    if len(spaced) >= max(1.0, _ENOUGH * pairs) and len(spaced) >= indented:
        return replace(look, habit=_Habit.SPACE, gap=_mode(spaced, 0.5))
    return replace(look, habit=_Habit.INDENT if indented > _ENOUGH * pairs else _Habit.SHORT, gap=look.spacing)


def _is_short(line: Line, after: Line, right: float, look: _Look, slack: float) -> bool:
    """True if the first word of the next line would have fitted at the end of this, with so many letters to spare."""
    if line.is_parted:
        return False
    word = after.text.split(" ", 1)[0]
    letter = look.letter * line.size / look.size
    return line.right + (1 + len(word) + slack) * letter < right


def _is_indented(line: Line, look: _Look) -> bool:
    return _LEAST_INDENT * look.letter < look.indent(line) < _LARGEST_INDENT * look.width


def _is_centred(line: Line, look: _Look) -> bool:
    before, after = look.indent(line), look.right - line.right
    return min(before, after) > _CENTRED * look.width and abs(before - after) < max(
        2 * look.letter, _CENTRED * look.width
    )


def _is_initial(line: Line, look: _Look) -> bool:
    """True for a letter as high as several lines that begins a chapter."""
    return len(line.text) == 1 and line.text.isalpha() and line.size > _INITIAL * look.size


def _has_margin(block: Sequence[Line], look: _Look) -> bool:
    """True for a column narrower than the page whose lines fill it: a letter, a quotation."""
    right = max(line.right for line in block)
    full = sum(not _is_short(line, after, right, look, _SLACK) for line, after in pairwise(block))
    return right - min(line.left for line in block) > _COLUMN * look.width and full >= _FULL * (len(block) - 1)


def _is_parted(before: Line, line: Line, look: _Look) -> bool:
    """True if `line` begins a paragraph on the page where the line before it stands."""
    if _is_initial(before, look) or _is_initial(line, look):
        return _is_initial(line, look)
    if before.base - line.base > _GAP * look.spacing * max(1.0, min(before.size, line.size) / look.size):
        return True
    if before.size > _LARGE * line.size or line.size > _LARGE * before.size:
        return True
    if _is_centred(before, look) != _is_centred(line, look):
        # The last line of a centred paragraph shows that it is centred, its full ones do not.
        return _is_centred(before, look) or _is_short(before, line, look.right, look, _SLACK)
    if look.habit is not _Habit.INDENT or not _is_indented(line, look):
        return False
    # Below a full line that is set in as well and ends no sentence, it goes on with a quotation.
    deeper = look.indent(line) - look.indent(before) > _LEAST_INDENT * look.letter
    return deeper or before.text.endswith(_ENDS) or _is_short(before, line, look.right, look, _SLACK)


def _is_parted_by_page(before: Line, line: Line, look: _Look) -> bool:
    """A paragraph goes on over the page if its last line there is full, unless a new one shows that it begins."""
    if any(_is_centred(one, look) or one.size > _LARGE * look.size for one in (before, line)):
        return True
    if look.habit is _Habit.INDENT and _is_indented(line, look):
        return True
    if line.text[:1].islower() and before.text[-1:].isalpha():
        return False
    if _is_short(before, line, look.right, look, _SLACK):
        return True
    return look.habit is not _Habit.INDENT and before.text.endswith(_ENDS) and line.text.startswith(_OPENING)


def _blanks(before: Line, line: Line, look: _Look) -> int:
    """How many lines of space more than usual there are above a paragraph."""
    space = before.base - line.base - look.gap
    return max(0, min(20, round(space / look.spacing - 0.1)))


def _styled(verses: Sequence[Sequence[Line]], look: _Look) -> StyledParagraph:
    lines = list(chain.from_iterable(verses))
    return StyledParagraph(
        text="\n".join(_joined(verse, look) for verse in verses),
        is_centred=all(_is_centred(line, look) for line in lines),
        is_bold=all(line.is_bold or line.size > _LARGE * look.size for line in lines),
    )


def _joined(lines: Sequence[Line], look: _Look) -> str:
    text = lines[0].text
    for line, after in pairwise(lines):
        if line.is_parted:
            text += look.hyphens.between(text, after.text)
        elif not text.endswith(_DASHES) and not _is_initial(line, look):
            text += " "
        text += after.text
    return text

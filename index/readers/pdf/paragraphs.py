"""Joins printed lines to the paragraphs that were broken into them.

Paragraphs are separated by space, by the indent of first lines, or only by a short last line (page_layout.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from fabula.index.readers.structure.ao3_notes import labels_note
from fabula.index.readers.styled.paragraph import StyledParagraph
from .columns import at_one_margin
from .drop_capitals import join_drop_capitals
from .lines import Line, join_pieces
from .page_layout import (
    CLEARLY_SHORT,
    LARGE,
    MIN_INDENT,
    PARAGRAPH_GAP,
    PageLayout,
    ParagraphMark,
    align_pages,
    learn_layout,
    usual_size,
)

_MAX_BLANK_LINES = 20
_SENTENCE_ENDS = (".", "!", "?", "…", ":", '"', "”", "’", "'", "»", ")", "*", "—")
_DASHES = ("-", "—", "–", "‐", "‑")
_SPEECH_STARTS = ('"', "“", "‘", "«", "„", "—", "–")


def join_paragraphs(pages: Sequence[Sequence[Line]]) -> list[StyledParagraph]:
    """The paragraphs of a document, with an empty one for each line of space between them beyond the usual."""
    pages = [page for page in pages if page]
    if not pages:
        return []
    pages = [at_one_margin(page) for page in pages]
    pages = join_drop_capitals(pages, usual_size(chain.from_iterable(pages)))
    pages = [join_pieces(page) for page in align_pages(pages)]
    layout = learn_layout(pages)
    document: list[StyledParagraph] = []
    label: tuple[int, float] | None = None  # the page and left end of a note's label right above
    for number, blanks, lines in _blocks(pages, layout):
        document += [StyledParagraph() for _ in range(blanks)]
        block = [_styled(verses, layout) for verses in _split_block(lines, layout)]
        if labels_note(block[0].text):
            label = number, lines[0].left
        elif label and number == label[0] and lines[0].left > label[1] + layout.letter:
            # Indented below its label, although the text around it may be indented as far.
            for paragraph in block:
                paragraph.is_indented = True
        else:
            label = None
        document += block
    return document


def _blocks(pages: Sequence[Sequence[Line]], layout: PageLayout) -> Iterator[tuple[int, int, list[Line]]]:
    """Lines without a sign of a paragraph's end between them, with their page and the blank lines above them."""
    block: list[Line] = []
    blanks = first_page = 0
    for number, page in enumerate(pages):
        for at, line in enumerate(page):
            if block:
                same_page = at > 0 and line.base < page[at - 1].base
                begins = _begins_on_page if same_page else _begins_on_next_page
                if begins(block[-1], line, layout):
                    yield first_page, blanks, block
                    blanks = _blank_lines(block[-1], line, layout) if same_page else 0
                    first_page, block = number, []
            block.append(line)
    yield first_page, blanks, block


def _split_block(block: Sequence[Line], layout: PageLayout) -> Iterator[list[list[Line]]]:
    """The paragraphs of a block, as lines of verse (one for prose) of printed lines.

    Where space or indents separate paragraphs, a block is one: verse, if most of its lines are short.
    """
    if all(layout.is_centred(line) for line in block):
        yield [[line] for line in block]
        return
    short = [layout.is_short(line, after, CLEARLY_SHORT) for line, after in pairwise(block)]
    is_verse = 2 * sum(short) > len(short) and not layout.is_column(block)
    if layout.mark is ParagraphMark.SHORT_LINES and not is_verse:
        paragraph = [block[0]]
        for line, after in pairwise(block):
            if layout.is_short(line, after):
                yield [paragraph]
                paragraph = []
            paragraph.append(after)
        yield [paragraph]
        return
    verses = [[block[0]]]
    for is_short, after in zip(short, block[1:], strict=True):
        # A line of verse that is too long continues below, indented.
        if is_verse and (is_short or after.left <= verses[-1][0].left + layout.letter):
            verses.append([after])
        else:
            verses[-1].append(after)
    yield verses


def _begins_on_page(before: Line, line: Line, layout: PageLayout) -> bool:
    """True if `line` begins a paragraph below the line `before` on the same page."""
    size = max(1.0, min(before.size, line.size) / layout.size)
    if before.base - line.base > PARAGRAPH_GAP * layout.spacing * size:
        return True
    if before.size > LARGE * line.size or line.size > LARGE * before.size:
        return True
    if layout.is_centred(before) != layout.is_centred(line):
        # The last line of a centred paragraph shows that it is centred, its full lines do not.
        return layout.is_centred(before) or layout.is_short(before, line)
    if layout.mark is not ParagraphMark.INDENT or not layout.is_indented(line):
        return False
    # Below a full line that is indented as well and ends no sentence, it continues a quotation.
    is_deeper = layout.indent(line) - layout.indent(before) > MIN_INDENT * layout.letter
    return is_deeper or before.text.endswith(_SENTENCE_ENDS) or layout.is_short(before, line)


def _begins_on_next_page(before: Line, line: Line, layout: PageLayout) -> bool:
    """True if `line`, the first of a page, begins a paragraph: if the last line of the page before is short, or `line`
    shows it."""
    if any(layout.is_centred(edge) or edge.size > LARGE * layout.size for edge in (before, line)):
        return True
    if layout.mark is ParagraphMark.INDENT and layout.is_indented(line):
        return True
    if line.text[:1].islower() and before.text[-1:].isalpha():
        return False
    if layout.is_short(before, line):
        return True
    is_speech = before.text.endswith(_SENTENCE_ENDS) and line.text.startswith(_SPEECH_STARTS)
    return layout.mark is not ParagraphMark.INDENT and is_speech


def _blank_lines(before: Line, line: Line, layout: PageLayout) -> int:
    """The number of lines of space above a paragraph beyond the usual."""
    space = before.base - line.base - layout.gap
    return max(0, min(_MAX_BLANK_LINES, round(space / layout.spacing - 0.1)))


def _styled(verses: Sequence[Sequence[Line]], layout: PageLayout) -> StyledParagraph:
    lines = list(chain.from_iterable(verses))
    return StyledParagraph(
        text="\n".join(_join_lines(verse, layout) for verse in verses),
        is_centred=all(layout.is_centred(line) for line in lines),
        is_bold=all(line.is_bold or line.size > LARGE * layout.size for line in lines),
    )


def _join_lines(lines: Sequence[Line], layout: PageLayout) -> str:
    text = lines[0].text
    for line, after in pairwise(lines):
        if line.is_hyphenated:
            text += layout.hyphens.between(text, after.text)
        elif not text.endswith(_DASHES):
            text += " "
        text += after.text
    return text

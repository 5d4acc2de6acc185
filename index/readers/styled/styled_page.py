"""Turns paragraphs with styles into the blocks of a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from fabula.index.readers.headings.heading_ranks import Rank
from fabula.index.readers.headings.headings import parse_heading
from fabula.index.readers.html.head import PageMetadata
from fabula.index.readers.html.page import Page
from fabula.index.readers.structure.block_builder import BlockBuilder
from fabula.index.readers.structure.breaks import is_break
from fabula.index.readers.structure.collapsing import collapse_whitespace
from .heading_guess import HeadingGuess, name_in_byline
from .paragraph import StyledParagraph
from .style_names import Role

# A heading style on more than this is a mistake of the author's.
_MAX_HEADING_CHARS = 300
_MAX_TITLE_PAGE_PARAGRAPHS = 20
_FRONT = (Role.TITLE, Role.SUBTITLE, Role.AUTHOR)


def styled_page(paragraphs: Sequence[StyledParagraph], guess: HeadingGuess) -> Page:
    """The page that a document shows, with the headings of its styles and those of `guess`."""
    builder = BlockBuilder()
    metadata = PageMetadata()
    picture_uses = Counter(picture.name for paragraph in paragraphs for picture in paragraph.pictures)
    has_many_titles = sum(paragraph.role is Role.TITLE for paragraph in paragraphs) > 1
    # If most paragraphs are indented, that is no sign of a quotation.
    has_quotes = sum(paragraph.is_indented for paragraph in paragraphs) <= len(paragraphs) / 2
    heading_above: int | None = None  # the index of a heading or title right above
    in_note = False
    for index, paragraph in enumerate(paragraphs):
        if paragraph.is_blank:
            # An empty cell is no blank line.
            if not paragraph.cell:
                _add_blank(builder, paragraphs, index)
            continue
        level = guess.levels.get(index, paragraph.level if len(paragraph.text) <= _MAX_HEADING_CHARS else 0)
        role = paragraph.role
        if role is Role.TITLE and has_many_titles:
            # Several titles are the author's way to write headings.
            level, role = level or 1, Role.BODY
        if role is Role.AUTHOR and index < _MAX_TITLE_PAGE_PARAGRAPHS and not metadata.authors:
            metadata.authors.append(collapse_whitespace(paragraph.text.replace("\n", " ")))
        elif role is Role.AUTHOR or (role is Role.SUBTITLE and not _has_title_above(paragraphs, index)):
            role = Role.BODY
        is_title = role is Role.TITLE or index == guess.title
        if is_title:
            metadata.main_title = metadata.main_title or collapse_whitespace(paragraph.text.replace("\n", " "))
        is_byline = index in guess.bylines
        is_below_title = heading_above is not None and heading_above <= _MAX_TITLE_PAGE_PARAGRAPHS
        if is_below_title and (name := name_in_byline(paragraph.text)):
            metadata.authors = metadata.authors or [name]
            is_byline = True
        heading_above = index if level or is_title else None
        # The text below a label ("Notes") is indented, as a quotation is.
        in_note = has_quotes and paragraph.is_indented and not level and (in_note or builder.mark_note_label())
        is_front = is_title or is_byline or role in _FRONT or index in guess.listed
        is_note = is_front or in_note or role in (Role.CONTENTS, Role.NOTE)
        _add_paragraph(builder, paragraph, level, picture_uses, is_note=is_note)
    blocks = builder.finish()
    metadata.main_title = metadata.main_title or _only_top_heading(paragraphs, builder)
    return Page(blocks, {}, metadata, has_navigation=False, holds_text=True)


def _has_title_above(paragraphs: Sequence[StyledParagraph], index: int) -> bool:
    above = paragraphs[max(0, index - _MAX_TITLE_PAGE_PARAGRAPHS) : index]
    return any(paragraph.role is Role.TITLE for paragraph in above)


def _only_top_heading(paragraphs: Sequence[StyledParagraph], builder: BlockBuilder) -> str:
    """The only heading of level 1, if it comes first and labels no chapter: the title of the work. Else ""."""
    tops = [paragraph for paragraph in paragraphs if paragraph.level == 1 and not paragraph.is_blank]
    first = next((paragraph for paragraph in paragraphs if not paragraph.is_blank), None)
    heading = parse_heading(builder.main_title, 0)
    is_label = heading is not None and heading.rank is not Rank.TITLE
    return builder.main_title if len(tops) == 1 and tops[0] is first and not is_label else ""


def _add_blank(builder: BlockBuilder, paragraphs: Sequence[StyledParagraph], index: int) -> None:
    paragraph = paragraphs[index]
    if paragraph.is_rule or paragraph.role is Role.RULE:
        builder.add_break()
    elif paragraph.level == 0:
        before = next((other for other in reversed(paragraphs[:index][-4:]) if not other.is_blank), None)
        after = next((other for other in paragraphs[index + 1 : index + 5] if not other.is_blank), None)
        is_between_text = before and after and not (before.is_centred or after.is_centred)
        if paragraph.is_centred and is_between_text:
            # An empty centred line between lines that are not centred is no accident: it stands for an ornament.
            builder.add_break()
        else:
            builder.add_blank_line()


def _add_paragraph(
    builder: BlockBuilder, paragraph: StyledParagraph, level: int, picture_uses: Counter[str], *, is_note: bool
) -> None:
    builder.open_elements.notes += is_note
    is_verse = paragraph.role is Role.VERSE
    builder.open_elements.verse += is_verse
    # An ornament in a heading style is no heading.
    builder.open_elements.heading = min(level, 6) if level and not is_break(paragraph.text) else 0
    for picture in paragraph.pictures:
        if picture.is_capital:
            builder.add_text(picture.alt.strip())
    for number, line in enumerate(paragraph.text.split("\n")):
        if number:
            builder.add_line_break()
        builder.add_text(line)
    has_no_text = not paragraph.text.strip()
    for picture in paragraph.pictures:
        if picture.is_capital:
            continue
        # A small picture that repeats, alone on its line, is a scene break.
        is_divider = has_no_text and picture.name != "" and picture_uses[picture.name] > 1
        builder.add_picture("" if is_divider else picture.alt, is_divider=is_divider)
    if has_no_text and builder.is_empty():
        builder.add_blank_line()
    builder.end_paragraph()
    builder.open_elements.heading = 0
    builder.open_elements.verse -= is_verse
    builder.open_elements.notes -= is_note
    # A border below a heading belongs to the heading.
    if paragraph.is_rule and not level and not is_note and not is_break(paragraph.text):
        builder.add_break()
    for note in paragraph.notes:
        builder.open_elements.notes += 1
        builder.add_text(" ".join(note.split()))
        builder.end_paragraph()
        builder.open_elements.notes -= 1

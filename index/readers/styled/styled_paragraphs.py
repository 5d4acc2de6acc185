"""The paragraphs of a word processor's document, whatever its format, to the blocks of a page.

Styles say what is a heading; where an author used none, short lines that stand out do (unstyled.py). From there on a
document is a page like any other: the same flow makes blocks of it, and the same rules find headers and chapters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

from fabula.index.model import Chapter
from fabula.index.readers.description import Description
from fabula.index.readers.html.head import PageMetadata
from fabula.index.readers.html.markup import Page
from fabula.index.readers.html.page_story import story_and_header
from fabula.index.readers.metadata.document_properties import Properties
from fabula.index.readers.plain_text.plain_story import PlainText
from fabula.index.readers.structure.breaks import is_break
from fabula.index.readers.structure.flow import Flow, collapsed
from fabula.index.readers.structure.heading_chapters import chapters_by_headings
from fabula.index.readers.structure.text_layout import Habit, learn

from .heading_guess import UnstyledText, guess_headings, named_in, title_alone
from .style_names import Role

__all__ = ["Picture", "StyledParagraph", "styled_story"]

# A heading's style on more than this is a mistake of the author's.
_LONGEST_HEADING = 300
# Of the lines of a wrapped text, two in three begin with a small letter.
_BEGUN_LOW = 0.3


@dataclass(frozen=True, slots=True)
class Picture:
    """`alt`: the words that stand for it. `name`: of its file, the same wherever it is shown again."""

    alt: str
    name: str = ""


@dataclass(slots=True)
class StyledParagraph:
    """One paragraph.

    text         with "\\n" for a line break.
    notes        the texts of the foot- and endnotes that it calls, in order.
    level        of a heading by its style, 1 to 9; 0 for none.
    is_bold      all of its letters are bold.
    is_indented  it is set in from both margins or deeply from the left, as a quotation is.
    is_rule      a line is drawn across the page here.
    """

    text: str = ""
    level: int = 0
    role: Role = Role.BODY
    is_centred: bool = False
    is_bold: bool = False
    is_indented: bool = False
    is_rule: bool = False
    notes: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        return not self.text.strip("\n \t\xa0\u200b\ufeff") and not self.pictures


def styled_story(
    paragraphs: Sequence[StyledParagraph], properties: Properties
) -> tuple[Description, tuple[Chapter, ...]]:
    """What a document says of its work, and its chapters."""
    has_levels = any(paragraph.level and not paragraph.is_blank for paragraph in paragraphs)
    if not has_levels and (text := _wrapped(paragraphs)):
        plain = PlainText(text)
        return properties.under(plain.description), plain.chapters()
    found = title_alone(paragraphs) if has_levels else guess_headings(paragraphs)
    page = _page(paragraphs, found)
    blocks, described = story_and_header(page)
    described = described.over(Description("", tuple(found.authors)))
    described = properties.under(described)
    return described, chapters_by_headings(blocks, described)


def _wrapped(paragraphs: Sequence[StyledParagraph]) -> str:
    """The text of a document that has one paragraph for every line of a hard-wrapped text; "" for any other."""
    lines = [collapsed(line) for paragraph in paragraphs for line in paragraph.text.split("\n")]
    # Paragraphs of nearly the same length look wrapped, but do not begin in the middle of sentences.
    begun_low = sum(line[:1].islower() for line in lines)
    if begun_low < _BEGUN_LOW * sum(line != "" for line in lines) or learn("\n".join(lines)).habit is not Habit.WRAPPED:
        return ""
    notes = chain.from_iterable(paragraph.notes for paragraph in paragraphs)
    return "\n".join(chain(lines, (f"\n[Footnote: {' '.join(note.split())}]" for note in notes)))


def _page(paragraphs: Sequence[StyledParagraph], found: UnstyledText) -> Page:
    flow = Flow()
    shown = Counter(picture.name for paragraph in paragraphs for picture in paragraph.pictures)
    titles = [index for index, paragraph in enumerate(paragraphs) if paragraph.role is Role.TITLE]
    said = PageMetadata()
    # Where most paragraphs are set in, that is no sign of a quotation.
    quotes = sum(paragraph.is_indented for paragraph in paragraphs) <= len(paragraphs) / 2
    above: int | None = None  # the heading or title right above
    in_note = False
    for index, paragraph in enumerate(paragraphs):
        if paragraph.is_blank:
            _blank(flow, paragraphs, index)
            continue
        level = found.levels.get(index, paragraph.level if len(paragraph.text) <= _LONGEST_HEADING else 0)
        role = paragraph.role
        if role is Role.TITLE and len(titles) > 1:
            # Not one title, but the author's way to write headings.
            level, role = level or 1, Role.BODY
        if role is Role.AUTHOR and index < _TITLE_PAGE and not said.authors:
            said.authors.append(collapsed(paragraph.text.replace("\n", " ")))
        elif role is Role.AUTHOR or (role is Role.SUBTITLE and not _on_title_page(paragraphs, index)):
            role = Role.BODY
        is_title = role is Role.TITLE or index == found.title
        if is_title:
            said.main_title = said.main_title or collapsed(paragraph.text.replace("\n", " "))
        is_byline = index in found.bylines
        if above is not None and above <= _TITLE_PAGE and (name := named_in(paragraph.text)):
            said.authors = said.authors or [name]
            is_byline = True
        above = index if level or is_title else None
        # The text that a label ("Notes") stands above is set in, as a quotation is.
        in_note = quotes and paragraph.is_indented and not level and (in_note or flow.is_labelled_note())
        is_front = is_title or is_byline or role in _FRONT or index in found.listed
        is_note = is_front or in_note or role in (Role.CONTENTS, Role.NOTE)
        _paragraph(flow, paragraph, level, is_note=is_note, shown=shown)
    blocks = flow.finished()
    said.main_title = said.main_title or _sole_top(paragraphs, flow)
    return Page(blocks, {}, said, has_navigation=False, holds_text=True)


_TITLE_PAGE = 20
_FRONT = (Role.TITLE, Role.SUBTITLE, Role.AUTHOR)


def _on_title_page(paragraphs: Sequence[StyledParagraph], index: int) -> bool:
    return any(paragraph.role is Role.TITLE for paragraph in paragraphs[max(0, index - _TITLE_PAGE) : index])


def _sole_top(paragraphs: Sequence[StyledParagraph], flow: Flow) -> str:
    """The only heading of the first level, if it stands first: the title of the work."""
    tops = [paragraph for paragraph in paragraphs if paragraph.level == 1 and not paragraph.is_blank]
    first = next((paragraph for paragraph in paragraphs if not paragraph.is_blank), None)
    return flow.main_title if len(tops) == 1 and tops[0] is first else ""


def _blank(flow: Flow, paragraphs: Sequence[StyledParagraph], index: int) -> None:
    paragraph = paragraphs[index]
    if paragraph.is_rule or paragraph.role is Role.RULE:
        flow.divide()
    elif paragraph.level == 0:
        before = next((other for other in reversed(paragraphs[:index][-4:]) if not other.is_blank), None)
        after = next((other for other in paragraphs[index + 1 : index + 5] if not other.is_blank), None)
        alone = before and after and not (before.is_centred or after.is_centred)
        if paragraph.is_centred and alone:
            # Where an ornament would stand: nobody centres nothing by chance, between lines that are not centred.
            flow.divide()
        else:
            flow.blank()


def _paragraph(flow: Flow, paragraph: StyledParagraph, level: int, *, is_note: bool, shown: Counter[str]) -> None:
    flow.within.notes += is_note
    is_verse = paragraph.role is Role.VERSE
    flow.within.verse += is_verse
    # An ornament in a heading's style is no heading.
    flow.within.heading = 0 if is_break(paragraph.text) else min(level, 6)
    for number, line in enumerate(paragraph.text.split("\n")):
        if number:
            flow.line_break()
        flow.text(line)
    alone = not paragraph.text.strip()
    for picture in paragraph.pictures:
        # The same small picture again and again, alone on its line, parts scenes.
        repeated = alone and picture.name != "" and shown[picture.name] > 1
        flow.picture("" if repeated else picture.alt, is_divider=repeated)
    if alone and flow.is_empty():
        flow.blank()
    flow.flush()
    flow.within.heading = 0
    flow.within.verse -= is_verse
    flow.within.notes -= is_note
    # A border below a heading is an ornament of the heading's.
    if paragraph.is_rule and not level and not is_note and not is_break(paragraph.text):
        flow.divide()
    for note in paragraph.notes:
        flow.within.notes += 1
        flow.text(" ".join(note.split()))
        flow.flush()
        flow.within.notes -= 1

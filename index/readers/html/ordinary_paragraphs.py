"""Says which `<p>` of a page is only its text, and reads runs of them without opening and closing each."""

from __future__ import annotations

from collections.abc import Sequence

from fabula.index.readers.structure.block_builder import BlockBuilder
from .anchors import Anchors
from .elements import BREAKS, FRONT, LINES_KEPT, PLAIN_TAGS, SOFT_NOTES, VERSE, Attributes, element_names
from .possible_marks import MARKS
from .styles.page_styles import OpenElement, PageStyles
from .styles.style_declarations import CLOSE_QUOTE, WhiteSpace
from .tree import TEXT, Event, Paragraph

_BLANKS = " \t\n\r\f"
# Names that make something else of a paragraph, besides those of notes and those in style sheets.
_TELLING = MARKS | LINES_KEPT | VERSE | FRONT | SOFT_NOTES | BREAKS | {"byline", "z3998:author"}


class OrdinaryParagraphs:
    """The ordinary paragraphs of a page with these `styles`. `note_names`: names of sections that are notes in it.

    A book has few classes, so what is known of one is kept.
    """

    def __init__(self, styles: PageStyles, note_names: frozenset[str]) -> None:
        self._styles = styles
        self._telling = _TELLING | note_names
        self._is_styled = "p" in styles.tags
        # An element in a line that a sheet names is more than its text.
        self._may_be = styles.tags.isdisjoint((*PLAIN_TAGS, "br"))
        self._known: dict[tuple[str, str | None], bool] = {}

    def has(self, paragraph: Paragraph, around: Sequence[OpenElement]) -> bool:
        """True if `paragraph`, within the elements `around` it, is only its text, as long as they are visible and
        collapse white space."""
        if not self._may_be:
            return False
        attributes = paragraph.attributes
        if (attributes or self._is_styled) and not self._is_usual("p", attributes, around):
            return False
        return not paragraph.elements or all(self._is_usual(*element, around) for element in paragraph.elements)

    def _is_usual(self, tag: str, attributes: Attributes, around: Sequence[OpenElement]) -> bool:
        """True if an element does nothing to its text, or is a paragraph of it."""
        if len(attributes) != 1 or "class" not in attributes:
            return self._does_nothing(tag, attributes, around)
        key = tag, attributes["class"]
        known = self._known.get(key)
        if known is None:
            known = self._does_nothing(tag, attributes, around)
            if not self._styles.depends_on_place:
                self._known[key] = known
        return known

    def _does_nothing(self, tag: str, attributes: Attributes, around: Sequence[OpenElement]) -> bool:
        names = element_names(attributes)
        if "hidden" in attributes or not names.isdisjoint(self._telling):
            return False
        if tag != "p" and "id" in attributes:
            # Links may lead to it.
            return False
        is_styled = tag in self._styles.tags or "style" in attributes or not names.isdisjoint(self._styles.names)
        if not is_styled:
            return True
        if tag != "p" and self._styles.depends_on_place:
            # Its place is in the paragraph, which is not open.
            return False
        look = self._styles.look(tag, attributes, around)
        return (
            not look.is_hidden
            and not look.is_invisible
            and not look.is_raised
            and not (look.is_line and tag != "p")
            and look.white_space in (None, WhiteSpace.COLLAPSE)
            and look.quotes is None
            and not look.before
            and look.after in (None, "", CLOSE_QUOTE)
        )


class ParagraphRun:
    """Ordinary paragraphs that follow each other, with nothing but blanks between them: they are added at once."""

    def __init__(self, builder: BlockBuilder, anchors: Anchors) -> None:
        self._builder = builder
        self._anchors = anchors
        self._texts: list[str] = []
        self._anchored: list[tuple[int, Attributes]] = []  # the numbers of those texts to which links may lead

    @property
    def is_open(self) -> bool:
        return self._texts != []

    def passes_over(self, event: Event) -> bool:
        """True for blanks between two paragraphs, which are nothing."""
        return self._texts != [] and event.kind is TEXT and not event.value.strip(_BLANKS)

    def add(self, paragraph: Paragraph) -> str:
        """Add a paragraph. Returns the text behind it, "" if that is nothing but blanks; other text ends the run."""
        lines, attributes, _, tail, _ = paragraph
        if len(lines) == 1:
            if "id" in attributes:
                self._anchored.append((len(self._texts), attributes))
            self._texts.append(lines[0])
        else:
            self.end()
            self._anchors.add("p", attributes, self._builder.add_paragraph(lines))
        if not tail.strip(_BLANKS):
            return ""
        self.end()
        return tail

    def end(self) -> None:
        if not self._texts:
            return
        places = self._builder.add_paragraphs(self._texts)
        for number, attributes in self._anchored:
            self._anchors.add("p", attributes, places[number])
        self._texts, self._anchored = [], []

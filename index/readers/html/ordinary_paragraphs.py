"""Says which `<p>` of a page is only its text, so that it need not be opened and closed."""

from __future__ import annotations

from collections.abc import Sequence

from .elements import BREAKS, FRONT, LINES_KEPT, PLAIN_TAGS, SOFT_NOTES, VERSE, Attributes, element_names
from .possible_marks import MARKS
from .styles.page_styles import OpenElement, PageStyles
from .styles.style_declarations import CLOSE_QUOTE, WhiteSpace

# Names that make something else of a paragraph, besides those of notes and those in style sheets.
_TELLING = MARKS | LINES_KEPT | VERSE | FRONT | SOFT_NOTES | BREAKS | {"byline"}


class OrdinaryParagraphs:
    """The ordinary paragraphs of a page with these `styles`. `note_names`: names of sections that are notes in it.

    A book has few classes, so what is known of one class is kept.
    """

    def __init__(self, styles: PageStyles, note_names: frozenset[str]) -> None:
        self._styles = styles
        self._telling = _TELLING | note_names
        self._is_styled = "p" in styles.tags
        # An element in a line that a sheet names is more than its text.
        self._may_be = styles.tags.isdisjoint((*PLAIN_TAGS, "br"))
        self._known: dict[str, bool] = {}

    def has(self, attributes: Attributes, around: Sequence[OpenElement]) -> bool:
        """True if a `<p>` within the elements `around` it is only its text, as long as they are visible and collapse
        white space."""
        if not self._may_be:
            return False
        if not attributes:
            return not self._is_styled or self._look_is_usual(attributes, around)
        name = attributes.get("class") if len(attributes) == 1 else None
        if name is None:
            return self._is_ordinary(attributes, around)
        known = self._known.get(name)
        if known is None:
            known = self._is_ordinary(attributes, around)
            if not self._styles.depends_on_place:
                self._known[name] = known
        return known

    def _is_ordinary(self, attributes: Attributes, around: Sequence[OpenElement]) -> bool:
        names = element_names(attributes)
        if "hidden" in attributes or not names.isdisjoint(self._telling):
            return False
        is_styled = self._is_styled or "style" in attributes or not names.isdisjoint(self._styles.names)
        return not is_styled or self._look_is_usual(attributes, around)

    def _look_is_usual(self, attributes: Attributes, around: Sequence[OpenElement]) -> bool:
        look = self._styles.look("p", attributes, around)
        return (
            not look.is_hidden
            and not look.is_invisible
            and not look.is_raised
            and look.white_space in (None, WhiteSpace.COLLAPSE)
            and look.quotes is None
            and not look.before
            and look.after in (None, "", CLOSE_QUOTE)
        )

"""Adds the text of a page as its styles show it: with the line ends and quote marks that a browser would show, and
without what is invisible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from fabula.index.readers.marks.quote_marks import OPENING_SIGNS, quote_marks
from fabula.index.readers.structure.block_builder import BlockBuilder
from .left_out_text import LeftOutText
from .styles.page_styles import OpenElement
from .styles.style_declarations import CLOSE_QUOTE, OPEN_QUOTE, Look, WhiteSpace

HIDDEN_TEXT = "hidden text"


class _Inherited(NamedTuple):
    """The properties that an element hands down to those in it. `quotes` as in `Look`."""

    is_invisible: bool = False
    keeps_lines: bool = False
    quotes: tuple[str, ...] | None = None


_USUAL = _Inherited()


@dataclass(slots=True, eq=False)
class Effect:
    """What an element does to the text around and in it, and what to undo when it closes.

    closing   the text to add at its end.
    is_open   True for a quotation whose text has not begun.
    start     the number of blocks when it opened.
    """

    inherited: _Inherited | None = None
    is_line: bool = False
    is_quotation: bool = False
    is_open: bool = False
    opening: str = ""
    closing: str = ""
    start: int = 0


@dataclass(slots=True)
class TextFlow:
    """The text of one page, on its way into `builder`. `language`: of the page, until an element says another."""

    builder: BlockBuilder
    left_out: LeftOutText
    language: str = ""
    inherited: _Inherited = _USUAL
    _depth: int = 0  # of quotations
    _opened: list[Effect] = field(default_factory=list)  # quotations whose text has not begun

    @property
    def is_invisible(self) -> bool:
        return self.inherited.is_invisible

    @property
    def is_usual(self) -> bool:
        """True if text is visible, its white space collapses, and no quotation waits for its first words."""
        return not (self.inherited.is_invisible or self.inherited.keeps_lines or self._opened)

    def add(self, text: str) -> None:
        if self._opened and not text.isspace():
            text = self._begin_quotations(text)
        if self.inherited.is_invisible:
            self.left_out.add(HIDDEN_TEXT, text)
        elif self.inherited.keeps_lines:
            self.builder.add_lines(text)
        else:
            self.builder.add_text(text)

    def open(self, tag: str, look: Look, around: Sequence[OpenElement], *, is_block: bool) -> Effect | None:
        """Begin an element; its effect is handed back to `close`. None if it has none."""
        effect = Effect(start=len(self.builder.blocks))
        changed = _inherit(self.inherited, look)
        if changed != self.inherited:
            effect.inherited, self.inherited = self.inherited, changed
        if look.is_line and not is_block:
            effect.is_line = True
            self.builder.end_line()
        if (tag == "q" and look.before in (None, OPEN_QUOTE)) or look.before == OPEN_QUOTE:
            self._open_quotation(effect, look, around)
        elif look.before:
            self.add(look.before)
        if look.after not in (None, CLOSE_QUOTE):
            effect.closing = look.after or ""
        has_effect = effect.inherited is not None or effect.is_line or effect.is_quotation or effect.closing
        return effect if has_effect else None

    def close(self, effect: Effect) -> None:
        if effect.is_open:
            self._opened.remove(effect)
        elif effect.closing and (
            not self.builder.is_empty() or not self.builder.append_to_last(effect.closing, effect.start)
        ):
            self.add(effect.closing)
        self._depth -= effect.is_quotation
        if effect.is_line and not is_drop_capital(self.builder.tail()):
            self.builder.end_line()
        if effect.inherited is not None:
            self.inherited = effect.inherited

    def _open_quotation(self, effect: Effect, look: Look, around: Sequence[OpenElement]) -> None:
        marks = self.inherited.quotes
        if marks is None:
            effect.opening, effect.closing = quote_marks(_language(around) or self.language).at(self._depth)
        elif marks:
            # Deeper quotations take the last pair.
            pair = min(self._depth, len(marks) // 2 - 1)
            effect.opening, effect.closing = marks[2 * pair : 2 * pair + 2]
        else:
            return
        effect.is_quotation = effect.is_open = True
        self._depth += 1
        self._opened.append(effect)

    def _begin_quotations(self, text: str) -> str:
        """`text` with the opening marks of the quotations that it begins, unless it brings its own."""
        opened, self._opened = self._opened, []
        words = text.lstrip()
        blanks = text[: len(text) - len(words)]
        for effect in opened:
            effect.is_open = False
            if words[0] in OPENING_SIGNS:
                effect.closing = ""
            else:
                blanks += effect.opening
        return blanks + words


def is_drop_capital(text: str) -> bool:
    """True for one letter alone, perhaps with a quote mark: the rest of its word follows.

    >>> [is_drop_capital(text) for text in ("O", "“O", "Oh")]
    [True, True, False]
    """
    return len(text.strip()) <= 2 and sum(map(str.isalpha, text)) == 1


def _inherit(inherited: _Inherited, look: Look) -> _Inherited:
    return _Inherited(
        inherited.is_invisible if look.is_invisible is None else look.is_invisible,
        inherited.keeps_lines if look.white_space is None else look.white_space is not WhiteSpace.COLLAPSE,
        inherited.quotes if look.quotes is None else look.quotes,
    )


def _language(around: Sequence[OpenElement]) -> str:
    """The language that the nearest element names."""
    for element in reversed(around):
        if language := element.attributes.get("xml:lang") or element.attributes.get("lang"):
            return language
    return ""

"""Reads the paragraph styles of an OpenDocument text (ODF 1.3 part 3, 16)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from fabula.index.readers.styled.style_names import Role, heading_level, role_of
from .paragraph_style import MAX_STYLE_PARENTS, ParagraphStyle
from .xml_stream import attribute, local_name

_ESCAPED = re.compile(r"_([0-9a-fA-F]{1,4})_")
_LENGTH = re.compile(r"(-?\d{1,6}(?:\.\d{1,6})?)(cm|mm|in|pt|pc|px)?")
_INCHES = {"in": 1.0, "cm": 1 / 2.54, "mm": 1 / 25.4, "pt": 1 / 72, "pc": 1 / 6, "px": 1 / 96}
_MIN_BOTH_INDENTS_INCHES, _MIN_LEFT_INDENT_INCHES = 0.25, 0.5


class _StyleElement(NamedTuple):
    name: str
    parent: str
    element: Any


class OdtStyles:
    """The styles of paragraphs, and those of spans, by the names that the text uses."""

    def __init__(self) -> None:
        self._elements: dict[tuple[str, str], _StyleElement] = {}
        self._styles: dict[tuple[str, str], ParagraphStyle] = {}

    def add(self, element: Any) -> None:
        """Add a `style:style`; one in content.xml replaces one of the same name in styles.xml."""
        name = attribute(element, "name")
        self._elements[attribute(element, "family"), name] = _StyleElement(
            attribute(element, "display-name") or _display_name(name), attribute(element, "parent-style-name"), element
        )
        self._styles.clear()

    def paragraph_style(self, name: str) -> ParagraphStyle:
        """A paragraph style with what it inherits."""
        return self._style("paragraph", name)

    def is_bold(self, name: str) -> bool | None:
        """Whether a span of this style is bold; None if the style leaves it open."""
        style = self._elements.get(("text", name))
        for child in style.element if style else ():
            if local_name(str(child.tag)) == "text-properties":
                return _is_bold(child)
        return None

    def is_raised(self, name: str) -> bool:
        """Whether a span of this style is a superscript."""
        return self._style("text", name).is_raised

    def is_hidden(self, name: str) -> bool:
        """Whether a span of this style is hidden."""
        return self._style("text", name).is_hidden

    def _style(self, family: str, name: str) -> ParagraphStyle:
        key = family, name
        if key not in self._styles:
            self._styles[key] = self._inherit(family, name)
        return self._styles[key]

    def _inherit(self, family: str, name: str) -> ParagraphStyle:
        chain: list[_StyleElement] = []
        seen: set[str] = set()
        while (family, name) in self._elements and name not in seen and len(chain) < MAX_STYLE_PARENTS:
            seen.add(name)
            chain.append(self._elements[family, name])
            name = chain[-1].parent
        style = _apply_name(ParagraphStyle(), _display_name(name)) if name else ParagraphStyle()
        for ancestor in reversed(chain):
            style = _apply_name(style, ancestor.name)
            level = attribute(ancestor.element, "default-outline-level")
            if level.isdecimal() and len(level) < 3:
                style = replace(style, level=int(level))
            style = _apply_properties(style, ancestor.element)
        return style.without_title_level()


def _display_name(name: str) -> str:
    """A style's name as people see it: "Heading_20_1" is "Heading 1"."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), name)


def _apply_name(style: ParagraphStyle, name: str) -> ParagraphStyle:
    role, level = role_of(name), heading_level(name)
    if level:
        return replace(style, level=level, role=Role.BODY)
    return replace(style, role=role) if role is not Role.BODY else style


def _apply_properties(style: ParagraphStyle, properties: Iterable[Any]) -> ParagraphStyle:
    for element in properties:
        tag = local_name(str(element.tag))
        if tag == "paragraph-properties":
            align = attribute(element, "text-align")
            left, right = attribute(element, "margin-left"), attribute(element, "margin-right")
            bottom, top = attribute(element, "border-bottom"), attribute(element, "border-top")
            style = replace(
                style,
                is_centred=align == "center" if align else style.is_centred,
                is_indented=_is_indented(left, right) if left or right else style.is_indented,
                is_ruled=(bottom not in ("", "none")) != (top not in ("", "none")) or style.is_ruled,
            )
        elif tag == "text-properties":
            bold, display = _is_bold(element), attribute(element, "display")
            position = attribute(element, "text-position")
            style = replace(
                style,
                is_bold=style.is_bold if bold is None else bold,
                is_hidden=display == "none" if display else style.is_hidden,
                is_raised=_is_raised(position) if position else style.is_raised,
            )
    return style


def _is_bold(element: Any) -> bool | None:
    weight = attribute(element, "font-weight")
    return weight in ("bold", "600", "700", "800", "900") if weight else None


def _is_raised(position: str) -> bool:
    """True for "super 58%" and "33% 58%": raised by a third, and smaller."""
    height = next(iter(position.split()), "")
    return height == "super" or (height.endswith("%") and height[:-1].isdecimal() and int(height[:4].rstrip("%")) > 0)


def _is_indented(left: str, right: str) -> bool:
    left_inches = _inches(left)
    return left_inches >= _MIN_LEFT_INDENT_INCHES or min(left_inches, _inches(right)) >= _MIN_BOTH_INDENTS_INCHES


def _inches(length: str) -> float:
    match = _LENGTH.fullmatch(length.strip())
    return float(match[1]) * _INCHES[match[2] or "in"] if match else 0.0

"""The paragraph styles of an OpenDocument text (ODF 1.3 part 3, 16), with what they inherit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from fabula.index.readers.styled.style_names import Role, heading_level, role_of

from .docx_styles import Look, value_of
from .xml_stream import local

__all__ = ["Styles"]

_ESCAPED = re.compile(r"_([0-9a-fA-F]{1,4})_")
_LENGTH = re.compile(r"(-?\d{1,6}(?:\.\d{1,6})?)(cm|mm|in|pt|pc|px)?")
_INCHES = {"in": 1.0, "cm": 1 / 2.54, "mm": 1 / 25.4, "pt": 1 / 72, "pc": 1 / 6, "px": 1 / 96}
_LONGEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class _Own:
    name: str
    parent: str
    element: Any


class Styles:
    """Looks of paragraphs and boldness of spans, by the names that the text uses."""

    def __init__(self) -> None:
        self._own: dict[tuple[str, str], _Own] = {}
        self._looks: dict[str, Look] = {}

    def add(self, element: Any) -> None:
        """Keep a `style:style`; the same name in styles.xml and content.xml is the text's own there."""
        name = value_of(element, "name")
        self._own[value_of(element, "family"), name] = _Own(
            value_of(element, "display-name") or plain_name(name), value_of(element, "parent-style-name"), element
        )
        self._looks.clear()

    def look(self, name: str) -> Look:
        """How a paragraph of this style looks."""
        if name not in self._looks:
            self._looks[name] = _resolved(name, self._own)
        return self._looks[name]

    def is_bold(self, name: str) -> bool | None:
        """Whether a span of this style is bold; None if it does not say."""
        own = self._own.get(("text", name))
        for child in own.element if own else ():
            if local(str(child.tag)) == "text-properties":
                return _is_bold(child)
        return None


def plain_name(name: str) -> str:
    """A style's name as people see it: "Heading_20_1" is "Heading 1"."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), name)


def _resolved(name: str, own: Mapping[tuple[str, str], _Own]) -> Look:
    chain: list[str] = []
    while ("paragraph", name) in own and name not in chain and len(chain) < _LONGEST_CHAIN:
        chain.append(name)
        name = own["paragraph", name].parent
    look = _named(Look(), plain_name(name)) if name else Look()
    for ancestor in reversed(chain):
        found = own["paragraph", ancestor]
        look = _named(look, found.name)
        outline = value_of(found.element, "default-outline-level")
        if outline.isdecimal() and len(outline) < 3:
            look = replace(look, outline=int(outline))
        look = _looked(look, found.element)
    return replace(look, outline=0) if look.role is not Role.BODY else look


def _named(look: Look, name: str) -> Look:
    role, level = role_of(name), heading_level(name)
    if level:
        return replace(look, outline=level, role=Role.BODY)
    return replace(look, role=role) if role is not Role.BODY else look


def _looked(look: Look, properties: Iterable[Any]) -> Look:
    for element in properties:
        tag = local(str(element.tag))
        if tag == "paragraph-properties":
            align = value_of(element, "text-align")
            left, right = value_of(element, "margin-left"), value_of(element, "margin-right")
            bottom, top = value_of(element, "border-bottom"), value_of(element, "border-top")
            look = replace(
                look,
                is_centred=align == "center" if align else look.is_centred,
                is_indented=_is_indented(left, right) if left or right else look.is_indented,
                is_ruled=(bottom not in ("", "none")) != (top not in ("", "none")) or look.is_ruled,
            )
        elif tag == "text-properties" and (bold := _is_bold(element)) is not None:
            look = replace(look, is_bold=bold)
    return look


def _is_bold(element: Any) -> bool | None:
    weight = value_of(element, "font-weight")
    return weight in ("bold", "600", "700", "800", "900") if weight else None


def _is_indented(left: str, right: str) -> bool:
    return _inches(left) >= 0.5 or min(_inches(left), _inches(right)) >= 0.25


def _inches(length: str) -> float:
    match = _LENGTH.fullmatch(length.strip())
    return float(match[1]) * _INCHES[match[2] or "in"] if match else 0.0

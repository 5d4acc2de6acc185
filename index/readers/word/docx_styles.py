"""The paragraph styles of a Word document (ECMA-376 part 1, 17.7): what each says, with what it inherits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from fabula.index.readers.styled.style_names import Role, heading_level, role_of

from .xml_stream import local, steps

__all__ = ["Look", "looked", "read_styles", "value_of"]

_OFF = ("0", "false", "off", "none")
# Twentieths of a point: a quarter of an inch on both sides, or half an inch on the left.
_BOTH_SIDES, _LEFT = 360, 720
_LONGEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph looks. `outline` is its level, 0 for text."""

    outline: int = 0
    role: Role = Role.BODY
    is_centred: bool = False
    is_bold: bool = False
    is_indented: bool = False
    is_ruled: bool = False


def value_of(element: Any, name: str = "val") -> str:
    """An attribute by its local name, whatever its namespace; "" if it is absent."""
    return next((str(value) for key, value in element.attrib.items() if local(str(key)) == name), "")


def looked(look: Look, properties: Any) -> Look:
    """`look`, changed by a `w:pPr` or by the run properties of a style."""
    for element in properties:
        tag = local(str(element.tag))
        if tag == "jc":
            look = replace(look, is_centred=value_of(element) == "center")
        elif tag == "outlineLvl":
            level = value_of(element)
            look = replace(
                look, outline=int(level) + 1 if level.isdecimal() and len(level) == 1 and level != "9" else 0
            )
        elif tag == "b":
            look = replace(look, is_bold=value_of(element) not in _OFF)
        elif tag == "ind":
            left = _number(value_of(element, "left") or value_of(element, "start"))
            right = _number(value_of(element, "right") or value_of(element, "end"))
            look = replace(look, is_indented=left >= _LEFT or min(left, right) >= _BOTH_SIDES)
        elif tag == "pBdr":
            sides = [side for side in element if value_of(side) not in ("", "none", "nil")]
            look = replace(look, is_ruled={local(str(side.tag)) for side in sides} in ({"bottom"}, {"top"}))
    return look


def _number(text: str) -> int:
    digits = text.lstrip("-")
    return int(text) if digits.isdecimal() and len(digits) < 9 else 0


def read_styles(data: bytes, name: str) -> Mapping[str, Look]:
    """The look of every paragraph style by its id; "" is the one that paragraphs have without any."""
    own: dict[str, tuple[str, str, list[Any]]] = {}
    default = ""
    for opens, tag, element in steps(data, name):
        if opens or tag != "style" or value_of(element, "type") not in ("paragraph", ""):
            continue
        identity = value_of(element, "styleId")
        children = {local(str(child.tag)): child for child in element}
        named = value_of(children["name"]) if "name" in children else identity
        parent = value_of(children["basedOn"]) if "basedOn" in children else ""
        own[identity] = (named, parent, [children[key] for key in ("pPr", "rPr") if key in children])
        if value_of(element, "default") in ("1", "true", "on"):
            default = identity
    styles = {identity: _resolved(identity, own) for identity in own}
    styles.setdefault("", styles.get(default, Look()))
    return styles


def _resolved(identity: str, own: Mapping[str, tuple[str, str, list[Any]]]) -> Look:
    chain: list[str] = []
    while identity in own and identity not in chain and len(chain) < _LONGEST_CHAIN:
        chain.append(identity)
        identity = own[identity][1]
    look = Look()
    for ancestor in reversed(chain):
        named, _, properties = own[ancestor]
        # Titles inherit from headings here and there, and are none.
        role = role_of(named)
        look = replace(look, role=role if role is not Role.BODY else look.role)
        level = heading_level(named)
        for found in properties:
            look = looked(look, found)
        if level:
            look = replace(look, outline=level, role=Role.BODY)
    return replace(look, outline=0) if look.role is not Role.BODY else look

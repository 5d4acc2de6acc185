"""Reads the paragraph styles of a Word document (ECMA-376 part 1, 17.7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from fabula.index.readers.styled.style_names import Role, heading_level, role_of
from .paragraph_style import MAX_STYLE_PARENTS, ParagraphStyle
from .xml_stream import attribute, local_name, xml_events

_OFF = ("0", "false", "off", "none")
_RUN_OFF = ("0", "false", "off")
CHANGES = frozenset(("del", "moveFrom"))
"""In the properties of a paragraph's end or of a table's row these elements hold no text."""
# A quarter of an inch on both sides, or half an inch on the left.
_MIN_BOTH_INDENTS_TWIPS, _MIN_LEFT_INDENT_TWIPS = 360, 720


class ParagraphProperties(NamedTuple):
    """What the `w:pPr` of a paragraph says. `has_deleted_end`: the next paragraph continues it."""

    style: ParagraphStyle
    has_deleted_end: bool = False


class RunProperties(NamedTuple):
    """What the `w:rPr` of a run says; None where it says nothing. `style_is_hidden`: the style that it names hides."""

    is_bold: bool | None = None
    is_hidden: bool | None = None
    style_is_hidden: bool = False
    is_raised: bool = False


class _StyleElement(NamedTuple):
    name: str
    parent: str
    properties: list[Any]


def apply_properties(style: ParagraphStyle, properties: Iterable[Any]) -> ParagraphStyle:
    """`style`, changed by the elements of a `w:pPr`, or of the run properties of a style."""
    for element in properties:
        tag = local_name(str(element.tag))
        if tag == "jc":
            style = replace(style, is_centred=attribute(element) == "center")
        elif tag == "outlineLvl":
            level = attribute(element)
            is_heading = level.isdecimal() and len(level) == 1 and level != "9"
            style = replace(style, level=int(level) + 1 if is_heading else 0)
        elif tag == "b":
            style = replace(style, is_bold=attribute(element) not in _OFF)
        elif tag == "vanish":
            style = replace(style, is_hidden=attribute(element) not in _OFF)
        elif tag == "vertAlign":
            style = replace(style, is_raised=attribute(element) == "superscript")
        elif tag == "framePr":
            is_drop_capital = attribute(element, "dropCap") in ("drop", "margin")
            style = replace(style, is_framed=True, is_drop_capital=is_drop_capital)
        elif tag == "ind":
            left = _twips(attribute(element, "left") or attribute(element, "start"))
            right = _twips(attribute(element, "right") or attribute(element, "end"))
            is_indented = left >= _MIN_LEFT_INDENT_TWIPS or min(left, right) >= _MIN_BOTH_INDENTS_TWIPS
            style = replace(style, is_indented=is_indented)
        elif tag == "pBdr":
            sides = {local_name(str(side.tag)) for side in element if attribute(side) not in ("", "none", "nil")}
            style = replace(style, is_ruled=sides in ({"bottom"}, {"top"}))
    return style


def _twips(text: str) -> int:
    digits = text.removeprefix("-")
    return int(text) if digits.isdecimal() and len(digits) < 9 else 0


@dataclass(frozen=True, slots=True)
class DocxStyles:
    """paragraphs: every paragraph style by its id; "" is the style of paragraphs that name none.
    hidden_runs, raised_runs: the ids of the character styles that hide their text, or raise it above the line."""

    paragraphs: Mapping[str, ParagraphStyle] = field(default_factory=dict)
    hidden_runs: frozenset[str] = frozenset()
    raised_runs: frozenset[str] = frozenset()

    def of_paragraph(self, properties: Any) -> ParagraphProperties:
        """What the `w:pPr` of a paragraph says."""
        children = [(local_name(str(child.tag)), child) for child in properties]
        name = next((attribute(child) for tag, child in children if tag == "pStyle"), "")
        # Some programs write the style's name instead of its id, and no styles at all.
        style = self.paragraphs.get(name) or ParagraphStyle(heading_level(name), role_of(name))
        end_mark = next((child for tag, child in children if tag == "rPr"), ())
        has_deleted_end = any(local_name(str(child.tag)) in CHANGES for child in end_mark)
        return ParagraphProperties(apply_properties(style, properties), has_deleted_end)

    def of_run(self, properties: Any) -> RunProperties:
        """What the `w:rPr` of a run says."""
        run = RunProperties()
        for child in properties:
            tag = local_name(str(child.tag))
            if tag == "b":
                run = run._replace(is_bold=attribute(child) not in _RUN_OFF)
            elif tag in ("vanish", "webHidden"):
                run = run._replace(is_hidden=attribute(child) not in _RUN_OFF)
            elif tag == "rStyle":
                style = attribute(child)
                is_raised = style in self.raised_runs
                run = run._replace(style_is_hidden=style in self.hidden_runs, is_raised=is_raised)
            elif tag == "vertAlign":
                run = run._replace(is_raised=attribute(child) == "superscript")
        return run


def read_styles(data: bytes, name: str) -> DocxStyles:
    """The styles in `word/styles.xml`, the file `name`."""
    families: dict[str, dict[str, _StyleElement]] = {"paragraph": {}, "character": {}}
    default = ""
    for opens, tag, element in xml_events(data, name):
        family = families.get(attribute(element, "type") or "paragraph") if tag == "style" and not opens else None
        if family is None:
            continue
        style_id = attribute(element, "styleId")
        children = {local_name(str(child.tag)): child for child in element}
        family[style_id] = _StyleElement(
            attribute(children["name"]) if "name" in children else style_id,
            attribute(children["basedOn"]) if "basedOn" in children else "",
            [children[key] for key in ("pPr", "rPr") if key in children],
        )
        if family is families["paragraph"] and attribute(element, "default") in ("1", "true", "on"):
            default = style_id
    elements = families["paragraph"]
    paragraphs = {style_id: _inherit(style_id, elements) for style_id in elements}
    paragraphs.setdefault("", paragraphs.get(default, ParagraphStyle()))
    runs = {style_id: _inherit(style_id, families["character"]) for style_id in families["character"]}
    return DocxStyles(
        paragraphs,
        frozenset(style_id for style_id, style in runs.items() if style.is_hidden),
        frozenset(style_id for style_id, style in runs.items() if style.is_raised),
    )


def _inherit(style_id: str, elements: Mapping[str, _StyleElement]) -> ParagraphStyle:
    chain: list[str] = []
    while style_id in elements and style_id not in chain and len(chain) < MAX_STYLE_PARENTS:
        chain.append(style_id)
        style_id = elements[style_id].parent
    style = ParagraphStyle()
    for ancestor in reversed(chain):
        name, _, properties = elements[ancestor]
        role = role_of(name)
        style = replace(style, role=role if role is not Role.BODY else style.role)
        for element in properties:
            style = apply_properties(style, element)
        if level := heading_level(name):
            style = replace(style, level=level, role=Role.BODY)
    return style.without_title_level()

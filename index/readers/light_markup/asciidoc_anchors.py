"""Finds the places of an AsciiDoc document that a cross reference ("<<place>>") can lead to."""

from __future__ import annotations

import re

_ANCHOR = re.compile(
    r"\[\[(?P<double>[^\[\],\n]{1,200})(?:,\s*(?P<label>[^\[\]\n]{0,200}))?\]\]"
    r"|\[[^\[\]\n#]{0,100}#(?P<short>[\w:.-]{1,200})|anchor:(?P<macro>[\w:.-]{1,200})\["
)
_SECTION = re.compile(r"^(?:={1,6}|#{1,6})[ \t]+(\S.*?)[ \t=#]*$", re.MULTILINE)
_NOT_IN_ID = re.compile(r"[^\w.\s-]+")
_PARTS_OF_ID = re.compile(r"[\s.-]+")


def find_anchors(text: str) -> dict[str, str]:
    """Place -> what a reference to it shows ("" if nothing is known): ids, titles of sections, and ids made of them."""
    if "<<" not in text:
        return {}
    anchors: dict[str, str] = {}
    for match in _SECTION.finditer(text):
        title = match[1]
        made = "_" + _PARTS_OF_ID.sub("_", _NOT_IN_ID.sub("", title.lower())).strip("_")
        anchors |= {title: title, made: title}
    for match in _ANCHOR.finditer(text):
        anchors[match["double"] or match["short"] or match["macro"]] = match["label"] or ""
    return anchors

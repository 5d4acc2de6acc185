"""Parses XML of strangers safely."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

SAFE_XML: dict[str, Any] = {
    "resolve_entities": False, "no_network": True, "load_dtd": False, "remove_comments": True, "remove_pis": True,
}  # fmt: skip
"""No entity is resolved, nothing is fetched, and comments and processing instructions are left out."""

# The blanks before it are passed once. No "<" is in it, or each of many that are never closed would be read to the end.
_DECLARATION = re.compile(r"(?<!\s)\s*<\?xml[^<>]*\?>")


def without_declaration(text: str) -> str:
    """`text` without its XML declaration: the encoding that it names is not that of text which is decoded."""
    # Where there is none, the pattern would take 25 ms a megabyte to find that.
    return _DECLARATION.sub("", text, count=1) if "<?xml" in text else text


def parse_text(text: str, *, recover: bool = False) -> Any:
    """The root element of the document in `text`, which has no XML declaration (`without_declaration`).

    Raises XMLSyntaxError or ValueError if it is not well-formed; with `recover`, only if nothing can be made of it.
    """
    parser = etree.XMLParser(
        encoding="utf-8",
        # Without it lxml stops at texts of 10 MB, such as pictures; with it at 2,048 levels.
        huge_tree=True,
        recover=recover,
        **SAFE_XML,
    )
    return etree.fromstring(text.encode("utf-8", "replace"), parser)

"""Parses the XML files of a package."""

from __future__ import annotations

from typing import Any

from fabula.index.errors import UnreadableSource
from fabula.index.readers.bytes.encoding import declared_encoding, decode
from fabula.index.readers.bytes.mended_xml import parse_mended


def parse_xml(data: bytes, name: str) -> Any:
    """The root element of a small XML file of the package. No entity is resolved, nothing is fetched.

    Raises UnreadableSource, naming the file, if nothing can be made of it.
    """
    try:
        root = parse_mended(decode(data, declared_encoding(data)).text).root
    except UnreadableSource as error:
        raise UnreadableSource(f"its file {name} cannot be read: {error}") from error
    if root is None:
        raise UnreadableSource(f"its file {name} is not well-formed XML")
    return root


def all_elements(root: Any, tag: str) -> list[Any]:
    """Descendants by local name: producers disagree on namespaces."""
    return [element for element in root.iter() if isinstance(element.tag, str) and local_name(element.tag) == tag]


def local_name(name: str) -> str:
    """`name` in lower case, without its namespace."""
    return name.rpartition("}")[2].lower()


def attribute(element: Any, name: str) -> str:
    """An attribute by its local name: "role" finds "opf:role", too."""
    key = next((key for key in element.attrib if local_name(key) == name), None)
    return element.get(key) if key is not None else ""

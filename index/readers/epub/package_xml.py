"""Parses the XML files of a package, and resolves references in them."""

from __future__ import annotations

import posixpath
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from fabula.index.errors import UnreadableSource
from fabula.index.readers.bytes.safe_xml import SAFE_XML


def parse_xml(data: bytes, name: str) -> Any:
    """The root element of a small XML file of the package. No entity is resolved, nothing is fetched.

    Raises UnreadableSource, naming the file, if it is not well-formed.
    """
    try:
        root = etree.fromstring(data, etree.XMLParser(**SAFE_XML))
    except (etree.XMLSyntaxError, ValueError):
        root = _parse_broken_xml(data)
    if root is None:
        raise UnreadableSource(f"its file {name} is not well-formed XML")
    return root


def _parse_broken_xml(data: bytes) -> Any:
    # calibre, among others, writes a stray "&" now and then.
    try:
        return etree.fromstring(data, etree.XMLParser(recover=True, **SAFE_XML))
    except (etree.XMLSyntaxError, ValueError):
        return None


def resolve_reference(base: str, reference: str) -> str:
    """The member to which `reference` in the file `base` leads, percent-decoded; "" for a web address."""
    try:
        parts = urlsplit(reference.strip())
    except ValueError:
        return ""
    if parts.scheme or parts.netloc:
        return ""
    path = unquote(parts.path)
    if not path:
        return base
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path))


def all_elements(root: Any, tag: str) -> list[Any]:
    """Descendants by local name: producers disagree on namespaces."""
    return [element for element in root.iter() if isinstance(element.tag, str) and local_name(element.tag) == tag]


def local_name(name: str) -> str:
    """`name` in lower case, without its namespace."""
    return name.rpartition("}")[2].lower()


def attribute(element: Any, name: str) -> str:
    """An attribute by its local name: "role" finds "opf:role", too."""
    return next((value for key, value in element.attrib.items() if local_name(key) == name), "")

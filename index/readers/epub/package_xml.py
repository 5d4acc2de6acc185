"""Parses the XML files of a package, and resolves references in them."""

from __future__ import annotations

import posixpath
import re
from typing import Any
from urllib.parse import unquote

from fabula.index.errors import UnreadableSource
from fabula.index.readers.bytes.encoding import declared_encoding, decode
from fabula.index.readers.bytes.mended_xml import parse_mended

_WEB = re.compile(r"//|(?:https?|ftp|mailto|data|urn|javascript|about|tel|blob|cid|kindle):", re.IGNORECASE)
# "file:///OEBPS/one.xhtml", "C:\\book\\one.xhtml"
_THIS_MACHINE = re.compile(r"^(?:file:(?://(?:localhost)?(?=/))?(?:/?[a-z]:(?=[\\/]))?|[a-z]:(?=[\\/]))", re.IGNORECASE)


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


def resolve_reference(base: str, reference: str) -> str:
    """The member to which `reference` in the file `base` leads, percent-decoded; "" for a web address."""
    reference = _THIS_MACHINE.sub("", reference.strip())
    if _WEB.match(reference):
        return ""
    path = unquote(re.split("[?#]", reference, maxsplit=1)[0])
    if not path:
        return base
    # A path from the top of the archive, or of a web site.
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path)).lstrip("/")


def all_elements(root: Any, tag: str) -> list[Any]:
    """Descendants by local name: producers disagree on namespaces."""
    return [element for element in root.iter() if isinstance(element.tag, str) and local_name(element.tag) == tag]


def local_name(name: str) -> str:
    """`name` in lower case, without its namespace."""
    return name.rpartition("}")[2].lower()


def attribute(element: Any, name: str) -> str:
    """An attribute by its local name: "role" finds "opf:role", too."""
    return next((value for key, value in element.attrib.items() if local_name(key) == name), "")

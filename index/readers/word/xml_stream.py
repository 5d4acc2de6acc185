"""Streams XML of any size as elements that open and close, in bounded memory and without entities or network."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree

from fabula.index.errors import UnreadableSource
from fabula.index.readers.bytes.safe_xml import SAFE_XML


class XmlEvent(NamedTuple):
    """An element opens (its text is not there yet) or closes. `tag` is its name without namespace."""

    opens: bool
    tag: str
    element: Any


def local_name(name: str) -> str:
    """A tag or attribute without its namespace."""
    return name.rpartition("}")[2]


def attribute(element: Any, name: str = "val") -> str:
    """An attribute by its local name; "" if it is absent."""
    key = next((key for key in element.attrib if local_name(str(key)) == name), None)
    return str(element.get(key)) if key is not None else ""


def xml_events(data: bytes, name: str, free_tags: frozenset[str] = frozenset()) -> Iterator[XmlEvent]:
    """The elements of `data`, the file `name` of an archive. Those with a tag in `free_tags` are freed once closed.

    Raises UnreadableSource, naming the file, if it is not well-formed to its end or nests without limit (libxml2
    stops at 2,048 levels).
    """
    stream = etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        # Without it lxml stops at texts of 10 MB and 256 levels; an archive's member is bounded in size.
        huge_tree=True,
        **SAFE_XML,
    )
    try:
        for action, element in stream:
            tag = element.tag
            if not isinstance(tag, str):
                raise UnreadableSource(f"its file {name} refers to a text that stands elsewhere ({element.text})")
            event = XmlEvent(action == "start", local_name(tag), element)
            yield event
            if not event.opens and event.tag in free_tags:
                free(element)
    except etree.XMLSyntaxError as error:
        raise UnreadableSource(f"its file {name} is not well-formed XML ({error.msg})") from error


def free(element: Any) -> None:
    """Free the memory of an element, and of the sibling before it."""
    element.clear(keep_tail=True)
    parent = element.getparent()
    if parent is not None and element.getprevious() is not None:
        del parent[0]


def parent_tag(element: Any) -> str:
    """The name of the element around this one; "" for the outermost."""
    parent = element.getparent()
    return local_name(str(parent.tag)) if parent is not None else ""

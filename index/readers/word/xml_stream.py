"""Streams XML of any size as elements that open and close, in bounded memory and without entities or network."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, NamedTuple, NoReturn

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


class LocalNames(dict[Any, str]):
    """The name of an element as lxml has it -> its name without namespace; "" for what is no element."""

    def __missing__(self, full_name: Any) -> str:
        name = self[full_name] = local_name(full_name) if isinstance(full_name, str) else ""
        return name


def attribute(element: Any, name: str = "val") -> str:
    """An attribute by its local name; "" if it is absent."""
    for key in element.keys():  # noqa: SIM118
        if key.rpartition("}")[2] == name:
            return str(element.get(key))
    return ""


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
    names = LocalNames()
    try:
        for action, element in stream:
            tag = names[element.tag] or _refuse_reference(element, name)
            yield XmlEvent(action == "start", tag, element)
            if action == "end" and tag in free_tags:
                free(element)
    except etree.XMLSyntaxError as error:
        raise _not_well_formed(name, error) from error


def outer_events(data: bytes, name: str, whole_tags: frozenset[str], tags: frozenset[str]) -> Iterator[XmlEvent]:
    """The elements of `data` with one of `tags` that lie outside of those with one of `whole_tags`; of these the
    outermost, once they are closed and whole (`inner_events` gives what is in them). Both are freed then.

    All others are never made for Python, which takes most of the time of `xml_events`. Raises as that does.
    """
    stream = etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        tag=[f"{{*}}{tag}" for tag in (*whole_tags, *tags)],
        huge_tree=True,
        **SAFE_XML,
    )
    names = LocalNames()
    depth = 0
    try:
        for action, element in stream:
            tag = names[element.tag]
            opens = action == "start"
            if tag in whole_tags:
                depth += 1 if opens else -1
                if depth or opens:
                    continue
            elif depth:
                continue
            yield XmlEvent(opens, tag, element)
            if not opens:
                free(element)
    except etree.XMLSyntaxError as error:
        raise _not_well_formed(name, error) from error


def inner_events(element: Any, name: str) -> Iterator[XmlEvent]:
    """`element`, which is whole, and the elements in it, as `xml_events` gives those of the file `name`."""
    names = LocalNames()
    for action, each in etree.iterwalk(element, events=("start", "end")):
        yield XmlEvent(action == "start", names[each.tag] or _refuse_reference(each, name), each)


def _refuse_reference(element: Any, name: str) -> NoReturn:
    raise UnreadableSource(f"its file {name} refers to a text that stands elsewhere ({element.text})")


def _not_well_formed(name: str, error: etree.XMLSyntaxError) -> UnreadableSource:
    return UnreadableSource(f"its file {name} is not well-formed XML ({error.msg})")


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

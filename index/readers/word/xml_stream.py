"""XML of any size as a stream of elements opened and closed, within bounded memory and without entities or network."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree

from fabula.index.errors import UnreadableSource

__all__ = ["Step", "forget", "local", "steps"]


class Step(NamedTuple):
    """An element that opens (its text is not there yet) or closes. `tag` is its name without namespace."""

    opens: bool
    tag: str
    element: Any


def local(name: str) -> str:
    """A tag or attribute without its namespace."""
    return name.rpartition("}")[2]


def steps(data: bytes, name: str, done_with: frozenset[str] = frozenset()) -> Iterator[Step]:
    """The elements of `data`, the file `name` of an archive. Those with a tag in `done_with` are
    forgotten when they close.

    Raises UnreadableSource, naming the file, if it is not well-formed to its end or nests without measure (libxml2
    stops at 2,048 levels).
    """
    stream = etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        # Without it lxml stops at texts of 10 MB and 256 levels; an archive's member is bounded in size.
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for action, element in stream:
            tag = element.tag
            if not isinstance(tag, str):
                raise UnreadableSource(f"its file {name} refers to a text that stands elsewhere ({element.text})")
            step = Step(action == "start", local(tag), element)
            yield step
            if not step.opens and step.tag in done_with:
                forget(element)
    except etree.XMLSyntaxError as error:
        raise UnreadableSource(f"its file {name} is not well-formed XML ({error.msg})") from error


def forget(element: Any) -> None:
    """Free the memory of an element that was read, and of the sibling before it."""
    element.clear(keep_tail=True)
    parent = element.getparent()
    if parent is not None and element.getprevious() is not None:
        del parent[0]

"""Walks the tree that lxml made of well-formed XHTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from fabula.index.readers.bytes.few_attributes import MAX_ATTRIBUTES
from fabula.index.readers.html.elements import PLAIN_TAGS
from .events import CLOSE, MAX_DEPTH, OPEN, TEXT, Element, Event, Paragraph, too_deep

_NAMESPACES = {"http://www.idpf.org/2007/ops": "epub:", "http://www.w3.org/XML/1998/namespace": "xml:"}
_NO_ATTRIBUTES: Mapping[str, str | None] = {}


class _Names(dict[Any, str]):
    """The name of an element as lxml has it -> its tag. References to entities have a function for a name: ""."""

    def __missing__(self, full_name: Any) -> str:
        tag = full_name.rpartition("}")[2].lower() if isinstance(full_name, str) else ""
        self[full_name] = tag
        return tag


def walk_xml(root: Any) -> Iterator[Event | Paragraph]:
    """The elements and text from `root` on. Raises UnreadableSource where they are nested too deeply."""
    names = _Names()
    yield from _walk(iter((root,)), names, 0, in_paragraphs=True)


def _walk(elements: Iterator[Any], names: _Names, depth: int, *, in_paragraphs: bool) -> Iterator[Event | Paragraph]:
    """The `elements`, which lie `depth` deep, with what is in them and the text behind them."""
    # Of each open element, its tag, the text behind it and what is left of its parent's children.
    above: list[tuple[str, str | None, Iterator[Any]]] = []
    children = elements
    while True:
        for element in children:
            tag = names[element.tag]
            if not tag:
                # Nobody declared the entity ("AT&T;"): what stands there are the author's letters.
                if text := (element.text or "") + (element.tail or ""):
                    yield Event(TEXT, text)
                continue
            attributes = attributes_of(element)
            level = depth + len(above)
            # Of the last two levels each element is counted.
            if tag == "p" and in_paragraphs and level < MAX_DEPTH - 1:
                inner: list[Element] = []
                lines = _lines(element, names, inner)
                if lines is not None:
                    again = partial(_single_events, element, names, level)
                    yield Paragraph(lines, attributes, inner, element.tail or "", again)
                    continue
            if level >= MAX_DEPTH:
                raise too_deep()
            yield Event(OPEN, tag, attributes)
            if text := element.text:
                yield Event(TEXT, text)
            if len(element):
                above.append((tag, element.tail, children))
                children = iter(element)
                break
            yield Event(CLOSE, tag)
            if text := element.tail:
                yield Event(TEXT, text)
        else:
            if not above:
                return
            tag, tail, children = above.pop()
            yield Event(CLOSE, tag)
            if tail:
                yield Event(TEXT, tail)


def _single_events(paragraph: Any, names: _Names, depth: int) -> Iterator[Event]:
    """What `paragraph`, which lies `depth` deep, consists of, and the text behind it."""
    for event in _walk(iter((paragraph,)), names, depth, in_paragraphs=False):
        assert isinstance(event, Event)
        yield event


def _lines(paragraph: Any, names: _Names, elements: list[Element]) -> list[str] | None:
    """The text between the `<br>` of a `<p>`; None if it holds anything but text and plain elements. Those with
    attributes are appended to `elements`."""
    text = paragraph.text or ""
    if not len(paragraph):
        return [text]
    lines = []
    for child in paragraph:
        tag = names[child.tag]
        if tag == "br":
            lines.append(text)
            text = ""
        elif tag not in PLAIN_TAGS:
            return None
        if len(child):
            return None
        if attributes := attributes_of(child):
            elements.append(Element(tag, attributes))
        text += (child.text or "") + (child.tail or "")
    lines.append(text)
    return lines


def attributes_of(element: Any) -> Mapping[str, str | None]:
    """The attributes of an element, as many as one may have, by their names in lower case ("epub:type")."""
    names = element.keys()
    if not names:
        return _NO_ATTRIBUTES
    if len(names) <= MAX_ATTRIBUTES:
        pairs = element.items()
    else:
        # For each of its items lxml looks through all before it.
        pairs = [(name, element.get(name)) for name in names[:MAX_ATTRIBUTES]]
    attributes: dict[str, str | None] = {}
    for name, value in pairs:
        if name[0] == "{":
            namespace, _, local = name[1:].partition("}")
            name = _NAMESPACES.get(namespace, "") + local
        attributes[name.lower()] = value
    return attributes

"""Finds the paragraphs of a Word document that are nothing but properties and runs of text, as nearly all are."""

from __future__ import annotations

from collections.abc import Callable, Set
from typing import Any, Generic, NamedTuple, TypeVar

from .xml_stream import LocalNames

Value = TypeVar("Value")

# What Word leaves between and in runs for itself.
_NO_TEXT = frozenset(("proofErr", "bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak"))
# So many different properties are kept; a novel has a hundred.
_MAX_KNOWN = 2_000


class Run(NamedTuple):
    """`properties`: its `w:rPr`, if it has one; `texts`: its `w:t`."""

    properties: Any
    texts: list[str]


class Runs(NamedTuple):
    """`properties`: the `w:pPr` of the paragraph, if it has one; `runs`: all that it holds."""

    properties: Any
    runs: list[Run]


def find_runs(paragraph: Any, names: LocalNames) -> Runs | None:
    """The runs of a `w:p`; None if it holds anything else: a field, a note, a change, a picture."""
    properties = None
    runs: list[Run] = []
    for child in paragraph:
        tag = names[child.tag]
        if tag == "r":
            run_properties = None
            texts: list[str] = []
            for part in child:
                part_tag = names[part.tag]
                if part_tag == "t" and not len(part):
                    texts.append(part.text or "")
                elif part_tag == "rPr" and run_properties is None and not texts:
                    run_properties = part
                elif part_tag not in _NO_TEXT or len(part):
                    return None
            runs.append(Run(run_properties, texts))
        elif tag == "pPr" and properties is None and not runs:
            properties = child
        elif tag not in _NO_TEXT or len(child):
            return None
    return Runs(properties, runs)


class Known(NamedTuple, Generic[Value]):
    """`value`: what properties say. `is_plain`: nothing in them is more than a property, such as a change."""

    value: Value
    is_plain: bool


class KnownProperties(Generic[Value]):
    """What `read` makes of the elements of a `w:pPr` or `w:rPr`, each kind of them read once.

    A document repeats a few kinds thousands of times, and to tell them takes a tenth of the time of reading them.
    `telling`: the names of elements that are more than a property.
    """

    def __init__(self, read: Callable[[Any], Value], telling: Set[str], names: LocalNames) -> None:
        self._read = read
        self._telling = telling
        self._names = names
        self._known: dict[tuple[Any, ...], Known[Value]] = {}

    def read(self, properties: Any) -> Known[Value]:
        # The elements in order, each with the number of those in it, are the whole tree.
        key = tuple([(element.tag, len(element), *element.items()) for element in properties.iter()])
        known = self._known.get(key)
        if known is None:
            names = {self._names[element.tag] for element in properties.iterdescendants()}
            known = Known(self._read(properties), "" not in names and names.isdisjoint(self._telling))
            if len(self._known) < _MAX_KNOWN:
                self._known[key] = known
        return known

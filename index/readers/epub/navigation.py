"""What an EPUB's table of contents calls its files: the navigation document of EPUB 3, the NCX of EPUB 2."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import unquote

from fabula.index.readers.html.tree import EventKind, parse_events

from .opf import parse_xml, resolve_reference

__all__ = ["TocEntry", "read_navigation_document", "read_ncx"]


class TocEntry(NamedTuple):
    """A title and where it leads. `depth`: 1 for the top of the table. `anchor`: "" for the whole file."""

    title: str
    name: str
    anchor: str
    depth: int


def read_navigation_document(text: str, base: str) -> list[TocEntry]:
    """The entries of the `<nav epub:type="toc">` (the first `<nav>`, if none says what it is)."""
    tables: list[tuple[str, list[TocEntry]]] = []
    depth = inside = 0
    link: str | None = None
    words: list[str] = []
    for kind, value, attributes in parse_events(text):
        if kind is EventKind.TEXT:
            if link is not None:
                words.append(value)
        elif kind is EventKind.OPEN:
            if value == "nav":
                inside += 1
                said = f"{attributes.get('epub:type') or ''} {attributes.get('role') or ''}"
                tables.append((said, []))
            elif inside and value == "ol":
                depth += 1
            elif inside and value == "a":
                link, words = attributes.get("href") or "", []
        elif value == "nav":
            inside -= 1
            depth = 0
        elif inside and value == "ol":
            depth -= 1
        elif value == "a" and link is not None and tables:
            tables[-1][1].append(_entry("".join(words), link, base, depth))
            link = None
    chosen = next((entries for said, entries in tables if "toc" in said.split() or "doc-toc" in said.split()), None)
    if chosen is None:
        chosen = tables[0][1] if tables else []
    return [entry for entry in chosen if entry.title and entry.name]


def read_ncx(data: bytes, base: str) -> list[TocEntry]:
    """The entries of an NCX (DAISY Z39.86-2005), in its own order."""
    return [entry for entry in _points(parse_xml(data, base), base) if entry.title and entry.name]


def _points(root: Any, base: str) -> Iterator[TocEntry]:
    stack = [(root, 0)]
    while stack:
        element, depth = stack.pop()
        children = [child for child in element if isinstance(child.tag, str)]
        here = depth
        if _local(element) == "navpoint":
            here = depth + 1
            title = next(("".join(child.itertext()) for child in children if _local(child) == "navlabel"), "")
            link = next((child.get("src") or "" for child in children if _local(child) == "content"), "")
            yield _entry(title, link, base, here)
        if _local(element) in ("navpoint", "navmap", "ncx"):
            stack += [(child, here) for child in reversed(children)]


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _entry(title: str, link: str, base: str, depth: int) -> TocEntry:
    return TocEntry(" ".join(title.split()), resolve_reference(base, link), unquote(link.partition("#")[2]), depth)

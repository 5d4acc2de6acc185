"""Reads an EPUB's table of contents: the navigation document of EPUB 3, or the NCX of EPUB 2."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import unquote

from fabula.index.readers.html.addresses import resolve_reference
from fabula.index.readers.html.tree import EventKind, parse_events
from .package_xml import local_name, parse_xml


class TocEntry(NamedTuple):
    """A title, and the file `name` and `anchor` it leads to ("" for the whole file). `depth`: 1 for the top level."""

    title: str
    name: str
    anchor: str
    depth: int


def read_navigation_document(text: str, base: str) -> list[TocEntry]:
    """The entries of the `<nav epub:type="toc">`; of the first `<nav>`, if none has that type."""
    tables: list[tuple[str, list[TocEntry]]] = []
    depth = open_navs = 0
    link: str | None = None
    words: list[str] = []
    for kind, value, attributes in parse_events(text):
        if kind is EventKind.TEXT:
            if link is not None:
                words.append(value)
        elif kind is EventKind.OPEN:
            if value == "nav":
                open_navs += 1
                roles = f"{attributes.get('epub:type') or ''} {attributes.get('role') or ''}"
                tables.append((roles, []))
            elif open_navs and value == "ol":
                depth += 1
            elif open_navs and value == "a":
                link, words = attributes.get("href") or "", []
        elif value == "nav":
            open_navs -= 1
            depth = 0
        elif open_navs and value == "ol":
            depth -= 1
        elif value == "a" and link is not None and tables:
            tables[-1][1].append(_entry("".join(words), link, base, depth))
            link = None
    first = tables[0][1] if tables else []
    toc = next((entries for roles, entries in tables if not {"toc", "doc-toc"}.isdisjoint(roles.split())), first)
    return [entry for entry in toc if entry.title and entry.name]


def read_ncx(data: bytes, base: str) -> list[TocEntry]:
    """The entries of an NCX (DAISY Z39.86-2005), in its order."""
    return [entry for entry in _points(parse_xml(data, base), base) if entry.title and entry.name]


def _points(root: Any, base: str) -> Iterator[TocEntry]:
    stack = [(root, 0)]
    while stack:
        element, depth = stack.pop()
        children = [child for child in element if isinstance(child.tag, str)]
        level = depth
        if local_name(element.tag) == "navpoint":
            level = depth + 1
            title = next(("".join(child.itertext()) for child in children if local_name(child.tag) == "navlabel"), "")
            link = next((child.get("src") or "" for child in children if local_name(child.tag) == "content"), "")
            yield _entry(title, link, base, level)
        if local_name(element.tag) in ("navpoint", "navmap", "ncx"):
            stack += [(child, level) for child in reversed(children)]


def _entry(title: str, link: str, base: str, depth: int) -> TocEntry:
    return TocEntry(" ".join(title.split()), resolve_reference(base, link), unquote(link.partition("#")[2]), depth)

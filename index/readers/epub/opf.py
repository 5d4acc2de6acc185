"""The package document of an EPUB: what it says of the work, and which files stand in which order.

Open Packaging Format 2.0.1 (IDPF, 2010) and EPUB 3.3 (W3C, 2023), read leniently: only what is needed must be there.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from fabula.index.analysis.language_tags import language_tag
from fabula.index.errors import UnreadableSource
from fabula.index.model import Metadata
from fabula.index.readers.description import Description
from fabula.index.readers.metadata.dates import iso_date

__all__ = ["Package", "SpineItem", "parse_xml", "read_description", "read_package", "resolve_reference"]

_TEXT_TYPES = (
    "application/xhtml+xml",
    "text/html",
    "application/x-dtbook+xml",
    "text/x-oeb1-document",
    "application/xml",
)
_TEXT_SUFFIXES = (".xhtml", ".html", ".htm", ".xml")
_ARCHIVES = re.compile(r"https?://(?:www\.|m\.)?(?:archiveofourown\.org|fanfiction\.net)/\S+")
_NO_NAMES = frozenset(("", "unknown", "unbekannt"))


@dataclass(frozen=True, slots=True)
class SpineItem:
    """A file of the package that holds text. `is_linear` is False for what stands beside the reading order."""

    name: str
    is_linear: bool = True


@dataclass(frozen=True, slots=True)
class Package:
    """spine: the files in reading order. `navigation` and `ncx`: where the tables of contents are, "" if nowhere.
    `beside`: the files that the package itself calls title page, copyright page, notes and the like."""

    description: Description
    spine: tuple[SpineItem, ...]
    navigation: str = ""
    ncx: str = ""
    beside: frozenset[str] = frozenset()


def parse_xml(data: bytes, name: str) -> Any:
    """The root of a small XML file of the package; entities are left alone, nothing is fetched.

    Raises UnreadableSource, naming the file, if it is not well-formed.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = _mended(data)
    if root is None:
        raise UnreadableSource(f"its file {name} is not well-formed XML")
    return root


def _mended(data: bytes) -> Any:
    # calibre, among others, writes a stray "&" now and then.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def resolve_reference(base: str, reference: str) -> str:
    """The member that `reference` in the file `base` names, percent-decoded; "" for a web address."""
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


def read_package(data: bytes, name: str, plain: Callable[[str], str] = str) -> Package:
    """The package document `name`. `plain` takes the markup out of a description.

    Raises UnreadableSource if it lists no text.
    """
    root = parse_xml(data, name)
    items = {}
    navigation = ""
    for item in _all(root, "item"):
        member = resolve_reference(name, item.get("href") or "")
        items[item.get("id") or ""] = (member, (item.get("media-type") or "").lower())
        if "nav" in (item.get("properties") or "").split():
            navigation = member
    spine: list[SpineItem] = []
    toc = ""
    for element in _all(root, "spine"):
        toc = items.get(element.get("toc") or "", ("", ""))[0]
        for reference in _all(element, "itemref"):
            member, kind = items.get(reference.get("idref") or "", ("", ""))
            if member and (kind in _TEXT_TYPES or member.lower().endswith(_TEXT_SUFFIXES)):
                spine.append(SpineItem(member, (reference.get("linear") or "yes").lower() != "no"))
    if not spine:
        raise UnreadableSource(f"its package document {name} lists no text")
    toc = toc or next((member for member, kind in items.values() if kind == "application/x-dtbncx+xml"), "")
    return Package(_described(root, plain), tuple(dict.fromkeys(spine)), navigation, toc, _beside(root, name))


def read_description(data: bytes, name: str, plain: Callable[[str], str] = str) -> Description:
    """What the package document `name` says of its work, whether or not it lists any text."""
    return _described(parse_xml(data, name), plain)


def _all(root: Any, tag: str) -> list[Any]:
    """Descendants by local name: producers disagree on namespaces."""
    return [
        element
        for element in root.iter()
        if isinstance(element.tag, str) and element.tag.rpartition("}")[2].lower() == tag
    ]


_BESIDE = frozenset(
    "cover title-page titlepage toc copyright-page copyright colophon acknowledgements dedication notes loi lot index"
    " other.imprint imprint other.copyright".split()
)


def _beside(root: Any, name: str) -> frozenset[str]:
    return frozenset(
        resolve_reference(name, reference.get("href") or "")
        for guide in _all(root, "guide")
        for reference in _all(guide, "reference")
        if (reference.get("type") or "").lower() in _BESIDE
    )


def _described(root: Any, plain: Callable[[str], str]) -> Description:
    metadata = next(iter(_all(root, "metadata")), root)
    refined = _refinements(metadata)

    def texts(tag: str) -> list[str]:
        found = (" ".join("".join(element.itertext()).split()) for element in _all(metadata, tag))
        return [text for text in found if text]

    meta = _named_meta(metadata)
    sources = [match[0] for text in (*texts("source"), *texts("identifier")) if (match := _ARCHIVES.match(text))]
    published, updated = _dates(metadata)
    subjects = [part for text in texts("subject") for part in (text.split(",") if " -- " not in text else [text])]
    return Description(
        _title(metadata, refined),
        _authors(metadata, refined),
        Metadata(
            language=next((tag for text in texts("language") if (tag := language_tag(text))), ""),
            tags=tuple(dict.fromkeys(part.strip() for part in subjects if part.strip())),
            series=meta.get("belongs-to-collection") or meta.get("calibre:series", ""),
            publisher=next(iter(texts("publisher")), ""),
            published=published,
            updated=updated or iso_date(meta.get("dcterms:modified", "")),
            summary=" ".join(plain(next(iter(texts("description")), "")).split()),
            address=next(iter(sources), ""),
            identifier=_identifier(root, metadata),
        ),
    )


def _local(name: str) -> str:
    return name.rpartition("}")[2].lower()


def _attribute(element: Any, name: str) -> str:
    """An attribute by its local name ("opf:role" and "role" alike)."""
    return next((value for key, value in element.attrib.items() if _local(key) == name), "")


def _refinements(metadata: Any) -> dict[str, dict[str, list[str]]]:
    """EPUB 3: id -> property -> values."""
    refined: dict[str, dict[str, list[str]]] = {}
    for meta in _all(metadata, "meta"):
        target = (meta.get("refines") or "").lstrip("#")
        if target and meta.text:
            refined.setdefault(target, {}).setdefault(meta.get("property") or "", []).append(meta.text.strip())
    return refined


def _named_meta(metadata: Any) -> dict[str, str]:
    named: dict[str, str] = {}
    for meta in _all(metadata, "meta"):
        if meta.get("refines"):
            continue
        if (name := meta.get("name")) and meta.get("content"):
            named.setdefault(name.lower(), meta.get("content").strip())
        elif (name := meta.get("property")) and meta.text and meta.text.strip():
            named.setdefault(name.lower(), meta.text.strip())
    return named


def _title(metadata: Any, refined: Mapping[str, Mapping[str, list[str]]]) -> str:
    titles = [
        (element.get("id") or "", " ".join("".join(element.itertext()).split())) for element in _all(metadata, "title")
    ]
    main = (text for key, text in titles if "main" in refined.get(key, {}).get("title-type", ()))
    return next(main, next((text for _, text in titles if text), ""))


def _authors(metadata: Any, refined: Mapping[str, Mapping[str, list[str]]]) -> tuple[str, ...]:
    """Creators who are authors, or who have no role; as displayed, not as filed."""
    names: list[str] = []
    for element in _all(metadata, "creator"):
        name = " ".join("".join(element.itertext()).split())
        roles = refined.get(element.get("id") or "", {}).get("role") or [_attribute(element, "role")]
        if name.lower() not in _NO_NAMES and any(role.lower() in ("", "aut", "author", "cre", "dub") for role in roles):
            names.append(name)
    return tuple(dict.fromkeys(names))


def _dates(metadata: Any) -> tuple[str, str]:
    published = updated = ""
    for element in _all(metadata, "date"):
        event, day = _attribute(element, "event").lower(), iso_date("".join(element.itertext()))
        if event in ("modification", "modified"):
            updated = updated or day
        elif event in ("publication", "original-publication", "published"):
            published = day or published
        elif event == "" and not published:
            published = day
    return published, updated


def _identifier(root: Any, metadata: Any) -> str:
    wanted = root.get("unique-identifier") or ""
    found = [(element.get("id") or "", "".join(element.itertext()).strip()) for element in _all(metadata, "identifier")]
    return next((text for key, text in found if key == wanted and text), next((text for _, text in found if text), ""))

"""Reads the metadata of a package document: Dublin Core, EPUB 3's refinements, calibre's fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fabula.index.analysis.language_tags import language_tag
from fabula.index.model import Metadata
from fabula.index.readers.description import Description
from fabula.index.readers.metadata.dates import iso_date
from fabula.index.readers.metadata.source_address import first_address
from .opf_series import read_series
from .package_xml import all_elements, attribute

_AUTHOR_ROLES = ("", "aut", "author", "cre", "dub")
_UNKNOWN_AUTHORS = frozenset(("", "unknown", "unbekannt"))


def describe_package(root: Any, plain: Callable[[str], str]) -> Description:
    """The description in the package document `root`. `plain` removes the markup of a summary."""
    metadata = next(iter(all_elements(root, "metadata")), root)
    refinements = _refinements(metadata)

    def texts(tag: str) -> list[str]:
        return [text for element in all_elements(metadata, tag) if (text := _text(element))]

    meta = _meta_by_name(metadata)
    series = read_series(metadata, refinements, meta)
    published, updated = _dates(metadata)
    subjects = [part for text in texts("subject") for part in (text.split(",") if " -- " not in text else [text])]
    return Description(
        _title(metadata, refinements),
        _authors(metadata, refinements),
        Metadata(
            language=next((tag for text in texts("language") if (tag := language_tag(text))), ""),
            tags=tuple(dict.fromkeys(part.strip() for part in subjects if part.strip())),
            series=series.name,
            series_number=series.number,
            more_series=series.others,
            publisher=next(iter(texts("publisher")), ""),
            published=published,
            updated=updated or iso_date(meta.get("dcterms:modified", "")),
            summary=" ".join(plain(next(iter(texts("description")), "")).split()),
            # The source of a publisher's edition may be another edition; an address of its own comes first.
            address=first_address((*texts("identifier"), *texts("source"))),
            identifier=_identifier(root, metadata),
        ),
    )


def _text(element: Any) -> str:
    """All text of `element`, in one line."""
    return " ".join("".join(element.itertext()).split())


def _refinements(metadata: Any) -> dict[str, dict[str, list[str]]]:
    """EPUB 3: id -> property -> values."""
    refinements: dict[str, dict[str, list[str]]] = {}
    for meta in all_elements(metadata, "meta"):
        target = (meta.get("refines") or "").lstrip("#")
        if target and meta.text:
            refinements.setdefault(target, {}).setdefault(meta.get("property") or "", []).append(meta.text.strip())
    return refinements


def _meta_by_name(metadata: Any) -> dict[str, str]:
    values: dict[str, str] = {}
    for meta in all_elements(metadata, "meta"):
        if meta.get("refines"):
            continue
        if (name := meta.get("name")) and meta.get("content"):
            values.setdefault(name.lower(), meta.get("content").strip())
        elif (name := meta.get("property")) and meta.text and meta.text.strip():
            values.setdefault(name.lower(), meta.text.strip())
    return values


def _title(metadata: Any, refinements: Mapping[str, Mapping[str, list[str]]]) -> str:
    titles = [(element.get("id") or "", _text(element)) for element in all_elements(metadata, "title")]
    main = (text for key, text in titles if "main" in refinements.get(key, {}).get("title-type", ()))
    return next(main, next((text for _, text in titles if text), ""))


def _authors(metadata: Any, refinements: Mapping[str, Mapping[str, list[str]]]) -> tuple[str, ...]:
    """Creators who are authors or have no role; names as displayed, not as sorted."""
    names: list[str] = []
    for element in all_elements(metadata, "creator"):
        name = _text(element)
        roles = refinements.get(element.get("id") or "", {}).get("role") or [attribute(element, "role")]
        if name.lower() not in _UNKNOWN_AUTHORS and any(role.lower() in _AUTHOR_ROLES for role in roles):
            names.append(name)
    return tuple(dict.fromkeys(names))


def _dates(metadata: Any) -> tuple[str, str]:
    published = updated = ""
    for element in all_elements(metadata, "date"):
        event, day = attribute(element, "event").lower(), iso_date("".join(element.itertext()))
        if event in ("modification", "modified"):
            updated = updated or day
        elif event in ("publication", "original-publication", "published"):
            published = day or published
        elif event == "" and not published:
            published = day
    return published, updated


def _identifier(root: Any, metadata: Any) -> str:
    unique_id = root.get("unique-identifier") or ""
    identifiers = [
        (element.get("id") or "", "".join(element.itertext()).strip())
        for element in all_elements(metadata, "identifier")
    ]
    return next(
        (text for key, text in identifiers if key == unique_id and text),
        next((text for _, text in identifiers if text), ""),
    )

"""The series of a package document: EPUB 3's collections, else calibre's fields, which are in sidecars, too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from fabula.index.readers.metadata.series_number import series_number
from .package_xml import all_elements

Refinements = Mapping[str, Mapping[str, list[str]]]
"""Id of an element -> property -> values."""

# A "set" is more often a shelf ("The 100 Best Novels") than a story in volumes, so a series goes first.
_TYPES = ("series", "", "set")


class Series(NamedTuple):
    """The first series of a work, the work's number in it, and its other series; "" and () if unknown."""

    name: str = ""
    number: str = ""
    others: tuple[str, ...] = ()


def read_series(metadata: Any, refinements: Refinements, meta: Mapping[str, str]) -> Series:
    """`meta` has the values of the metadata's `<meta>` by their names, in lower case."""
    places: list[tuple[int, str, str]] = []
    for element in all_elements(metadata, "meta"):
        # What refines a collection is the collection that this one is a part of.
        if element.get("property") != "belongs-to-collection" or element.get("refines"):
            continue
        properties = refinements.get(element.get("id") or "", {})
        kind = next(iter(properties.get("collection-type", ())), "").lower()
        name = " ".join("".join(element.itertext()).split())
        if name:
            number = series_number(next(iter(properties.get("group-position", ())), ""))
            places.append((_TYPES.index(kind) if kind in _TYPES else len(_TYPES), name, number))
    if name := " ".join(meta.get("calibre:series", "").split()):
        places.append((0, name, series_number(meta.get("calibre:series_index", ""))))
    if not places:
        return Series()
    _, first, _ = min(places, key=lambda place: place[0])
    # Both ways may be there, and only one of them with a number.
    number = next((number for _, name, number in places if name == first and number), "")
    others = dict.fromkeys(name for _, name, _ in sorted(places, key=lambda place: place[0]) if name != first)
    return Series(first, number, tuple(others))

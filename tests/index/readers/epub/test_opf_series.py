"""The series of a book and the book's number in it, as EPUB 3, EPUB 2 and calibre write them."""

from __future__ import annotations

import pytest
from lxml import etree

from fabula.index.model import Metadata
from fabula.index.readers.description import Description
from fabula.index.readers.epub.opf_metadata import describe_package

COLLECTION = '<meta property="belongs-to-collection" id="{id}">{name}</meta>'
REFINED = '<meta refines="#{id}" property="{property}">{value}</meta>'


def collection(name: str, kind: str = "", position: str = "", key: str = "c1") -> str:
    parts = [COLLECTION.format(id=key, name=name)]
    for property_name, value in (("collection-type", kind), ("group-position", position)):
        if value:
            parts.append(REFINED.format(id=key, property=property_name, value=value))
    return "".join(parts)


def calibre(name: str, index: str, attribute: str = "name") -> str:
    if attribute == "name":
        return f'<meta name="calibre:series" content="{name}"/><meta name="calibre:series_index" content="{index}"/>'
    return f'<meta property="calibre:series">{name}</meta><meta property="calibre:series_index">{index}</meta>'


@pytest.mark.parametrize(
    ("xml", "series", "number", "others"),
    [
        (calibre("Lamps", "2.0"), "Lamps", "2", ()),
        (calibre("Lamps", "1.5"), "Lamps", "1.5", ()),
        (calibre("Lamps", "0"), "Lamps", "0", ()),
        (calibre("Lamps", "2", "property"), "Lamps", "2", ()),
        (calibre("", "1"), "", "", ()),
        ('<meta content="Lamps" name="calibre:series"/>', "Lamps", "", ()),
        (collection("Lamps", "series", "3"), "Lamps", "3", ()),
        (collection("Lamps", "", "3.25"), "Lamps", "3.25", ()),
        (collection("Lamps"), "Lamps", "", ()),
        (collection("Lamps", "series") + calibre("Lamps", "4"), "Lamps", "4", ()),
        (collection("100 Best", "set", "61") + collection("Lamps", "series", "2", "c2"), "Lamps", "2", ("100 Best",)),
        (collection("Lamps", "series", "2") + collection("All", "series", "7", "c2"), "Lamps", "2", ("All",)),
        (collection("The Lamp in Three Volumes", "set", "2"), "The Lamp in Three Volumes", "2", ()),
        (
            collection("Lamps", "series", "2")
            + '<meta refines="#c1" property="belongs-to-collection" id="c2">All Lights</meta>'
            + REFINED.format(id="c2", property="group-position", value="9"),
            "Lamps", "2", (),
        ),
        (collection("Lamps", "series", "second"), "Lamps", "", ()),
    ],
)  # fmt: skip
def test_a_series_has_its_number(xml: str, series: str, number: str, others: tuple[str, ...]) -> None:
    """A series goes before a set; a number that another way gives of the same series counts."""
    root = etree.fromstring(f"<package><metadata>{xml}</metadata></package>")
    metadata = describe_package(root, str).metadata
    assert (metadata.series, metadata.series_number, metadata.more_series) == (series, number, others)


def test_a_number_belongs_to_its_series() -> None:
    """What one place says of a series is not completed with the number of another series."""
    package = Description(metadata=Metadata(series="Lamps"))
    page = Description(metadata=Metadata(series="lamps", series_number="2"))
    other = Description(metadata=Metadata(series="Bells", series_number="5"))
    assert package.filled_from(page).metadata.series_number == "2"
    assert package.filled_from(other).metadata.series_number == ""
    assert Description().filled_from(other).metadata.series_number == "5"
    assert package.filled_from(other).filled_from(page).metadata.series_number == "2"

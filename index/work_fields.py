"""The fields of a work: from this table filters, facets, explanations, Whoosh documents, JSON and pages take values.

A new metadata field is added to `WORK_FIELDS`, to `Metadata` in model.py and to the readers that find it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from enum import StrEnum
from typing import Any, NamedTuple

from .model import Metadata, WorkRecord


class FieldKind(StrEnum):
    """How a filter compares its value with those of a work."""

    WORDS = "words"  # the filter's words stand in a row in one of the values
    LABEL = "label"  # the same; the Whoosh index keeps each value as one term
    ID = "id"  # equal
    LANGUAGE = "language"  # equal, or a wider language: "en" is all English, "en-gb" is that alone
    NUMBER = "number"  # a range
    DATE = "date"  # a range


class WorkField(NamedTuple):
    """A field of a work.

    name        in queries, facets and the Whoosh index.
    label       on the search page.
    get         the values of a work; some may be "". A NUMBER has one int.
    also        fields that a filter searches too. Facets, explanations and pages do not: they show `get` alone.
    heading     on the page of a work; "" for no row of its own.
    page_facet  True if the search page counts its values.
    listed      True if the list of works can be filtered by it.
    first_only  True if pages show, and list works by, the first value only.
    """

    name: str
    label: str
    get: Callable[[WorkRecord], tuple[Any, ...]]
    kind: FieldKind = FieldKind.WORDS
    also: tuple[str, ...] = ()
    heading: str = ""
    is_filter: bool = True
    is_facet: bool = True
    page_facet: bool = False
    listed: bool = False
    first_only: bool = False

    def values(self, work: WorkRecord) -> tuple[str, ...]:
        """The values for facets, explanations and pages."""
        return tuple(value for value in self.get(work) if value)

    def searched_values(self, work: WorkRecord) -> tuple[str, ...]:
        """The values for filters and the Whoosh index: those of the fields in `also` follow its own."""
        values = self.get(work)
        for name in self.also:
            values += WORK_FIELDS[name].get(work)
        return tuple(value for value in values if value)

    def page_values(self, work: WorkRecord) -> tuple[str, ...]:
        """The values that pages show."""
        return self.values(work)[:1] if self.first_only else self.values(work)


def _page_row(name: str, heading: str, get: Callable[[WorkRecord], tuple[Any, ...]]) -> WorkField:
    """A field that is only shown on the page of a work."""
    return WorkField(name, heading, get, heading=heading, is_filter=False, is_facet=False)


# In this order error messages and documents name them, and the page of a work shows them.
_FIELDS = (
    WorkField("title", "Title", lambda work: (work.title,), is_facet=False, listed=True),
    WorkField("author", "Author", lambda work: work.authors, page_facet=True, listed=True),
    WorkField("fandom", "Fandom", lambda work: work.metadata.fandoms, heading="Fandom", page_facet=True, listed=True),
    WorkField("relationship", "Relationship", lambda work: work.metadata.relationships, heading="Relationships"),
    WorkField(
        "character", "Character", lambda work: work.metadata.characters, also=("relationship",), heading="Characters"
    ),
    WorkField(
        "tag",
        "Tag",
        lambda work: work.metadata.tags,
        also=("warning", "category", "series"),
        heading="Tags",
        page_facet=True,
        listed=True,
    ),
    WorkField("rating", "Rating", lambda work: (work.metadata.rating,), FieldKind.LABEL, heading="Rating"),
    WorkField("warning", "Warning", lambda work: work.metadata.warnings, heading="Warnings"),
    WorkField("category", "Category", lambda work: work.metadata.categories, heading="Category"),
    WorkField(
        "series",
        "Series",
        lambda work: (work.metadata.series, *work.metadata.more_series),
        heading="Series",
        listed=True,
        first_only=True,
    ),
    WorkField(
        "lang", "Language", lambda work: (work.language,), FieldKind.LANGUAGE, heading="Language", page_facet=True
    ),
    WorkField("work", "Work", lambda work: (work.id,), FieldKind.ID),
    WorkField("words", "Length", lambda work: (work.words,), FieldKind.NUMBER, is_facet=False),
    WorkField(
        "date", "Date", lambda work: (work.metadata.updated or work.metadata.published,), FieldKind.DATE, is_facet=False
    ),
    # When it came into the library: a moment, of which a day is the beginning.
    WorkField("added", "Added", lambda work: (work.added,), FieldKind.DATE, is_facet=False),
    _page_row("publisher", "Publisher", lambda work: (work.metadata.publisher,)),
    _page_row("published", "Published", lambda work: (work.metadata.published,)),
    _page_row("updated", "Updated", lambda work: (work.metadata.updated,)),
)

WORK_FIELDS = {field.name: field for field in _FIELDS}

# What JSON has of the metadata: all but the language, which the record has itself, and the identifier.
METADATA_KEYS = tuple(field.name for field in fields(Metadata) if field.name not in ("language", "identifier"))

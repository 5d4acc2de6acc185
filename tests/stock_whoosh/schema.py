"""The Whoosh schema: which fields a scene is indexed under, and how their postings are written.

Positions are written as little-endian uint32, not pickled as Whoosh's own `Positions` format does.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator
from typing import Any

from whoosh.fields import ID, NUMERIC, STORED, FieldType, Schema
from whoosh.formats import Format

__all__ = ["LEXICAL_FIELDS", "WORD_FIELDS", "PackedPositions", "Words", "make_schema"]

# Query fields over the words of a work's values …
WORD_FIELDS = (
    "title", "author", "fandom", "relationship", "character", "tag", "rating", "warning", "category", "series",
)  # fmt: skip
# … and over values that compare as text (dates in ISO 8601, languages).
LEXICAL_FIELDS = ("date", "lang")


class PackedPositions(Format):  # type: ignore[misc]
    """Postings with the positions of a term in a document, ascending, as little-endian uint32."""

    def encode(self, positions: Iterable[int]) -> bytes:
        packed = array("I", positions)
        if sys.byteorder == "big":  # pragma: no cover
            packed.byteswap()
        return packed.tobytes()

    def decode_positions(self, value: bytes) -> array[int]:
        packed = array("I", value)
        if sys.byteorder == "big":  # pragma: no cover
            packed.byteswap()
        return packed

    def decode_frequency(self, value: bytes) -> int:
        return len(value) // 4

    def decode_weight(self, value: bytes) -> float:
        return len(value) // 4


class Words(FieldType):  # type: ignore[misc]
    """A field given as a list of terms in order, indexed with their positions."""

    def __init__(self) -> None:
        super().__init__(PackedPositions(), None, scorable=True)

    def index(self, value: list[str], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        by_term: dict[str, list[int]] = {}
        for position, term in enumerate(value):
            by_term.setdefault(term, []).append(position)
        encode = self.format.encode
        for term, positions in by_term.items():
            yield term.encode(), len(positions), len(positions), encode(positions)


def make_schema() -> Schema:
    """A document is a scene; `kind` "work" marks the one document of each work that keeps its record."""
    fields: dict[str, FieldType] = {
        "kind": ID(),
        "id": ID(),
        "work": ID(sortable=True),
        "order": NUMERIC(int, signed=False, sortable=True),
        "surface": Words(),
        "stem": Words(),
        "body": STORED(),
    }
    fields.update({name: Words() for name in WORD_FIELDS})
    fields.update({name: ID() for name in LEXICAL_FIELDS})
    return Schema(**fields)

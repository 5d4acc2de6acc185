"""The fields that Whoosh sees. A document is a scene."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from whoosh.analysis import Token, Tokenizer
from whoosh.columns import VarBytesColumn
from whoosh.fields import ID, STORED, FieldType, Schema
from whoosh.formats import Format

from fabula.index.analysis import stem, terms
from fabula.index.work_fields import WORK_FIELDS, FieldKind

__all__ = ["WHOLE_FIELDS", "WORD_FIELDS", "Places", "Terms", "Words", "make_schema"]

# Fields of the work: by words, and as one term. The number of words is none of them.
_WHOLE_KINDS = (FieldKind.LABEL, FieldKind.ID, FieldKind.LANGUAGE, FieldKind.DATE)
WORD_FIELDS = tuple(name for name, field in WORK_FIELDS.items() if field.is_filter and field.kind is FieldKind.WORDS)
WHOLE_FIELDS = tuple(name for name, field in WORK_FIELDS.items() if field.is_filter and field.kind in _WHOLE_KINDS)


class Places(Format):  # type: ignore[misc]  # Whoosh has no types
    """The positions of a term in a document, ascending, as little-endian uint32; Whoosh's own format is a pickle.

    Our postings are made by fabula.index; this makes those of an index that someone makes like ours.
    """

    def word_values(self, value: Any, analyzer: Any, **options: Any) -> Iterator[tuple[str, int, float, bytes]]:
        places: dict[str, list[int]] = {}
        for token in analyzer(value, positions=True, **options):
            places.setdefault(token.text, []).append(token.pos)
        return ((text, len(own), float(len(own)), self.encode(own)) for text, own in places.items())

    def encode(self, places: Iterable[int]) -> bytes:
        packed = array("I", places)
        if sys.byteorder == "big":  # pragma: no cover
            packed.byteswap()
        return packed.tobytes()

    def decode_positions(self, value: bytes) -> list[int]:
        packed = array("I", value)
        if sys.byteorder == "big":  # pragma: no cover
            packed.byteswap()
        return packed.tolist()

    def decode_position_boosts(self, value: bytes) -> list[tuple[int, int]]:
        return [(place, 1) for place in self.decode_positions(value)]

    def decode_frequency(self, value: bytes) -> int:
        return len(value) // 4

    def decode_weight(self, value: bytes) -> float:
        return len(value) // 4

    def combine(self, values: Iterable[bytes]) -> bytes:
        return self.encode(sorted({place for value in values for place in self.decode_positions(value)}))


class Terms(Tokenizer):  # type: ignore[misc]  # Whoosh has no types
    """Text to the terms that the index has (index/analysis), for the query parser and the highlighter.

    language  by whose rules words are stemmed, asked for with the first query; "" leaves them as they are.
    """

    def __init__(self, language: str | Callable[[], str] = "") -> None:
        self._language = language

    def __reduce__(self) -> tuple[Any, ...]:
        # Whoosh pickles the schema of an index that someone makes like ours.
        return (Terms, (self._language_now(),))

    def _language_now(self) -> str:
        return self._language if isinstance(self._language, str) else self._language()

    def __call__(
        self,
        value: str,
        positions: bool = False,
        chars: bool = False,
        keeporiginal: bool = False,
        removestops: bool = True,
        start_pos: int = 0,
        start_char: int = 0,
        mode: str = "",
        **options: Any,
    ) -> Iterator[Any]:
        language = self._language_now()
        # One token over and over, as Whoosh does.
        token = Token(positions, chars, removestops=removestops, mode=mode, **options)
        for place, term in enumerate(terms(value)):
            token.text = stem(term.text, language) if language else term.text
            token.boost = 1.0
            if keeporiginal:
                token.original = value[term.start : term.end]
            token.stopped = False
            if positions:
                token.pos = start_pos + place
            if chars:
                token.startchar, token.endchar = start_char + term.start, start_char + term.end
            yield token


class Words(FieldType):  # type: ignore[misc]  # Whoosh has no types
    """Words with their positions."""

    def __init__(self, language: str | Callable[[], str] = "", *, stored: bool = False) -> None:
        # What a person types as one word and is several terms ("would've") is a phrase.
        super().__init__(Places(), Terms(language), scorable=True, stored=stored, multitoken_query="phrase")

    def to_bytes(self, value: Any) -> bytes:
        if isinstance(value, list | tuple):
            value = value[0]
        return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")

    def from_bytes(self, value: bytes) -> str:
        return value.decode("utf-8", "surrogatepass")


def make_schema(language: str | Callable[[], str]) -> Schema:
    """`language` gives the one by whose rules the words of a query on `stem` are stemmed.

    surface, stem                          the words of the scene, folded, and their stems
    id                                     of the scene
    kind                                   "story" or "paratext"
    title, author, fandom, tag …           of the work, by words
    work, rating, lang, date               of the work, whole
    text, number, order, chapter, path     stored only
    """
    fields: dict[str, FieldType] = {
        "surface": Words(),
        "stem": Words(language),
        "id": ID(stored=True, unique=True),
        "kind": ID(stored=True),
    }
    fields |= {name: Words(stored=True) for name in WORD_FIELDS}
    fields |= {name: ID(stored=True, sortable=True) for name in WHOLE_FIELDS}
    fields |= {name: STORED() for name in ("text", "number", "order", "chapter", "path")}
    for name in ("title", "author"):
        fields[name].column_type = VarBytesColumn()
    return Schema(**fields)

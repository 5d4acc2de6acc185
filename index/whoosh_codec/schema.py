"""The schema of a library for Whoosh. A document is a scene."""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from whoosh.analysis import Token, Tokenizer
from whoosh.columns import VarBytesColumn
from whoosh.fields import ID, STORED, FieldType, Schema
from whoosh.formats import Format

from fabula.index.analysis import Term, flatten, fold, stem, terms
from fabula.index.work_fields import WORK_FIELDS, FieldKind

# Fields of the work that are indexed by words, and as one term. The number of words is not indexed.
_WHOLE_KINDS = (FieldKind.LABEL, FieldKind.ID, FieldKind.LANGUAGE, FieldKind.DATE)
WORD_FIELDS = tuple(name for name, field in WORK_FIELDS.items() if field.is_filter and field.kind is FieldKind.WORDS)
WHOLE_FIELDS = tuple(name for name, field in WORK_FIELDS.items() if field.is_filter and field.kind in _WHOLE_KINDS)


class Places(Format):  # type: ignore[misc]  # Whoosh has no types
    """Positions of a term in a document, ascending, as little-endian uint32; Whoosh's own format is a pickle.

    fabula.index makes the postings of a library; this makes those of another index with the same schema.
    """

    def word_values(self, value: Any, analyzer: Any, **options: Any) -> Iterator[tuple[str, int, float, bytes]]:
        positions: dict[str, list[int]] = {}
        for token in analyzer(value, positions=True, **options):
            positions.setdefault(token.text, []).append(token.pos)
        return ((term, len(at), float(len(at)), self.encode(at)) for term, at in positions.items())

    def encode(self, positions: Iterable[int]) -> bytes:
        packed = array("I", positions)
        if sys.byteorder == "big":  # pragma: no cover
            packed.byteswap()
        return packed.tobytes()

    def decode_positions(self, value: bytes) -> list[int]:
        packed = array("I", value)
        if sys.byteorder == "big":  # pragma: no cover
            packed.byteswap()
        return packed.tolist()

    def decode_position_boosts(self, value: bytes) -> list[tuple[int, int]]:
        return [(position, 1) for position in self.decode_positions(value)]

    def decode_frequency(self, value: bytes) -> int:
        return len(value) // 4

    def decode_weight(self, value: bytes) -> float:
        return len(value) // 4

    def combine(self, values: Iterable[bytes]) -> bytes:
        return self.encode(sorted({position for value in values for position in self.decode_positions(value)}))


class Terms(Tokenizer):  # type: ignore[misc]  # Whoosh has no types
    """Turns text into terms by the rules of index/analysis, for the query parser and the highlighter.

    A pattern ("w?lf", "*olf", a regular expression, an end of a range) is not split (Whoosh says `tokenize=False`): the
    signs in it would part it into words. It is folded as the terms are with which it is compared.

    language  whose rules stem the words, or a function that is called for each query; "" for no stemming.
    """

    def __init__(self, language: str | Callable[[], str] = "") -> None:
        self._language = language

    def __reduce__(self) -> tuple[Any, ...]:
        # Whoosh pickles the schema of another index with the same fields.
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
        tokenize: bool = True,
        **options: Any,
    ) -> Iterator[Any]:
        language = self._language_now()
        # The same token object each time, as in Whoosh.
        token = Token(positions, chars, removestops=removestops, mode=mode, **options)
        spelling = partial(stem, language=language) if tokenize else flatten
        for position, term in enumerate(terms(value) if tokenize else [Term(_folded_pattern(value), 0, len(value))]):
            token.text = spelling(term.text) if language else term.text
            token.boost = 1.0
            if keeporiginal:
                token.original = value[term.start : term.end]
            token.stopped = False
            if positions:
                token.pos = start_pos + position
            if chars:
                token.startchar, token.endchar = start_char + term.start, start_char + term.end
            yield token


def _folded_pattern(pattern: str) -> str:
    r"""The pattern, folded but for a letter after a backslash: `\W` of a regular expression is not `\w`."""
    return "".join(piece if piece.startswith("\\") else fold(piece) for piece in re.split(r"(\\.)", pattern))


class Words(FieldType):  # type: ignore[misc]  # Whoosh has no types
    """Words with their positions."""

    def __init__(self, language: str | Callable[[], str] = "", *, stored: bool = False) -> None:
        # A typed word with several terms ("would've") is a phrase.
        super().__init__(Places(), Terms(language), scorable=True, stored=stored, multitoken_query="phrase")

    def to_bytes(self, value: Any) -> bytes:
        if isinstance(value, list | tuple):
            value = value[0]
        return value if isinstance(value, bytes) else str(value).encode()

    def from_bytes(self, value: bytes) -> str:
        return value.decode()


def make_schema(language: str | Callable[[], str]) -> Schema:
    """The schema. `language` is that whose rules stem the words of a query on `stem`, or a function that returns it.

    surface, stem                       the folded words of the scene, and their stems
    id, kind                            of the scene; "story" or "paratext"
    title, author, fandom, tag …        of the work, by words
    work, rating, lang, date            of the work, as one term
    text, number, order, chapter, path  stored only
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

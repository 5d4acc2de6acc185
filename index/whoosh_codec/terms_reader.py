"""Whoosh's view of the terms of a segment: fields and terms in order, their statistics, their matchers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh.codec.base import FieldCursor, TermsReader
from whoosh.reading import TermInfo, TermNotFound

from .fields import Field
from .live_segment import LiveSegment
from .matcher import PostingsMatcher
from .postings import Postings

_Term = tuple[str, bytes]


class SegmentTermsReader(TermsReader):  # type: ignore[misc]  # Whoosh has no types
    def __init__(self, live: LiveSegment) -> None:
        self._fields = live.fields

    def indexed_field_names(self) -> list[str]:
        return list(self._fields)

    def __contains__(self, term: _Term) -> bool:
        name, text = term
        return name in self._fields and len(self._fields[name].postings(text)) > 0

    def terms(self) -> Iterator[_Term]:
        for name, field in self._fields.items():
            for text in field.terms_from(b""):
                yield name, text

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[_Term]:
        """The terms of this field from `prefix` on, then those of the fields after it."""
        for name, field in self._fields.items():
            if name >= fieldname:
                for text in field.terms_from(prefix if name == fieldname else b""):
                    yield name, text

    def items(self) -> Iterator[tuple[_Term, Any]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[_Term, Any]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def _postings(self, fieldname: str, text: bytes) -> Postings:
        """Raises KeyError, as Whoosh expects, if no document has the term."""
        postings = self._fields[fieldname].postings(text)
        if not len(postings):
            raise KeyError((fieldname, text))
        return postings

    def term_info(self, fieldname: str, text: bytes) -> Any:
        """Made anew for every call: Whoosh changes what it is given."""
        postings = self._postings(fieldname, text)
        counts = postings.counts
        lengths = self._fields[fieldname].lengths[postings.documents]
        return TermInfo(
            weight=float(counts.sum()),
            df=len(postings),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(counts.max()),
            minid=postings.ids[0],
            maxid=int(postings.documents[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        return float(self._postings(fieldname, text).counts.sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        return len(self._postings(fieldname, text))

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> PostingsMatcher:
        try:
            postings = self._postings(fieldname, text)
        except KeyError:
            raise TermNotFound(f"No term {fieldname}:{text!r}") from None
        return PostingsMatcher((fieldname, text), postings, format_, scorer)

    def cursor(self, fieldname: str, fieldobj: Any) -> TermCursor:
        return TermCursor(self._fields[fieldname], fieldobj)


class TermCursor(FieldCursor):  # type: ignore[misc]  # Whoosh has no types
    """A place among the terms of a field, for Whoosh's fuzzy words."""

    def __init__(self, field: Field, fieldobj: Any) -> None:
        self._field, self._fieldobj = field, fieldobj
        self._text: str | None = None
        self.first()

    def first(self) -> str | None:
        return self.find(b"")

    def find(self, term: str | bytes) -> str | None:
        """Go to the first term that is not before `term`."""
        start = term if isinstance(term, bytes) else self._fieldobj.to_bytes(term)
        self._rest = self._field.terms_from(start)
        return self.next()

    def next(self) -> str | None:
        text = next(self._rest, None)
        self._text = None if text is None else self._fieldobj.from_bytes(text)
        return self._text

    def text(self) -> str | None:
        return self._text

    term = text

    def is_valid(self) -> bool:
        return self._text is not None

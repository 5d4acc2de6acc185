"""The codec that Whoosh asks for: a segment names its codec, the codec gives readers. Nothing here can write."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

from whoosh.codec.base import Codec, Segment

from fabula.index.codec.toc import SegmentEntry
from .document_reader import SegmentDocumentReader
from .guard import refuse
from .live_segment import LiveSegment, live_segment
from .terms_reader import SegmentTermsReader


class FabulaSegment(Segment):  # type: ignore[misc]  # Whoosh has no types
    """A segment of a commit: its file, and the deleted works in it. Segments are equal if both are."""

    def __init__(self, folder: Path, entry: SegmentEntry) -> None:
        self.indexname, _, self.segid = entry.file.removesuffix(self.COMPOUND_EXT).partition("_")
        self.compound = False
        self._folder, self._entry = folder, entry

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FabulaSegment) and (self._folder, self._entry) == (other._folder, other._entry)

    def __hash__(self) -> int:
        return hash(self._entry)

    def codec(self) -> FabulaCodec:
        return FabulaCodec()

    def open(self) -> LiveSegment:
        """Raises FileNotFoundError, LibraryDamaged, LibraryTooNew."""
        return live_segment(self._folder, self._entry)

    def doc_count_all(self) -> int:
        return len(self.open())

    def deleted_count(self) -> int:
        return 0

    def deleted_docs(self) -> frozenset[int]:
        return frozenset()

    def is_deleted(self, docnum: int) -> bool:
        return False

    def set_doc_count(self, doccount: int) -> NoReturn:
        refuse()

    def delete_document(self, docnum: int, delete: bool = True) -> NoReturn:
        refuse()

    def should_assemble(self) -> bool:
        return False


class CommitSegments(list[FabulaSegment]):
    """All the segments of a commit.

    When a searcher is refreshed, Whoosh 2.7.5 extends the segments of the new commit by those of the old one
    (FileIndex._reader), so that deleted and merged scenes come back. Here `extend` does nothing.
    """

    def extend(self, _: Any) -> None:
        pass


class FabulaCodec(Codec):  # type: ignore[misc]  # Whoosh has no types
    def terms_reader(self, storage: Any, segment: FabulaSegment) -> SegmentTermsReader:
        return SegmentTermsReader(segment.open())

    def per_document_reader(self, storage: Any, segment: FabulaSegment) -> SegmentDocumentReader:
        return SegmentDocumentReader(segment.open())

    def per_document_writer(self, storage: Any, segment: Any) -> NoReturn:
        refuse()

    def field_writer(self, storage: Any, segment: Any) -> NoReturn:
        refuse()

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> NoReturn:
        refuse()

    def new_segment(self, storage: Any, indexname: str) -> NoReturn:
        refuse()

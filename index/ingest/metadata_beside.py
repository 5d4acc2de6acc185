"""The metadata beside a book, as calibre keeps it. If it is broken, or cannot be read for now, it changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property

from fabula.index.errors import SourceError, UnreadableSource
from fabula.index.files.pointers import pointer_reason
from fabula.index.files.source import Source
from fabula.index.model import Work
from fabula.index.readers.description import Description
from fabula.index.receipt import RunWarning, WarningKind
from .edition_digest import edition_digest, is_same_edition, is_same_story


class MetadataBeside:
    """That of one book; `sidecar` is None if it has none. It is parsed only if the book is not known with it."""

    def __init__(self, sidecar: Source | None) -> None:
        self._sidecar = sidecar
        self._problem = ""

    @property
    def is_broken(self) -> bool:
        return self._problem != ""

    def digest(self, source: Source, known: str) -> str:
        """The digest of the book with its metadata: that of the library, `known`, if nothing has changed, or only the
        metadata, which is broken. Raises UnreadableSource if the book cannot be read."""
        with suppress(SourceError, OSError):
            if known and is_same_edition(known, source, self._sidecar):
                return known
        if self._description is not None:
            return edition_digest(source, self._sidecar)
        return known if known and is_same_story(known, source) else source.digest()

    def describe(self, work: Work) -> Work:
        """`work` with the metadata, if that is whole."""
        if self._description is None:
            return work
        # Here because it imports lxml and the EPUB reader: 0.3 s that an update without news saves.
        from fabula.index.readers.epub.sidecar import apply_description

        return apply_description(work, self._description)

    def warnings(self) -> Iterator[RunWarning]:
        """One if the metadata is broken, about its own path."""
        if self._sidecar is not None and self._problem:
            text = (
                f"The metadata in {self._sidecar.path} is not used, as {self._problem}. What the library knows of the "
                "book stays. Mend the file, or delete it."
            )
            yield RunWarning(WarningKind.SIDECAR_BROKEN, text, self._sidecar.path)

    @cached_property
    def _description(self) -> Description | None:
        """What the metadata says; None if there is none, or if it is broken."""
        if self._sidecar is None:
            return None
        from fabula.index.readers.epub.sidecar import read_sidecar  # as above

        try:
            if reason := pointer_reason(self._sidecar):
                raise UnreadableSource(reason)
            return read_sidecar(self._sidecar)
        except SourceError as error:
            self._problem = str(error)
        except OSError as error:
            self._problem = f"it cannot be read: {error.strerror or error}"
        return None

"""Applies a `metadata.opf` beside a book, as calibre keeps it: it overrides the book's own metadata."""

from __future__ import annotations

from dataclasses import replace

from fabula.index.files.source import Source
from fabula.index.model import Work
from fabula.index.readers.description import Description
from fabula.index.readers.html.page_story import strip_markup
from .opf import read_description


def apply_sidecar(work: Work, sidecar: Source) -> Work:
    """`work` with the description in `sidecar`. Raises UnreadableSource if that is damaged."""
    description = read_description(sidecar.read(), sidecar.name, strip_markup)
    has_title = description.title != ""
    description = description.filled_from(Description(work.title, work.authors, work.metadata))
    metadata = replace(description.metadata, title_source="") if has_title else description.metadata
    return replace(work, title=description.title, authors=description.authors, metadata=metadata)

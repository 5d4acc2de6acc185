"""A `metadata.opf` beside a book, as calibre keeps it: what it says counts before what the book says of itself."""

from __future__ import annotations

from dataclasses import replace

from fabula.index.files.source import Source
from fabula.index.model import Work
from fabula.index.readers.description import Description
from fabula.index.readers.html.page_story import strip_markup

from .opf import read_description

__all__ = ["apply_sidecar"]


def apply_sidecar(work: Work, sidecar: Source) -> Work:
    """`work` as `sidecar` describes it. Raises UnreadableSource if that is damaged."""
    description = read_description(sidecar.read(), sidecar.name, strip_markup)
    both = description.filled_from(Description(work.title, work.authors, work.metadata))
    return replace(work, title=both.title, authors=both.authors, metadata=both.metadata)

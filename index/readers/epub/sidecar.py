"""A `metadata.opf` beside a book, as calibre keeps it: what it says counts before what the book says of itself."""

from __future__ import annotations

from dataclasses import replace

from fabula.index.files.source import Source
from fabula.index.model import Work
from fabula.index.readers.description import Description
from fabula.index.readers.html.page_story import without_markup

from .opf import read_description

__all__ = ["with_sidecar"]


def with_sidecar(work: Work, sidecar: Source) -> Work:
    """`work` as `sidecar` describes it. Raises UnreadableSource if that is damaged."""
    described = read_description(sidecar.read(), sidecar.name, without_markup)
    both = described.over(Description(work.title, work.authors, work.metadata))
    return replace(work, title=both.title, authors=both.authors, metadata=both.metadata)

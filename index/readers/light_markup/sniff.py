"""Tells files in light markup by their names, as no such text says what it is."""

from __future__ import annotations

from collections.abc import Container

from fabula.index.files.source import Source
from fabula.index.readers.bytes.binary import binary_kind


def sniff_name(source: Source, suffixes: Container[str]) -> int:
    """How sure a reader of files with these `suffixes` is of `source`: less where it holds no text."""
    if source.is_folder or source.suffix not in suffixes:
        return 0
    return 30 if binary_kind(source.head()) else 70

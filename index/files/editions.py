"""A folder that holds one book in several formats: which of them is read?

calibre keeps each book in a folder of its own, its formats under one name and a `metadata.opf` beside them; gitenberg
keeps an ebook of Project Gutenberg with its number in the folder's name and in the names of its formats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .source import Source

__all__ = ["Edition", "edition"]

# What keeps most of a story's structure comes first. ORIGINAL_EPUB is what calibre keeps of a book that it changed.
_BEST_FIRST = (
    ".epub .kepub .htmlz .html .htm .xhtml .fb2 .docx .odt .azw3 .azw .mobi .prc .md .markdown .org .asciidoc .adoc"
    " .rtf .txtz .txt .text .pdf .doc .pdb .lit .lrf .djvu .zip .rar .original_epub .original_mobi"
    " .original_azw3".split()
)
_RANKS = {suffix: rank for rank, suffix in enumerate(_BEST_FIRST)}
_SIDECAR = "metadata.opf"
_NUMBERED = re.compile(r".+_(\d{1,6})")


class Edition(NamedTuple):
    """One book: its files, the best first, and the file with its metadata that stands beside them."""

    files: tuple[Source, ...]
    sidecar: Source | None = None


def edition(folder: Source) -> Edition | None:
    """The book that `folder` holds; None if it is no folder of calibre's or gitenberg's."""
    sidecar = folder.child(_SIDECAR)
    if sidecar is not None and not sidecar.is_folder and b"<itemref" not in sidecar.head():
        by_stem: dict[str, list[Source]] = {}
        for file in _stories(folder):
            by_stem.setdefault(file.stem, []).append(file)
        if by_stem:
            formats = max(by_stem.values(), key=lambda files: len(files))
            return Edition(tuple(sorted(formats, key=_rank)), sidecar)
    elif match := _NUMBERED.fullmatch(folder.name):
        number = match[1]
        inner = [
            file for name in ("-h", "-0", "-8") if (found := folder.child(number + name)) for file in _inner(found)
        ]
        files = [*_stories(folder), *inner]
        if any(re.fullmatch(rf"{number}(-\w)?", file.stem) for file in files) and len(files) > 1:
            # Of the texts that with all characters ("-0") before the plain one, and old editions last.
            order = {number + ending: place for place, ending in enumerate(("-h", "-0", "", "-8"))}
            return Edition(tuple(sorted(files, key=lambda file: (_rank(file), order.get(file.stem, 9), file.name))))
    return None


def _stories(folder: Source) -> Iterator[Source]:
    return (
        child
        for child in folder.children()
        if child.suffix in _RANKS
        and not child.leaves_root
        and not child.is_folder
        and child.stem.lower() not in ("readme", "license")
    )


def _inner(folder: Source) -> Iterator[Source]:
    return _stories(folder) if folder.is_folder else iter(())


def _rank(file: Source) -> int:
    return _RANKS[file.suffix]

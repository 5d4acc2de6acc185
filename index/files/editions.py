"""A folder that holds one book in several formats: which of them is read?

calibre keeps each book in a folder of its own: its formats under one name, and a `metadata.opf` beside them. gitenberg
keeps an ebook of Project Gutenberg with its number in the folder's name and in the names of its formats.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import NamedTuple

from fabula.index.errors import UnreadableSource
from .source import Source

# The format that keeps most of a story's structure comes first. calibre keeps as ORIGINAL_EPUB a book that it changed.
_SUFFIXES_BEST_FIRST = (
    ".epub .kepub .htmlz .html .htm .xhtml .fb2 .docx .odt .azw3 .azw .mobi .prc .md .markdown .org .asciidoc .adoc"
    " .rtf .txtz .txt .text .pdf .doc .pdb .lit .lrf .djvu .zip .rar .original_epub .original_mobi"
    " .original_azw3".split()
)
_SUFFIX_RANKS = {suffix: rank for rank, suffix in enumerate(_SUFFIXES_BEST_FIRST)}
_CALIBRE_SIDECAR = "metadata.opf"
_GITENBERG_FOLDER = re.compile(r".+_(\d{1,6})")
# gitenberg's variants of one text: HTML, then the plain text with all characters before the ASCII one, old ones last.
_GITENBERG_VARIANTS = ("-h", "-0", "", "-8")


class Edition(NamedTuple):
    """One book: its files, the best first, and the file with its metadata beside them."""

    files: tuple[Source, ...]
    sidecar: Source | None = None


def _nothing(_: Source) -> bool:
    return False


def find_edition(folder: Source, is_left_out: Callable[[Source], bool] = _nothing) -> Edition | None:
    """The book in `folder`; None if it is no folder of calibre's or gitenberg's. `is_left_out`: is no story of it."""
    sidecar = _sidecar(folder)
    if sidecar is not None:
        by_stem: dict[str, list[Source]] = {}
        for file in _story_files(folder, is_left_out):
            by_stem.setdefault(file.stem, []).append(file)
        if by_stem:
            formats = max(by_stem.values(), key=lambda files: len(files))
            return Edition(tuple(sorted(formats, key=_suffix_rank)), sidecar)
    elif match := _GITENBERG_FOLDER.fullmatch(folder.name):
        number = match[1]
        files = list(_story_files(folder, is_left_out))
        for variant in ("-h", "-0", "-8"):
            inner = folder.child(number + variant)
            if inner is not None and inner.is_folder:
                files += _story_files(inner, is_left_out)
        if any(re.fullmatch(rf"{number}(-\w)?", file.stem) for file in files) and len(files) > 1:
            ranks = {number + variant: rank for rank, variant in enumerate(_GITENBERG_VARIANTS)}
            files.sort(key=lambda file: (_suffix_rank(file), ranks.get(file.stem, 9), file.name))
            return Edition(tuple(files))
    return None


def _sidecar(folder: Source) -> Source | None:
    """calibre's metadata, also where it cannot be read for now (its link leads nowhere, its permissions are wrong)."""
    sidecar = next((child for child in folder.children() if child.name == _CALIBRE_SIDECAR), None)
    if sidecar is None:
        return None
    with suppress(UnreadableSource, OSError):
        # An unpacked book has its package document under this name, too.
        if b"<itemref" in sidecar.head():
            return None
    return sidecar


def _story_files(folder: Source, is_left_out: Callable[[Source], bool]) -> Iterator[Source]:
    return (
        child
        for child in folder.children()
        if child.suffix in _SUFFIX_RANKS and not child.leaves_root and not child.is_folder and not is_left_out(child)
    )


def _suffix_rank(file: Source) -> int:
    return _SUFFIX_RANKS[file.suffix]

"""Applies a `metadata.opf` beside a book, as calibre keeps it: it overrides the book's own metadata.

A book is read leniently, as there is nothing better. A sidecar counts only if it is whole: what is missing from one
that was cut off would be taken for deleted.
"""

from __future__ import annotations

import re
from dataclasses import replace

from fabula.index.errors import UnreadableSource
from fabula.index.files.source import Source
from fabula.index.model import Work
from fabula.index.readers.bytes.encoding import declared_encoding, decode
from fabula.index.readers.bytes.mended_xml import parse_mended
from fabula.index.readers.description import Description
from fabula.index.readers.html.page_story import strip_markup
from .opf_metadata import describe_package
from .package_xml import local_name

# calibre's have 3 kB; with notes and columns of one's own, 100.
_MAX_BYTES = 8 * 1024 * 1024
_END = re.compile(r"</(?:\w{1,20}:)?package\s*>")


def read_sidecar(sidecar: Source) -> Description:
    """What it says of the book. Raises UnreadableSource with a sentence part if it is cut off, broken or no sidecar."""
    if sidecar.size > _MAX_BYTES:
        raise UnreadableSource(f"it is {sidecar.size:,} bytes long, and no metadata has that many")
    data = sidecar.read()
    # A file that was lost in a power failure has its size, and nothing but zeros.
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableSource("it is empty")
    text = decode(data, declared_encoding(data)).text
    parsed = parse_mended(text)
    if parsed.root is None:
        raise UnreadableSource("it is no XML")
    if parsed.mistake:
        raise UnreadableSource("it is damaged" if _END.search(text) else "it is cut off")
    if local_name(str(parsed.root.tag)) != "package":
        raise UnreadableSource("it is no package document")
    description = describe_package(parsed.root, strip_markup)
    if not description.title:
        raise UnreadableSource("it names no title")
    return description


def apply_description(work: Work, description: Description) -> Work:
    """`work` with the description of its sidecar, and its own where that says nothing."""
    full = description.filled_from(Description(work.title, work.authors, work.metadata))
    return replace(work, title=full.title, authors=full.authors, metadata=replace(full.metadata, title_source=""))

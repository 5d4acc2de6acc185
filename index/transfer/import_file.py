"""The file of an import: an archive of a library, or works as JSON Lines."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import BinaryIO

from fabula.index.errors import SourceError, UnreadableSource
from fabula.index.files.file_source import FileSource
from fabula.index.files.source import MAX_ARCHIVE_BYTES
from fabula.index.readers.jsonl.reader import SUFFIXES

# Where a tar archive says what it is.
_MAGIC, _MAGIC_OFFSET = b"ustar", 257


def is_archive(file: str | Path) -> bool:
    """True unless the name or the first bytes of `file` say that it holds works as JSON Lines."""
    path = Path(file)
    if path.suffix.lower() in SUFFIXES:
        return False
    try:
        head = FileSource.at(path).head()
    except SourceError:
        return True
    return head[_MAGIC_OFFSET:].startswith(_MAGIC) or not head.lstrip(codecs.BOM_UTF8 + b" \t\r\n").startswith(b"{")


def opened(source: FileSource) -> BinaryIO:
    """The file, whose size has no bound that matters, open for reading. Raises UnreadableSource with its name."""
    try:
        return source.open(MAX_ARCHIVE_BYTES)
    except UnreadableSource as error:
        raise UnreadableSource(f"{source.name} cannot be imported: {error}.") from error

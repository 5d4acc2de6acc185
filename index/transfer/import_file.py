"""The file of an import: an archive of a library, or works as JSON Lines."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import BinaryIO

from fabula.index.errors import OptionError, SourceError, UnreadableSource
from fabula.index.files.file_source import FileSource
from fabula.index.files.source import MAX_ARCHIVE_BYTES
from fabula.index.readers.jsonl.reader import SUFFIXES
from fabula.index.store.library_marker import is_library

# Where a tar archive says what it is.
_MAGIC, _MAGIC_OFFSET = b"ustar", 257


def is_archive(file: str | Path) -> bool:
    """True unless the name or the first bytes of `file` say that it holds works as JSON Lines.

    Raises OptionError for a folder.
    """
    path = Path(file)
    if path.is_dir():
        what = "a library, and no archive of one" if is_library(path) else "a folder"
        raise OptionError(
            f"{path} cannot be imported: it is {what}.",
            hint=f"fabula export --library {path} --output works.jsonl writes its works to a file that can be imported."
            if is_library(path)
            else f"fabula index {path} reads the stories in it. An import takes a file that fabula export wrote.",
        )
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

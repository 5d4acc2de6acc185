"""Reading over repeated units: all that a run does with a file, and the comparison of `fabula check --sources`."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache, partial
from typing import BinaryIO

from fabula.index.errors import SourceError
from fabula.index.files.source import MAX_BYTES, Source
from fabula.index.identity import work_id
from fabula.index.model import Work
from fabula.index.readers import Reader, readers
from fabula.index.segmentation import segment
from fabula.index.word_audit import audit_warnings, best_text, crude_texts, held_texts, left_out_texts, lost_words
from .formats import Format
from .units import Layout, Unit, scenes_of


class MemorySource(Source):
    """A file of these bytes that lies in no folder."""

    def __init__(self, name: str, content: bytes) -> None:
        self._name = name
        self._content = content

    @property
    def path(self) -> str:
        return self._name

    @property
    def root_display_path(self) -> str:
        return "/nowhere"

    @property
    def is_folder(self) -> bool:
        return False

    @property
    def size(self) -> int:
        return len(self._content)

    def open(self, max_bytes: int = MAX_BYTES) -> BinaryIO:
        return io.BytesIO(self._content)

    def children(self) -> Iterator[Source]:
        return iter(())


def read_unit(form: Format, unit: Unit, count: int, layout: Layout) -> list[Work]:
    """The works of a file of so many units in this format, read with its reader, whatever other readers say of it."""
    content = form.written(unit, scenes_of(unit, count, layout))
    source = MemorySource(f"a{form.suffix}", content)
    reader = _reader(form.reader)
    for other in readers():
        other.sniff(source)
    try:
        works = list(reader.read(source))
    except SourceError as error:
        # A file may be refused, but not slowly.
        assert str(error)
        return []
    for work in works:
        segment(work, work_id(work))
    texts = partial(crude_texts, source, reader.name, ())
    list(audit_warnings(source.path, works, texts()))
    held = [text for work in works for text in held_texts(work)]
    lost_words(best_text(texts(), works), [*held, *(item.text for item in left_out_texts(works))])
    return works


@cache
def _reader(name: str) -> Reader:
    return next(reader for reader in readers() if reader.name == name)

"""A segment of one commit with Whoosh's numbers: a document is a scene that is not deleted.

Deleted scenes have no number at all. Whoosh would have to mask them, and does not do so everywhere: its inverse matcher
gives the deleted document that follows the last match, and its quality skipping can stop on one. Without numbers no
deleted scene can come back, and the statistics for scores count living scenes only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import WeakValueDictionary

import numpy as np

from fabula.index.analysis import words
from fabula.index.array_types import I64
from fabula.index.codec.layout import GAP, KINDS
from fabula.index.codec.segment import Segment
from fabula.index.codec.toc import SegmentEntry
from fabula.index.errors import LibraryDamaged
from fabula.index.model import WorkRecord
from fabula.index.sorted_arrays import sorted_unique
from fabula.index.work_fields import WORK_FIELDS
from .fields import Field, ListedField, Token, WordField
from .schema import WHOLE_FIELDS, WORD_FIELDS


class LiveSegment:
    """The documents of a segment. All readers of the commit share it, in any thread: it never changes."""

    def __init__(self, segment: Segment, deleted: Iterable[int]) -> None:
        self.segment = segment
        alive = ~np.isin(segment.scene_works, np.array(sorted(deleted), np.uint32))
        self.scenes: I64 = np.flatnonzero(alive)
        self._document_of = np.where(alive, np.cumsum(alive) - 1, -1)
        self._works: I64 = segment.scene_works[self.scenes].astype(np.int64)

    def __len__(self) -> int:
        return len(self.scenes)

    @cached_property
    def fields(self) -> dict[str, Field]:
        """All indexed fields by name, sorted."""
        lengths = self.segment.scene_lengths[self.scenes].astype(np.int64)
        fields: dict[str, Field] = {
            "id": ListedField(np.arange(len(self)), self._ids),
            "kind": ListedField(self.segment.scene_kinds[self.scenes].astype(np.int64), _kinds),
            "surface": WordField(self.segment, self._document_of, lengths, stems=False),
            "stem": WordField(self.segment, self._document_of, lengths, stems=True),
        }
        for name in WORD_FIELDS:
            fields[name] = ListedField(self._works, partial(self._tokens, name, _word_tokens))
        for name in WHOLE_FIELDS:
            fields[name] = ListedField(self._works, partial(self._tokens, name, _whole_tokens))
        return dict(sorted(fields.items()))

    def _ids(self) -> list[list[Token]]:
        return [[(self.segment.scene_id(scene).encode(), 0)] for scene in self.scenes.tolist()]

    def _tokens(self, name: str, tokens: Callable[[Sequence[str]], list[Token]]) -> list[list[Token]]:
        return [tokens(WORK_FIELDS[name].searched_values(work)) for work in self.segment.works]

    def works(self) -> list[WorkRecord]:
        """The works that are not deleted."""
        return [self.segment.works[number] for number in sorted_unique(self._works).tolist()]

    def work(self, document: int) -> WorkRecord:
        return self.segment.works[int(self._works[document])]

    def stored(self, document: int) -> dict[str, Any]:
        """The stored fields of a scene, by the names of the schema; fields without a value are left out."""
        scene = self.segment.scene(int(self.scenes[document]))
        work = self.work(document)
        stored: dict[str, Any] = {name: WORK_FIELDS[name].searched_values(work) for name in WORD_FIELDS}
        stored |= {name: WORK_FIELDS[name].get(work)[0] for name in ("title", *WHOLE_FIELDS)}
        stored |= {
            "id": scene.id,
            "kind": scene.kind.value,
            "number": scene.number,
            "order": scene.order,
            "chapter": scene.chapter.title if scene.chapter else None,
            "text": scene.text,
            "path": work.path,
        }
        return {name: value for name, value in stored.items() if value not in (None, "", ())}


def _kinds() -> list[list[Token]]:
    return [[(kind.value.encode(), 0)] for kind in KINDS]


def _whole_tokens(values: Sequence[str]) -> list[Token]:
    return [(value.encode(), place) for place, value in enumerate(values)]


def _word_tokens(values: Sequence[str]) -> list[Token]:
    """The words of all values. A gap keeps a phrase from running from one author into the next."""
    tokens: list[Token] = []
    for value in values:
        start = tokens[-1][1] + GAP if tokens else 0
        tokens += [(word.encode(), place) for place, word in enumerate(words(value), start)]
    return tokens


_open: WeakValueDictionary[tuple[Path, SegmentEntry], LiveSegment] = WeakValueDictionary()
_lock = Lock()


def live_segment(folder: Path, entry: SegmentEntry) -> LiveSegment:
    """The open segment of a commit; all callers share it.

    Raises FileNotFoundError where a later commit has deleted it (Whoosh then looks for the later one), LibraryDamaged,
    LibraryTooNew.
    """
    with _lock:
        live = _open.get((folder, entry))
        if live is None:
            try:
                segment = Segment(folder / entry.file, entry.size)
            except LibraryDamaged as error:
                if isinstance(error.__cause__, FileNotFoundError):
                    raise error.__cause__ from None
                raise
            live = _open[(folder, entry)] = LiveSegment(segment, entry.deleted)
        return live

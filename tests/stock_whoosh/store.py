"""A store over stock Whoosh, used as an oracle. It is slow and shares nothing with the codec.

Whoosh's segment readers share one file cursor, so a lock lets one thread read at a time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Any, Self

from fabula.index.analysis import stem, words
from fabula.index.codec.records import work_from_json, work_to_json
from fabula.index.codec.toc import Toc
from fabula.index.errors import NotFound
from fabula.index.model import Scene, WorkRecord
from fabula.index.receipt import Progress
from fabula.index.store.protocol import Stats
from fabula.index.store.snapshot import Snapshot
from .scene_json import scene_from_json, scene_to_json
from .schema import make_schema

__all__ = ["WhooshStore", "WhooshWriter"]


class WhooshStore:
    """See `Store`. `reader` and `lock` are for the engine over the same files."""

    def __init__(self, folder: Path, index: Any) -> None:
        self.address = str(folder)
        self.folder = folder
        self.lock = RLock()
        self._index = index
        self.reader = index.reader()
        self._works: dict[str, WorkRecord] | None = None

    @classmethod
    def create(cls, folder: Path) -> Self:
        from whoosh.index import create_in

        folder.mkdir()
        return cls(folder, create_in(str(folder), make_schema()))

    @property
    def generation(self) -> int:
        # The reader of an index without segments has None.
        return int(self.reader.generation() or 0)

    def refresh(self) -> bool:
        with self.lock:
            if self._index.up_to_date() and self.reader.generation() == self._index.latest_generation():
                return False
            fresh = self._index.refresh()
            old, self.reader = self.reader, fresh.reader()
            self._index, self._works = fresh, None
            old.close()
            return True

    def works(self) -> Mapping[str, WorkRecord]:
        with self.lock:
            if self._works is None:
                works = [work_from_json(body) for body in self._bodies("kind", "work")]
                works.sort(key=lambda work: (work.title.casefold(), work.authors, work.id))
                self._works = {work.id: work for work in works}
            return self._works

    def scene(self, scene_id: str) -> Scene:
        for body in self._bodies("id", scene_id):
            return scene_from_json(body)
        raise NotFound.scene(scene_id)

    def scenes(self, work_id: str) -> tuple[Scene, ...]:
        if work_id not in self.works():
            raise NotFound.work(work_id)
        with self.lock:
            bodies = [self._body(doc) for doc in self._documents("work", work_id) if not self._is_record(doc)]
        return tuple(sorted((scene_from_json(body) for body in bodies), key=lambda scene: scene.order))

    def stats(self) -> Stats:
        return Stats.of(self.works().values(), self.generation)

    def snapshot(self) -> Snapshot:
        return Snapshot(Toc(0, ()))

    def pinned(self, describe: object = None) -> Self:
        return self

    def at(self, name: object) -> Self | None:
        return None

    def without(self, works: object) -> Self:
        return self

    def changed_ns(self) -> int:
        return time.time_ns()

    def write(self) -> WhooshWriter:
        return WhooshWriter(self)

    def close(self) -> None:
        with self.lock:
            self.reader.close()
            self._index.close()

    def scene_at(self, document: int) -> Scene:
        """The scene with Whoosh's document number `document`."""
        with self.lock:
            return scene_from_json(self._body(document))

    def _documents(self, field: str, term: str) -> list[int]:
        encoded = term.encode()
        # Whoosh stores term lengths in 16 bits; no id is that long.
        if len(encoded) > 1_000 or (field, encoded) not in self.reader:
            return []
        return list(self.reader.postings(field, encoded).all_ids())

    def _body(self, document: int) -> str:
        return str(self.reader.stored_fields(document)["body"])

    def _is_record(self, document: int) -> bool:
        return self._body(document).startswith(_RECORD)

    def _bodies(self, field: str, term: str) -> list[str]:
        with self.lock:
            bodies = [self._body(document) for document in self._documents(field, term)]
        return [body.removeprefix(_RECORD) for body in bodies]

    def new_writer(self) -> Any:
        return self._index.refresh().writer(limitmb=256)


# Marks the document of a work's record; scenes are JSON, which begins with a brace.
_RECORD = "work:"


class WhooshWriter:
    """See `StoreWriter`."""

    def __init__(self, store: WhooshStore) -> None:
        self._store = store
        self._writer = store.new_writer()
        self._finished = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._finished:
            self._finished = True
            self._writer.cancel()

    def add(self, work: WorkRecord, scenes: Sequence[Scene]) -> None:
        shared = _metadata_fields(work)
        language = work.language.partition("-")[0]
        self._writer.add_document(kind="work", work=work.id, body=_RECORD + work_to_json(work))
        for scene in scenes:
            surface = words(scene.text)
            self._writer.add_document(
                kind=scene.kind.value,
                id=scene.id,
                work=work.id,
                order=scene.order,
                surface=surface,
                stem=[stem(word, language) for word in surface],
                body=scene_to_json(scene),
                **shared,
            )

    def remove(self, work_id: str) -> None:
        self._writer.delete_by_term("work", work_id)

    def commit(self, progress: Callable[[Progress], object] | None = None) -> None:
        self._writer.commit()
        self._finished = True
        self._store.refresh()


def _metadata_fields(work: WorkRecord) -> dict[str, Any]:
    metadata = work.metadata
    values: dict[str, Any] = {
        "title": words(work.title),
        "author": _values(work.authors),
        "fandom": _values(metadata.fandoms),
        "character": _values((*metadata.characters, *metadata.relationships)),
        "tag": _values(
            (*metadata.tags, *metadata.warnings, *metadata.categories, metadata.series, *metadata.more_series)
        ),
        "relationship": _values(metadata.relationships),
        "warning": _values(metadata.warnings),
        "category": _values(metadata.categories),
        "series": _values((metadata.series, *metadata.more_series)),
        "rating": words(metadata.rating),
        "lang": work.language,
        "date": metadata.updated or metadata.published,
    }
    return {name: value for name, value in values.items() if value not in ("", [])}


# No folded word has this character, so a phrase cannot run from one author into the next.
_SEPARATOR = ["\x00"]


def _values(values: Sequence[str]) -> list[str]:
    terms: list[str] = []
    for value in values:
        terms += [*_SEPARATOR, *words(value)] if terms else words(value)
    return terms

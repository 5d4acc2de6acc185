"""The effect of one outcome on a library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from fabula.index.files.paths import path_key
from fabula.index.model import Scene, WorkRecord
from fabula.index.receipt import ChangeKind, Skipped, WorkChange
from fabula.index.store.protocol import StoreWriter
from .work_difference import differences


@dataclass(slots=True)
class Edit:
    """The ledger makes it, a writer writes it, the receipt counts it.

    removed    ids of works that go, or that are written anew.
    added      records and scenes to write.
    changes    the same as the receipt reports it.
    skipped    works without words.
    unchanged  the number of works of an unchanged file.
    waiting    the number of works whose place is settled at the end of the run.
    """

    removed: list[str] = field(default_factory=list)
    added: list[tuple[WorkRecord, Sequence[Scene]]] = field(default_factory=list)
    changes: list[WorkChange] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    unchanged: int = 0
    waiting: int = 0

    def write(self, writer: StoreWriter) -> None:
        for work_id in self.removed:
            writer.remove(work_id)
        for record, scenes in self.added:
            writer.add(record, scenes)


def work_change(
    kind: ChangeKind, record: WorkRecord, before: WorkRecord | None = None, *, same_text: bool | None = None
) -> WorkChange:
    """The change of a work as the receipt reports it.

    before     the record of a work that was there before; None for one that was added or removed.
    same_text  as for `differences`.
    """
    if before is None:
        return WorkChange(kind, record.id, record.title, record.path, record.source)
    what = differences(before, record, same_text=same_text)
    path_before = ""
    if kind is ChangeKind.MOVED:
        path_before = before.path if before.source == record.source else path_key(before.source, before.path)
    return WorkChange(kind, record.id, record.title, record.path, record.source, what, path_before)

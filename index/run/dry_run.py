"""A writer that writes nothing, for runs that only report what they would do."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Self

from fabula.index.account.phases import Report
from fabula.index.model import Scene, WorkRecord


class DryWriter:
    """See `StoreWriter`."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def add(self, work: WorkRecord, scenes: Sequence[Scene]) -> None: ...

    def remove(self, work_id: str) -> None: ...

    def commit(self, progress: Report | None = None) -> None:
        raise AssertionError("a dry run commits nothing")

"""Wraps the file system of a writer: observes each step that makes a change durable, and may make it fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from fabula.index.codec import durable

__all__ = ["Step", "watched"]


class Step(NamedTuple):
    """One change.

    kind     "create", "write", "sync", "rename", "remove", "folder" (created) or "names" (a folder synced).
    content  the bytes of a write.
    target   the new path of a rename.
    """

    kind: str
    path: Path
    content: bytes = b""
    target: Path | None = None


Watch = Callable[[Step], object]


class _WatchedFile:
    """A file open for writing."""

    def __init__(self, file: BinaryIO, path: Path, watch: Watch) -> None:
        self._file, self.path, self._watch = file, path, watch

    def __enter__(self) -> _WatchedFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, content: Any) -> int:
        self._watch(Step("write", self.path, bytes(content)))
        return self._file.write(content)

    def flush(self) -> None:
        self._file.flush()

    def fileno(self) -> int:
        return self._file.fileno()


class _Watched(durable.FileSystem):
    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def create(self, path: Path) -> Any:
        self._watch(Step("create", path))
        return _WatchedFile(super().create(path), path, self._watch)

    def sync(self, file: Any) -> None:
        self._watch(Step("sync", file.path))
        super().sync(file)

    def rename(self, path: Path, target: Path) -> None:
        self._watch(Step("rename", path, target=target))
        super().rename(path, target)

    def remove(self, path: Path) -> None:
        if path.exists():
            self._watch(Step("remove", path))
        super().remove(path)

    def make_folder(self, path: Path) -> None:
        self._watch(Step("folder", path))
        super().make_folder(path)

    def sync_folder(self, folder: Path) -> None:
        self._watch(Step("names", folder))
        super().sync_folder(folder)


@contextmanager
def watched(watch: Watch) -> Iterator[None]:
    """Call `watch` before every step. If it raises, the step raises the same and does nothing."""
    original, durable.system = durable.system, _Watched(watch)
    try:
        yield
    finally:
        durable.system = original

"""Read one task: choose the reader, open archives, cut works into scenes, and say what failed and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from fabula.index.errors import ExtraNeeded, NoStory, PartlyRead, SourceError, UnreadableSource
from fabula.index.files.archives import is_archive, opened
from fabula.index.files.source import Source, digest_of
from fabula.index.identity import work_id
from fabula.index.model import Work
from fabula.index.readers import Reader
from fabula.index.receipt import SkipKind, Skipped
from fabula.index.segmentation import segment

from .discovery import Task, chosen, tasks, unwanted
from .outcome import Begun, Outcome, Read, SegmentedWork, Unchanged

__all__ = ["Known", "read", "segment_work"]

# By path: the digest and the reader of what a library holds.
Known = Mapping[str, tuple[str, str]]
# An archive is opened rather than given to a reader that is less sure than this.
_SURE = 50


def read(task: Task, known: Known, after: str = "") -> Iterator[Outcome]:
    """All that comes of `task`. Raises nothing but MemoryError and what is no Exception.

    known  what need not be read again if it is as it was.
    after  the path at which reading was cut off before: everything up to it is passed over.
    """
    return _Reading(known, after).task(task)


class _Reading:
    def __init__(self, known: Known, after: str) -> None:
        self.known = known
        self.after = after

    def task(self, task: Task) -> Iterator[Outcome]:
        """The first of the sources that can be read, and a line for each other one."""
        taken = ""
        for source in task.sources:
            if taken:
                yield Skipped(source.path, SkipKind.IGNORED, f"it is the same book as {taken}, which was read")
                continue
            for outcome in self._source(source, task.sidecar):
                yield outcome
                if isinstance(outcome, Read | Unchanged) and len(task.sources) > 1:
                    taken = source.name

    def _source(self, source: Source, sidecar: Source | None) -> Iterator[Outcome]:
        path = source.path
        if self.after and not self.after.startswith(f"{path}!/"):
            if self.after == path:
                self.after = ""
            return
        try:
            if not self.after:
                yield Begun(path, _size(source))
            reader = chosen(source)
            if is_archive(source) and (reader is None or reader.sniff(source) < _SURE):
                yield from self._archive(source)
            elif reader is None:
                yield unwanted(source)
            else:
                yield from self._read(source, reader, sidecar)
        except MemoryError:
            raise
        except NoStory as error:
            yield Skipped(path, SkipKind.IGNORED, str(error))
            # What the file held before is gone, where a failure would leave it in place.
            yield Read(path, ())
        except SourceError as error:
            kind = SkipKind.EXTRA_NEEDED if isinstance(error, ExtraNeeded) else SkipKind.FAILED
            yield Skipped(path, kind, str(error), fleeting=isinstance(error.__cause__, OSError))
        except OSError as error:
            yield Skipped(path, SkipKind.FAILED, f"it cannot be read: {error.strerror or error}", fleeting=True)
        # Readers fail in their own ways: one line, not the end of the run.
        except Exception as error:  # noqa: BLE001
            yield Skipped(path, SkipKind.FAILED, f"reading it failed: {str(error) or type(error).__name__}")

    def _archive(self, source: Source) -> Iterator[Outcome]:
        with opened(source) as (folder, refused):
            if not self.after:
                for path, reason in refused:
                    yield Skipped(path, SkipKind.FAILED, reason)
                if not folder.members and not refused:
                    yield Skipped(source.path, SkipKind.IGNORED, "it is an empty archive")
            for found in tasks(folder, set(), named=True):
                if isinstance(found, Task):
                    yield from self.task(found)
                elif not self.after:
                    yield found

    def _read(self, source: Source, reader: Reader, sidecar: Source | None) -> Iterator[Outcome]:
        digest = _digest(source, reader, sidecar)
        if self.known.get(source.path) == (digest, reader.name):
            yield Unchanged(source.path)
            return
        works: list[Work] = []
        failed = ""
        try:
            works.extend(_works(source, reader))
        except PartlyRead as error:
            # Without a digest it is read again the next time, and what is missing is said again.
            digest, failed = "", str(error)
        # Where it was read and by whom is not for a reader to say: what is unchanged is known by that.
        works = [
            replace(work, source=source.root_display_path, path=source.path, reader=reader.name, digest=digest)
            for work in works
        ]
        if not works:
            raise UnreadableSource(f"the {reader.name} reader found no story in it")
        ill: Skipped | None = None
        if sidecar is not None and len(works) == 1:
            # It needs lxml, which nobody who only searches should wait for.
            from fabula.index.readers.epub.sidecar import with_sidecar

            try:
                works = [with_sidecar(works[0], sidecar)]
            except UnreadableSource as error:
                ill = Skipped(sidecar.path, SkipKind.FAILED, str(error))
        covers = tuple(part.path for part in _parts(source, reader)) if source.is_folder else ()
        yield Read(source.path, tuple(map(segment_work, works)), covers)
        if failed:
            yield Skipped(source.path, SkipKind.FAILED, failed)
        if ill is not None:
            yield ill


def _works(source: Source, reader: Reader) -> Iterator[Work]:
    try:
        for work in reader.read(source):
            title = " ".join(work.title.split())
            yield replace(work, title=title or (source.name if source.is_folder else source.stem))
    except (SourceError, MemoryError):
        raise
    except Exception as error:
        raise UnreadableSource(f"the {reader.name} reader failed: {str(error) or type(error).__name__}") from error


def _size(source: Source) -> int:
    return sum(child.size for child in source.children()) if source.is_folder else source.size


def _digest(source: Source, reader: Reader, sidecar: Source | None) -> str:
    digest = digest_of(_parts(source, reader)) if source.is_folder else source.digest()
    return digest if sidecar is None else digest_of((source, sidecar))


def _parts(folder: Source, reader: Reader) -> Iterable[Source]:
    """The files that the folder's work is made of: all, if the reader does not say."""
    parts = getattr(reader, "parts", None)
    return parts(folder) if parts is not None else _files(folder)


def _files(folder: Source) -> Iterator[Source]:
    for child in folder.children():
        if not child.leaves_root:
            yield from _files(child) if child.is_folder else (child,)


def segment_work(work: Work) -> SegmentedWork:
    """`work` cut into scenes."""
    identity = work_id(work)
    return SegmentedWork(replace(work, chapters=()), segment(work, identity), identity)

"""Files to a library: read what is new or changed, cut it into scenes, commit it at once, and give a receipt."""

from __future__ import annotations

import posixpath
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from .errors import ExtraNeeded, NoStory, SourceError, UnreadableSource
from .identity import is_named, numbered, work_id
from .language import language_of
from .model import Scene, SceneKind, Work, WorkRecord
from .receipt import Progress, Receipt, SkipKind, Skipped
from .segmentation import segment
from .source import located
from .store import Store, StoreWriter, create_store
from .walk import Found, walk

__all__ = ["add_works", "build", "record_of"]

_Report = Callable[[Progress], object]


def build(
    library: str | Path, sources: Iterable[str | Path], *, progress: Callable[[Progress], object] | None = None
) -> Receipt:
    """Bring the library up to date with these files and folders, in one commit; make it if there is none.

    Files whose bytes are as they were are not read again. Works of files that changed take the place of the old ones.
    Works that are not below `sources` stay. Raises SourceMissing (before anything is written), LibraryError.
    """
    report = progress or _silent
    started = time.perf_counter()
    skipped: list[Skipped] = []
    found: list[Found] = []
    for one in walk(sources, skipped):
        found.append(one)
        report(Progress("looking", len(found), None, path=one.source.path))
    store = create_store(library)
    try:
        with store.write() as writer:
            # Only now: whoever wrote before this had the lock may have added works.
            run = _Run(store, skipped)
            for index, one in enumerate(found):
                report(Progress("reading", index, len(found), path=one.source.path))
                run.add_file(writer, one)
            report(Progress("reading", len(found), len(found)))
            run.finish(writer, report)
        return run.receipt(files=len(found) + len(skipped) - run.failed, started=started)
    finally:
        store.close()


def add_works(
    library: str | Path, works: Iterable[Work], *, progress: Callable[[Progress], object] | None = None
) -> Receipt:
    """Add works made in Python, in one commit; one with the identity of a work in the library takes its place.

    Raises LibraryError; a work without any words is a `failed` line of the receipt.
    """
    report = progress or _silent
    started = time.perf_counter()
    store = create_store(library)
    try:
        with store.write() as writer:
            run = _Run(store, [])
            for index, work in enumerate(works):
                report(Progress("reading", index, None, unit="works", path=work.path))
                run.add_work(writer, work)
            run.finish(writer, report)
        return run.receipt(files=0, started=started)
    finally:
        store.close()


def _silent(_: Progress) -> None:
    pass


class _Run:
    """One commit's bookkeeping: which works were there, which came, which go."""

    def __init__(self, store: Store, skipped: list[Skipped]) -> None:
        self.store = store
        self.skipped = skipped
        self.added = self.updated = self.unchanged = self.failed = self.removed = 0
        known = store.works()
        self.taken: dict[str, WorkRecord] = dict(known)
        self.fresh: set[str] = set()
        self.by_place: dict[str, list[WorkRecord]] = {}
        # The works that share an identity, by their ids without numbers.
        self.families: dict[str, dict[str, WorkRecord]] = {}
        for record in sorted(known.values(), key=lambda record: (len(record.id), record.id)):
            self.by_place.setdefault(posixpath.join(record.source, record.path), []).append(record)
            self.families.setdefault(record.id.partition(".")[0], {})[record.id] = record

    def add_file(self, writer: StoreWriter, found: Found) -> None:
        source, reader = found.source, found.reader
        # Looked up by the whole path: the same file may have been named from another folder.
        before = self.by_place.get(posixpath.join(source.root_shown, source.path), [])
        try:
            digest = source.digest()
            if before and all(work.digest == digest and work.reader == reader.name for work in before):
                self.unchanged += len(before)
                return
            works = list(_whole(reader.read(source)))
            if not works:
                raise UnreadableSource(f"the {reader.name} reader found no story in it")
        except NoStory as error:
            # What the file held before is gone, where a failure would leave it in place.
            self._skip(source.path, SkipKind.IGNORED, str(error))
            works = []
        except SourceError as error:
            kind = SkipKind.EXTRA_NEEDED if isinstance(error, ExtraNeeded) else SkipKind.FAILED
            self._skip(source.path, kind, str(error))
            return
        except Exception as error:  # noqa: BLE001 - readers fail in their own ways: one line, not the end of the run
            reason = str(error) or type(error).__name__
            self._skip(source.path, SkipKind.FAILED, f"the {reader.name} reader failed: {reason}")
            return
        added = [self.add_work(writer, replace(_at(work, before), digest=digest), before) for work in works]
        if works and not any(added):
            return
        for record in before:
            if record.id not in self.fresh:
                writer.remove(record.id)
                self.taken.pop(record.id, None)
                self.removed += 1

    def add_work(self, writer: StoreWriter, work: Work, replaces: Iterable[WorkRecord] = ()) -> bool:
        """True if the work was added; False if it has no words, which is a line of the receipt."""
        identity, old = self._identify(work, replaces)
        scenes = segment(work, identity)
        if not scenes:
            self._skip(work.path or work.title, SkipKind.FAILED, "no words were found in it")
            return False
        record = record_of(work, identity, scenes)
        if old is not None:
            writer.remove(old.id)
            self.updated += 1
        else:
            self.added += 1
        writer.add(record, scenes)
        self.taken[identity] = record
        self.fresh.add(identity)
        self.families.get(identity.partition(".")[0], {}).pop(identity, None)
        return True

    def finish(self, writer: StoreWriter, report: _Report) -> None:
        if self.fresh or self.removed:
            report(Progress("committing", 0, None, unit="works"))
            writer.commit()
            report(Progress("committing", len(self.fresh), len(self.fresh), unit="works"))

    def receipt(self, files: int, started: float) -> Receipt:
        stats = self.store.stats()
        return Receipt(
            files=files,
            added=self.added,
            updated=self.updated,
            unchanged=self.unchanged,
            removed=self.removed,
            skipped=tuple(self.skipped),
            works=stats.works,
            scenes=stats.scenes,
            words=stats.words,
            bytes=stats.bytes,
            seconds=time.perf_counter() - started,
        )

    def _skip(self, path: str, kind: SkipKind, reason: str) -> None:
        self.skipped.append(Skipped(path, kind, reason))
        self.failed += 1

    def _identify(self, work: Work, replaces: Iterable[WorkRecord]) -> tuple[str, WorkRecord | None]:
        """The id for `work`, and the record whose place it takes. Two works of one run never share an id."""
        wanted = work_id(work)
        candidates = self.families.get(wanted, {}).values()
        # The same file as before; else the same bytes at a new place; else the work of a file that is gone.
        here = {record.id for record in replaces}
        for fits in (
            lambda old: old.id in here,
            lambda old: old.digest == work.digest and _moved(old, work),
            lambda old: _moved(old, work),
        ):
            old = next(filter(fits, candidates), None)
            if old is not None:
                return old.id, old
        return numbered(wanted, self.taken), None


def _moved(old: WorkRecord, work: Work) -> bool:
    """True if `work` is the one of `old` at a new place: its file is gone or the same by a link, or neither has one."""
    if not old.path or not work.path:
        return old.path == work.path
    there = located(posixpath.join(old.source, old.path))
    if there is not None:
        here = located(posixpath.join(work.source, work.path))
        return here is not None and there.samefile(here)
    # A path within a folder says nothing in another folder, which may only be absent for now.
    return is_named(work) or old.digest == work.digest


def _at(work: Work, before: Sequence[WorkRecord]) -> Work:
    """`work` under the folder that its file was first indexed from, so that what its id is made of stays the same."""
    if not before or work.path == before[0].path:
        return work
    return replace(work, source=before[0].source, path=before[0].path)


def _whole(works: Iterator[Work]) -> Iterator[Work]:
    for work in works:
        title = " ".join(work.title.split())
        yield replace(work, title=title or Path(work.path).stem)


def record_of(work: Work, identity: str, scenes: tuple[Scene, ...]) -> WorkRecord:
    """What the library keeps of `work` beside its scenes."""
    story = [scene for scene in scenes if scene.kind is SceneKind.STORY]
    return WorkRecord(
        id=identity,
        title=work.title or "Untitled",
        authors=work.authors,
        metadata=work.metadata,
        language=language_of(work, story or scenes),
        reader=work.reader,
        path=work.path,
        source=work.source,
        digest=work.digest,
        chapters=sum(chapter.number is not None for chapter in work.chapters),
        scenes=len(story),
        notes=len(scenes) - len(story),
        words=sum(scene.words for scene in story),
        size=sum(len(scene.text.encode("utf-8", "surrogatepass")) for scene in scenes),
    )

"""Files to a library: read what is new or changed, cut it into scenes, commit it at once, and give a receipt."""

from __future__ import annotations

import posixpath
import time
from bisect import bisect_left
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from .errors import OptionError
from .identity import is_named, numbered, work_id
from .language import language_of
from .model import Scene, SceneKind, Work, WorkRecord
from .reading import SECONDS, Cut, Job, Limits, Outcome, Read, Unchanged, cut_of, most_workers, read_all
from .receipt import Progress, Receipt, SkipKind, Skipped
from .source import located
from .store import Store, StoreWriter, create_store
from .walk import Task, walk

__all__ = ["add_works", "build", "record_of"]

_Report = Callable[[Progress], object]


def build(
    library: str | Path,
    sources: Iterable[str | Path],
    *,
    workers: int | None = None,
    timeout: float | None = None,
    speech: bool = True,
    progress: Callable[[Progress], object] | None = None,
) -> Receipt:
    """Bring the library up to date with these files and folders, in one commit; make it if there is none.

    Files whose bytes are as they were are not read again. Works of files that changed take the place of the old ones.
    Works that are not below `sources` stay.

    workers  processes that read files (as many as there are processors); 0 reads them in this one, where a file that
             makes its parser hang or crash does so to the caller.
    timeout  seconds that a small file may take (60); large ones have more.
    speech   tell speech apart from narration once the stories are committed, in a commit of its own, for all of the
             library that it was not done for; False leaves that to a later run. The receipt's seconds end before it.

    Raises SourceMissing (before anything is written), LibraryError, OptionError.
    """
    limits = _limits(workers, timeout)
    report = progress or _silent
    started = time.perf_counter()
    found: list[Task | Skipped] = []
    for one in walk(sources):
        found.append(one)
        report(Progress("looking", len(found), None, path=_path(one)))
    store = create_store(library)
    try:
        with store.write() as writer:
            # Only now: whoever wrote before this had the lock may have added works.
            run = _Run(store)
            with closing(_in_order(found, run, limits)) as outcomes:
                for done, path, outcome, task in outcomes:
                    report(Progress("reading", done, len(found), path=path))
                    run.take(writer, outcome, task)
            report(Progress("reading", len(found), len(found)))
            run.dissolve(writer)
            run.finish(writer, report)
        receipt = run.receipt(started=started)
        if speech:
            store.tell_speech(report)
        return receipt
    finally:
        store.close()


def _limits(workers: int | None, timeout: float | None) -> Limits:
    timeout = SECONDS if timeout is None else timeout
    if (workers is not None and workers < 0) or not timeout > 0:
        raise OptionError("There can be no fewer than 0 workers, and a file needs some time.")
    most = most_workers()
    return Limits(most if workers is None else min(workers, most and workers), timeout)


def _in_order(
    found: Sequence[Task | Skipped], run: _Run, limits: Limits
) -> Generator[tuple[int, str, Outcome, Task | None]]:
    """How many things were done with before, a path, what came of it, and of which task; all in the walk's order."""
    numbers = {id(one): number for number, one in enumerate(found)}
    place = 0
    with closing(read_all((Job(one, run.known(one)) for one in found if isinstance(one, Task)), limits)) as outcomes:
        for job, outcome in outcomes:
            while found[place] is not job.task:
                if isinstance(skipped := found[place], Skipped):
                    yield place, skipped.path, skipped, None
                place += 1
            yield numbers[id(job.task)], outcome.path, outcome, job.task
    for number, one in enumerate(found[place:], place):
        if isinstance(one, Skipped):
            yield number, one.path, one, None


def _path(found: Task | Skipped) -> str:
    return found.path if isinstance(found, Skipped) else found.sources[0].path


def add_works(
    library: str | Path,
    works: Iterable[Work],
    *,
    speech: bool = True,
    progress: Callable[[Progress], object] | None = None,
) -> Receipt:
    """Add works made in Python, in one commit; one with the identity of a work in the library takes its place.

    speech  as for `build`.

    Raises LibraryError; a work without any words is a `failed` line of the receipt.
    """
    report = progress or _silent
    started = time.perf_counter()
    store = create_store(library)
    try:
        with store.write() as writer:
            run = _Run(store)
            for index, work in enumerate(works):
                report(Progress("reading", index, None, unit="works", path=work.path))
                run.add_work(writer, cut_of(work))
            run.finish(writer, report)
        receipt = run.receipt(started=started)
        if speech:
            store.tell_speech(report)
        return receipt
    finally:
        store.close()


def _silent(_: Progress) -> None:
    pass


class _Run:
    """One commit's bookkeeping: which works were there, which came, which go."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.skipped: list[Skipped] = []
        self.files = self.added = self.updated = self.unchanged = self.removed = 0
        known = store.works()
        self.taken: dict[str, WorkRecord] = dict(known)
        self.fresh: set[str] = set()
        # By the whole path: the same file may have been named from another folder.
        self.by_place: dict[str, list[WorkRecord]] = {}
        # The works that share an identity, by their ids without numbers.
        self.families: dict[str, dict[str, WorkRecord]] = {}
        for record in sorted(known.values(), key=lambda record: (len(record.id), record.id)):
            self.by_place.setdefault(posixpath.join(record.source, record.path), []).append(record)
            self.families.setdefault(record.id.partition(".")[0], {})[record.id] = record
        self.places = sorted(self.by_place)
        # The places of which something was said in this run, and those whose works are in the library after it.
        self.met: set[str] = set()
        self.held: set[str] = set()

    def known(self, task: Task) -> dict[str, tuple[str, str]]:
        """What the library holds of `task` and of all that is in it: path -> digest and reader."""
        known: dict[str, tuple[str, str]] = {}
        for source in task.sources:
            for place in self._within(posixpath.join(source.root_shown, source.path)):
                records = self.by_place[place]
                marks = {(record.digest, record.reader) for record in records}
                if len(marks) == 1:
                    known[posixpath.relpath(place, source.root_shown)] = marks.pop()
        return known

    def _within(self, place: str) -> Iterator[str]:
        """The places of works that are `place` or lie in it, be it a file, an archive or a folder."""
        if place in self.by_place:
            yield place
        for start in (f"{place}!/", f"{place}/"):
            for index in range(bisect_left(self.places, start), len(self.places)):
                if not self.places[index].startswith(start):
                    break
                yield self.places[index]

    def take(self, writer: StoreWriter, outcome: Outcome, task: Task | None = None) -> None:
        """Take what came of `task` into the books, and its works into the library."""
        match outcome:
            case Skipped():
                self.skipped.append(outcome)
                self.files += 1
                if task is not None:
                    self.met.add(_place(task, outcome.path))
            case Unchanged():
                assert task is not None
                place = _place(task, outcome.path)
                self.unchanged += len(self.by_place[place])
                self.files += 1
                self.met.add(place)
                self.held.add(place)
            case Read():
                assert task is not None
                self._read(writer, outcome, task)

    def _read(self, writer: StoreWriter, read: Read, task: Task) -> None:
        self.files += bool(read.works)
        place = _place(task, read.path)
        self.met.add(place)
        # The formats of one book take each other's place, a folder that of the files in it.
        formats = [source.path for source in task.sources] if len(task.sources) > 1 else []
        places = dict.fromkeys([place, *(_place(task, path) for path in (*read.covers, *formats))])
        before = [record for place in places for record in self.by_place.get(place, ())]
        added = [self.add_work(writer, cut, before) for cut in read.works]
        if read.works and not any(added):
            return
        self.held.add(place)
        self._remove(writer, before)

    def dissolve(self, writer: StoreWriter) -> None:
        """Remove the works of folders and archives that are no work any more, as what is in them is read by itself."""
        for place in sorted(self.held):
            above = place
            while "/" in above:
                above = above.rpartition("/")[0].removesuffix("!")
                if above in self.by_place and above not in self.met:
                    self._remove(writer, self.by_place[above])

    def _remove(self, writer: StoreWriter, records: Iterable[WorkRecord]) -> None:
        for record in records:
            if record.id not in self.fresh and record.id in self.taken:
                writer.remove(record.id)
                self.taken.pop(record.id)
                self.removed += 1

    def add_work(self, writer: StoreWriter, cut: Cut, replaces: Sequence[WorkRecord] = ()) -> bool:
        """True if the work was added; False if it has no words, which is a line of the receipt."""
        work = _at(cut.work, replaces)
        if not cut.scenes:
            self.skipped.append(Skipped(work.path or work.title, SkipKind.FAILED, "no words were found in it"))
            return False
        wanted = cut.identity if work is cut.work else work_id(work)
        identity, old = self._identify(work, wanted, replaces)
        scenes = cut.scenes if identity == cut.identity else _renamed(cut.scenes, cut.identity, identity)
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

    def receipt(self, started: float) -> Receipt:
        stats = self.store.stats()
        return Receipt(
            files=self.files,
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

    def _identify(self, work: Work, wanted: str, replaces: Iterable[WorkRecord]) -> tuple[str, WorkRecord | None]:
        """The id for `work`, and the record whose place it takes. Two works of one run never share an id."""
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


def _place(task: Task, path: str) -> str:
    return posixpath.join(task.sources[0].root_shown, path)


def _at(work: Work, before: Sequence[WorkRecord]) -> Work:
    """`work` under the folder that its file was first indexed from, so that what its id is made of stays the same."""
    place = posixpath.join(work.source, work.path)
    for record in before:
        if work.path != record.path and place == posixpath.join(record.source, record.path):
            return replace(work, source=record.source, path=record.path)
    return work


def _renamed(scenes: tuple[Scene, ...], identity: str, other: str) -> tuple[Scene, ...]:
    """`scenes` of a work that is called `other` instead of `identity`."""
    return tuple(replace(scene, id=other + scene.id.removeprefix(identity), work_id=other) for scene in scenes)


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
        chapters=len({scene.chapter.number for scene in scenes if scene.chapter and scene.chapter.number is not None}),
        scenes=len(story),
        notes=len(scenes) - len(story),
        words=sum(scene.words for scene in story),
        size=sum(len(scene.text.encode("utf-8", "surrogatepass")) for scene in scenes),
    )

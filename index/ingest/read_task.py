"""Read one task: choose the reader, open archives, cut works into scenes, and report what failed and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from fabula.index.errors import ExtraNeeded, NoStory, PartlyRead, SourceError, SourceMissing, UnreadableSource
from fabula.index.files.archives import is_archive, open_archive
from fabula.index.files.left_out import NameRules
from fabula.index.files.paths import paths_with_start
from fabula.index.files.pointers import pointer_reason
from fabula.index.files.source import Source, digest_of
from fabula.index.identity import work_id
from fabula.index.model import Work
from fabula.index.readers import Reader
from fabula.index.receipt import RunWarning, SkipKind, Skipped
from fabula.index.segmentation import segment
from fabula.index.word_audit import audit_warnings, best_text, crude_texts, left_out_texts
from .discovery import Task, choose_reader, find_tasks, unread_source
from .edition_digest import is_same_story
from .metadata_beside import MetadataBeside
from .outcome import Audited, Begun, Outcome, Read, SegmentedWork, Unchanged

# Path -> digest and reader of what a library holds; the reader is "" if it is to be read again all the same.
Known = Mapping[str, tuple[str, str]]
# An archive is opened as one unless a reader is at least this sure of it (0 to 100).
_MIN_SURENESS_FOR_ARCHIVE = 50


def read_task(task: Task, known: Known, after: str = "", audits: bool = False) -> Iterator[Outcome]:
    """All outcomes of `task`. Raises MemoryError and what is no Exception, nothing else.

    known   what the library holds: it need not be read again if its digest and reader are the same, and stays if
            there is no story in it any more.
    after   the path at which an earlier reading broke off: everything up to it is passed over.
    audits  give what a comparison with the library needs (`Audited`), instead of works.
    """
    return _TaskReader(known, after, audits).read_task(task)


class _TaskReader:
    def __init__(self, known: Known, after: str, audits: bool) -> None:
        self.known = known
        self.after = after
        self.audits = audits
        self._known_paths = sorted(known)

    def read_task(self, task: Task) -> Iterator[Outcome]:
        """The first of the sources that can be read, and a line for each other one."""
        read_name = ""
        for source in task.sources:
            if read_name:
                yield Skipped(source.path, SkipKind.IGNORED, f"it is the same book as {read_name}, which was read")
                continue
            for outcome in self._read_source(source, task):
                yield outcome
                if isinstance(outcome, Read | Unchanged | Audited) and len(task.sources) > 1:
                    read_name = source.name
                if isinstance(outcome, Skipped) and outcome.kind is SkipKind.NOT_HERE and source.path in self.known:
                    # The library has the best format of the book, and keeps it until that is here again.
                    return

    def _read_source(self, source: Source, task: Task) -> Iterator[Outcome]:
        path = source.path
        if self.after and not self.after.startswith(f"{path}!/"):
            if self.after == path:
                self.after = ""
            return
        try:
            if not self.after:
                yield Begun(path, _size(source))
            if reason := pointer_reason(source):
                yield Skipped(path, SkipKind.NOT_HERE, reason)
                return
            reader = choose_reader(source)
            if is_archive(source) and (reader is None or reader.sniff(source) < _MIN_SURENESS_FOR_ARCHIVE):
                yield from self._read_archive(source, task.rules)
            elif reader is None:
                yield self._unless_known(source, unread_source(source))
            else:
                yield from self._read_story(source, reader, task.sidecar)
        except MemoryError:
            raise
        except NoStory as error:
            skipped = self._unless_known(source, Skipped(path, SkipKind.IGNORED, str(error)))
            yield skipped
            if skipped.kind is SkipKind.IGNORED:
                # This removes works that an older reader found in the same bytes; after a failure they would stay.
                yield Read(path, ())
        except SourceError as error:
            kind = SkipKind.EXTRA_NEEDED if isinstance(error, ExtraNeeded) else SkipKind.FAILED
            yield Skipped(path, kind, _reason(error), fleeting=isinstance(error.__cause__, OSError))
        except OSError as error:
            yield Skipped(path, SkipKind.FAILED, f"it cannot be read: {error.strerror or error}", fleeting=True)
        # Readers fail in their own ways: one line, not the end of the run.
        except Exception as error:  # noqa: BLE001
            yield Skipped(path, SkipKind.FAILED, f"reading it failed: {str(error) or type(error).__name__}")

    def _read_archive(self, source: Source, rules: NameRules) -> Iterator[Outcome]:
        with open_archive(source) as (folder, refused):
            if not self.after:
                for path, reason in refused:
                    yield Skipped(path, SkipKind.FAILED, reason)
                if not folder.members and not refused:
                    empty = Skipped(source.path, SkipKind.IGNORED, "it is an empty archive")
                    yield self._unless_known(source, empty)
            for task in find_tasks(folder, set(), named=True, rules=rules):
                if isinstance(task, Task):
                    yield from self.read_task(task)
                elif not self.after:
                    yield task

    def _unless_known(self, source: Source, skipped: Skipped) -> Skipped:
        """`skipped`, as a failure if the library has works of the file as it was, so that they stay."""
        paths = [source.path] if source.path in self.known else []
        paths += paths_with_start(self._known_paths, f"{source.path}!/")
        digests = {self.known[path][0] for path in paths}
        if skipped.kind is not SkipKind.IGNORED or not digests or _is_one_of(digests, source):
            return skipped
        return replace(skipped, kind=SkipKind.FAILED, reason=f"it held a story, and now {skipped.reason}")

    def _read_story(self, source: Source, reader: Reader, sidecar: Source | None) -> Iterator[Outcome]:
        beside = MetadataBeside(sidecar)
        known, known_reader = self.known.get(source.path, ("", ""))
        digest = _digest(source, reader) if sidecar is None else beside.digest(source, known)
        if digest and known == digest and known_reader == reader.name and not self.audits:
            yield Unchanged(source.path)
            yield from beside.warnings()
            return
        works: list[Work] = []
        failure = ""
        try:
            works.extend(_read_works(source, reader))
        except PartlyRead as error:
            # Without a digest it is read, and the missing part reported, again the next time.
            digest, failure = "", _reason(error)
        # Set here, whatever the reader says: an unchanged file is known by its path, reader and digest.
        works = [
            replace(work, source=source.root_display_path, path=source.path, reader=reader.name, digest=digest)
            for work in works
        ]
        if not works:
            raise UnreadableSource(f"the {reader.name} reader found no story in it")
        if len(works) == 1:
            works = [beside.describe(works[0])]
        parts = tuple(_parts(source, reader)) if source.is_folder else ()
        if self.audits:
            yield _audited(source, reader, parts, works, digest)
        else:
            covers = tuple(part.path for part in parts)
            yield Read(source.path, tuple(map(segment_work, works)), covers, beside.is_broken)
            yield from _warnings(source, reader, parts, works)
            yield from beside.warnings()
        if failure:
            yield Skipped(source.path, SkipKind.FAILED, failure)


def _read_works(source: Source, reader: Reader) -> Iterator[Work]:
    try:
        for work in reader.read(source):
            title = " ".join(work.title.split())
            if title:
                yield replace(work, title=title)
            else:
                name = source.name if source.is_folder else source.stem
                yield replace(work, title=name, metadata=replace(work.metadata, title_source="file"))
    except (SourceError, MemoryError):
        raise
    except Exception as error:
        raise UnreadableSource(f"the {reader.name} reader failed: {str(error) or type(error).__name__}") from error


def _warnings(source: Source, reader: Reader, parts: Sequence[Source], works: Sequence[Work]) -> Iterator[RunWarning]:
    try:
        yield from audit_warnings(source.path, works, crude_texts(source, reader.name, parts))
    except MemoryError:
        raise
    # The crude way may fail where the reader did not; `fabula check --sources` names such files.
    except Exception:  # noqa: BLE001
        return


def _audited(source: Source, reader: Reader, parts: Sequence[Source], works: Sequence[Work], digest: str) -> Audited:
    try:
        text = best_text(crude_texts(source, reader.name, parts), works)
    except MemoryError:
        raise
    # Extractions fail in their own ways, as readers do.
    except Exception as error:  # noqa: BLE001
        return Audited(source.path, digest, "", (), str(error) or type(error).__name__)
    return Audited(source.path, digest, text, tuple(left_out_texts(works)))


def _size(source: Source) -> int:
    return sum(child.size for child in source.children()) if source.is_folder else source.size


def _digest(source: Source, reader: Reader) -> str:
    """A hash of all bytes that the works are made of; "" if a part of a folder cannot be read. Its reader names it."""
    if not source.is_folder:
        return source.digest()
    try:
        return digest_of(_parts(source, reader))
    except UnreadableSource:
        return ""


def _is_one_of(digests: Iterable[str], source: Source) -> bool:
    try:
        return any(is_same_story(digest, source) for digest in digests)
    except (SourceError, OSError):
        return False


def _parts(folder: Source, reader: Reader) -> Iterable[Source]:
    """The files that the folder's work is made of: all, unless the reader names them."""
    parts = getattr(reader, "parts", None)
    return parts(folder) if parts is not None else _files_below(folder)


def _files_below(folder: Source) -> Iterator[Source]:
    for child in folder.children():
        if not child.leaves_root:
            yield from _files_below(child) if child.is_folder else (child,)


def segment_work(work: Work) -> SegmentedWork:
    """`work` cut into scenes."""
    identity = work_id(work)
    return SegmentedWork(replace(work, chapters=(), left_out=()), segment(work, identity), identity)


def _reason(error: SourceError) -> str:
    """What the receipt says of a file that cannot be read, and what can be done about it."""
    # A path that nobody typed needs no advice on its spelling.
    hint = "" if isinstance(error, SourceMissing) else error.hint.rstrip(".")
    return f"{error}. {hint}" if hint else str(error)

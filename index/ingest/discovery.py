"""From the paths a person named to the tasks to read: each file exactly once, in a stable order."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from fabula.index.errors import SourceError, UnreadableSource
from fabula.index.files.archives import NOT_ARCHIVES
from fabula.index.files.editions import find_edition
from fabula.index.files.file_source import FileSource
from fabula.index.files.left_out import ByName, NameRules
from fabula.index.files.left_out.siblings import folded_names
from fabula.index.files.pointers import pointer_reason
from fabula.index.files.source import MAX_DEPTH, Source
from fabula.index.folder_names import MARKER
from fabula.index.readers import Reader, choose, readers
from fabula.index.receipt import SkipKind, Skipped

# Formats that hold stories and have no reader: to call them "no stories" would be untrue.
_UNREAD_SUFFIXES = frozenset(".doc .djvu .lit .lrf .pdb .rar".split())
_STORY_SUFFIXES = (
    frozenset(
        ".txt .text .md .markdown .org .adoc .asciidoc .html .htm .xhtml .epub .fb2 .rtf .zip .7z .tar .tgz .gz .bz2"
        " .xz".split()
    )
    - NOT_ARCHIVES
)


class Task(NamedTuple):
    """A file to read, or a folder that is one work. The first of `sources` that can be read is read; `sidecar` is a
    file whose metadata is better than the work's own; `rules` say what is left out of an archive by name."""

    sources: tuple[Source, ...]
    sidecar: Source | None = None
    rules: NameRules = NameRules()

    @property
    def root(self) -> str:
        """The display path of the root that the paths of its outcomes are relative to."""
        return self.sources[0].root_display_path


def walk(paths: Iterable[str | Path]) -> Iterator[Task | Skipped]:
    """The tasks below `paths`, and lines for files that are passed over. Raises SourceMissing before anything else."""
    seen: set[Hashable] = set()
    # A reader that cannot even be loaded is no fault of the files.
    readers()
    for root in [FileSource.at(path) for path in paths]:
        yield from find_tasks(root, seen, named=True)


def find_tasks(
    source: Source, seen: set[Hashable], *, named: bool = False, rules: NameRules | None = None, depth: int = 0
) -> Iterator[Task | Skipped]:
    """The tasks below `source`. `seen` has the identities of the files met before; `named`: a person chose it, so it is
    read whatever its name. `rules` are by default those of a library without settings."""
    rules = NameRules() if rules is None else rules
    try:
        left_out = None if named else rules.judge(source.path, is_folder=source.is_folder)
        if left_out is not None:
            yield from _find_left_out(source, seen, rules, left_out, depth)
            return
        is_missing = source.missing_target != ""
        if source.leaves_root and not is_missing:
            raise UnreadableSource("it is a link that leads out of the folder, or back into it")
        # The same file by two paths, two links or two names of a root is one file.
        if (identity := source.identity()) in seen:
            return
        seen.add(identity)
        if depth > MAX_DEPTH:
            raise UnreadableSource(f"it lies more than {MAX_DEPTH} folders deep")
        if is_missing:
            yield Skipped(source.path, SkipKind.NOT_HERE, pointer_reason(source))
        elif source.is_folder:
            yield from _find_in_folder(source, seen, rules, depth)
        else:
            yield Task((source,), rules=rules)
    except SourceError as error:
        yield Skipped(source.path, SkipKind.FAILED, str(error))
    except OSError as error:
        yield Skipped(source.path, SkipKind.FAILED, f"it cannot be read: {error.strerror or error}")


def _find_left_out(
    source: Source, seen: set[Hashable], rules: NameRules, left_out: ByName, depth: int
) -> Iterator[Task | Skipped]:
    """A line for what is left out by name, and the tasks below it that are included all the same."""
    with suppress(OSError, ValueError):
        # The metadata beside a book, and the files of an unpacked one, are a part of it whatever their names.
        if source.identity() in seen:
            return
    yield Skipped(source.path, SkipKind.IGNORED, left_out.reason, pattern=left_out.pattern)
    yield from _find_included(source, seen, rules, depth)


def _find_included(source: Source, seen: set[Hashable], rules: NameRules, depth: int) -> Iterator[Task | Skipped]:
    if not source.is_folder or source.leaves_root or depth > MAX_DEPTH or not rules.may_include_below(source.path):
        return
    for child in source.children():
        if rules.judge(child.path, is_folder=child.is_folder) is None:
            yield from find_tasks(child, seen, rules=rules, depth=depth + 1)
        else:
            yield from _find_included(child, seen, rules, depth + 1)


def _find_in_folder(folder: Source, seen: set[Hashable], rules: NameRules, depth: int) -> Iterator[Task | Skipped]:
    if folder.child(MARKER) is not None:
        yield Skipped(folder.path, SkipKind.IGNORED, "it is a Fabula library")
        return
    names = folded_names(folder)

    def is_left_out(child: Source) -> bool:
        return (rules.judge(child.path) or rules.conflict_copy(child.path, names)) is not None

    reader = choose_reader(folder)
    if reader is not None:
        parts = getattr(reader, "parts", None)
        if parts is None:
            yield Task((folder.with_name(),), rules=rules)
            return
        # By identity, so that a link to a file counts as the file.
        identities = {part.identity() for part in parts(folder)}
        if not identities & seen:
            seen |= identities
            yield Task((folder.with_name(),), rules=rules)
    elif edition := find_edition(folder, is_left_out):
        files = tuple(file for file in edition.files if file.identity() not in seen)
        seen.update(file.identity() for file in edition.files)
        if edition.sidecar is not None:
            with suppress(OSError):
                seen.add(edition.sidecar.identity())
        if files:
            yield Task(files, edition.sidecar, rules)
    for child in folder.children():
        if copy := rules.conflict_copy(child.path, names):
            yield Skipped(child.path, SkipKind.IGNORED, copy.reason, pattern=copy.pattern)
        else:
            yield from find_tasks(child, seen, rules=rules, depth=depth + 1)


def choose_reader(source: Source) -> Reader | None:
    """The reader for `source`. Raises UnreadableSource if a reader fails while it looks at it."""
    try:
        return choose(source)
    except (SourceError, OSError):
        raise
    except Exception as error:
        raise UnreadableSource(f"a reader failed to look at it: {str(error) or type(error).__name__}") from error


def unread_source(source: Source) -> Skipped:
    """The receipt's line for a file without a reader: FAILED if its name says that it is a story, else IGNORED."""
    suffix = source.suffix
    if suffix in _STORY_SUFFIXES:
        return Skipped(source.path, SkipKind.FAILED, _damage(source))
    if suffix in _UNREAD_SUFFIXES:
        better = ".docx, .odt or .rtf" if suffix == ".doc" else "EPUB, HTML or plain text"
        reason = f"{suffix} files cannot be read yet; convert it to {better}"
        return Skipped(source.path, SkipKind.FAILED, reason)
    return Skipped(source.path, SkipKind.IGNORED, f"no reader for {suffix} files" if suffix else "no reader knows it")


def _damage(source: Source) -> str:
    if source.size == 0:
        return "the file is empty"
    if b"\x00" in source.head():
        return "it holds binary data, not text"
    return f"its contents are not what the ending {source.suffix} says"

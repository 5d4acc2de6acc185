"""From the paths a person named to the tasks to read: each file exactly once, in a stable order."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from fabula.index.errors import SourceError, UnreadableSource
from fabula.index.files.archives import NOT_ARCHIVES
from fabula.index.files.editions import find_edition
from fabula.index.files.file_source import FileSource
from fabula.index.files.pointers import missing_target, pointer_reason
from fabula.index.files.source import MAX_DEPTH, Source
from fabula.index.folder_names import MARKER
from fabula.index.readers import Reader, choose, readers
from fabula.index.receipt import SkipKind, Skipped

# Names of files that lie beside stories everywhere and are none.
_NOT_STORIES = frozenset(
    "readme license licence copying changelog contributing authors notice makefile thumbs desktop".split()
)
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
    file whose metadata is better than the work's own."""

    sources: tuple[Source, ...]
    sidecar: Source | None = None

    @property
    def root(self) -> str:
        """The display path of the root that the paths of its outcomes are relative to."""
        return self.sources[0].root_display_path


Excludes = Callable[[str], str]
"""Takes a path and returns the pattern that excludes it, "" if none does."""


def walk(paths: Iterable[str | Path]) -> Iterator[Task | Skipped]:
    """The tasks below `paths`, and lines for files that are passed over. Raises SourceMissing before anything else."""
    seen: set[Hashable] = set()
    # A reader that cannot even be loaded is no fault of the files.
    readers()
    for root in [FileSource.at(path) for path in paths]:
        yield from find_tasks(root, seen, named=True)


def _exclude_nothing(_: str) -> str:
    return ""


def find_tasks(
    source: Source, seen: set[Hashable], *, named: bool = False, excludes: Excludes = _exclude_nothing, depth: int = 0
) -> Iterator[Task | Skipped]:
    """The tasks below `source`. `seen` has the identities of the files met before; `named`: a person chose it."""
    try:
        if not named and (pattern := excludes(source.path)):
            yield Skipped(source.path, SkipKind.IGNORED, f'library.toml excludes "{pattern}"')
            return
        if missing_target(source):
            yield Skipped(source.path, SkipKind.NOT_HERE, pointer_reason(source))
            return
        if source.leaves_root:
            raise UnreadableSource("it is a link that leads out of the folder, or back into it")
        # The same file by two paths, two links or two names of a root is one file.
        if (identity := source.identity()) in seen:
            return
        seen.add(identity)
        if depth > MAX_DEPTH:
            raise UnreadableSource(f"it lies more than {MAX_DEPTH} folders deep")
        if source.is_folder:
            yield from _find_in_folder(source, seen, excludes, named=named, depth=depth)
        elif reason := _ignored_reason(source):
            yield Skipped(source.path, SkipKind.IGNORED, reason)
        else:
            yield Task((source,))
    except SourceError as error:
        yield Skipped(source.path, SkipKind.FAILED, str(error))
    except OSError as error:
        yield Skipped(source.path, SkipKind.FAILED, f"it cannot be read: {error.strerror or error}")


def _find_in_folder(
    folder: Source, seen: set[Hashable], excludes: Excludes, *, named: bool, depth: int
) -> Iterator[Task | Skipped]:
    if folder.child(MARKER) is not None:
        yield Skipped(folder.path, SkipKind.IGNORED, "it is a Fabula library")
        return
    if folder.name.startswith(".") and not named:
        yield Skipped(folder.path, SkipKind.IGNORED, "it is hidden")
        return
    reader = choose_reader(folder)
    if reader is not None:
        parts = getattr(reader, "parts", None)
        if parts is None:
            yield Task((folder.with_name(),))
            return
        # By identity, so that a link to a file counts as the file.
        identities = {part.identity() for part in parts(folder)}
        if not identities & seen:
            seen |= identities
            yield Task((folder.with_name(),))
    elif edition := find_edition(folder):
        files = tuple(file for file in edition.files if file.identity() not in seen and not excludes(file.path))
        seen.update(file.identity() for file in edition.files)
        if edition.sidecar is not None:
            seen.add(edition.sidecar.identity())
        if files:
            yield Task(files, edition.sidecar)
    for child in folder.children():
        yield from find_tasks(child, seen, excludes=excludes, depth=depth + 1)


def choose_reader(source: Source) -> Reader | None:
    """The reader for `source`. Raises UnreadableSource if a reader fails while it looks at it."""
    try:
        return choose(source)
    except (SourceError, OSError):
        raise
    except Exception as error:
        raise UnreadableSource(f"a reader failed to look at it: {str(error) or type(error).__name__}") from error


def _ignored_reason(source: Source) -> str:
    """Why the file is not offered to readers; "" if it is."""
    if source.name.startswith("."):
        return "it is hidden"
    if source.stem.lower() in _NOT_STORIES:
        return "it is about the folder, not a story"
    return ""


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

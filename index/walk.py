"""From the paths a person named to the files that readers open, each exactly once, in a stable order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from .errors import SourceError, UnreadableSource
from .marker import is_library
from .readers import Reader, choose, readers
from .receipt import SkipKind, Skipped
from .source import MAX_DEPTH, Source

__all__ = ["Found", "walk"]

# Files that lie beside stories everywhere and are none.
_NOT_STORIES = frozenset(
    "readme license licence copying changelog contributing authors notice makefile thumbs desktop".split()
)


class Found(NamedTuple):
    """A source and the reader that is surest of it."""

    source: Source
    reader: Reader


def walk(paths: Iterable[str | Path], skipped: list[Skipped]) -> Iterator[Found]:
    """What can be read below `paths`. What cannot is added to `skipped`. Raises SourceMissing before anything else."""
    seen: set[tuple[int, int]] = set()
    # A reader that cannot even be loaded is no fault of the files.
    readers()
    for root in [Source.at(path) for path in paths]:
        yield from _walk(root, skipped, seen)


def _walk(source: Source, skipped: list[Skipped], seen: set[tuple[int, int]]) -> Iterator[Found]:
    named = source.location == source.root
    try:
        if source.leaves_root:
            raise UnreadableSource("it is a link that leads out of the folder, or back into it")
        status = source.location.stat()
        # The same file by two paths, two links or two names of a root is one file.
        identity = (status.st_dev, status.st_ino)
        if identity in seen:
            return
        seen.add(identity)
        if source.depth > MAX_DEPTH:
            raise UnreadableSource(f"it lies more than {MAX_DEPTH} folders deep")
        if not source.is_folder and (reason := _no_story(source)):
            skipped.append(Skipped(source.path, SkipKind.IGNORED, reason))
            return
        reader = _chosen(source)
        if reader is not None:
            yield Found(source, reader)
            return
        if source.is_folder:
            if is_library(source.location):
                skipped.append(Skipped(source.path, SkipKind.IGNORED, "it is a Fabula library"))
            elif source.name.startswith(".") and not named:
                skipped.append(Skipped(source.path, SkipKind.IGNORED, "it is hidden"))
            else:
                for child in source.children():
                    yield from _walk(child, skipped, seen)
            return
        skipped.append(_unwanted(source))
    except SourceError as error:
        skipped.append(Skipped(source.path, SkipKind.FAILED, str(error)))
    except OSError as error:
        skipped.append(Skipped(source.path, SkipKind.FAILED, f"it cannot be read: {error.strerror or error}"))


def _chosen(source: Source) -> Reader | None:
    try:
        return choose(source)
    except (SourceError, OSError):
        raise
    except Exception as error:
        raise UnreadableSource(f"a reader failed to look at it: {str(error) or type(error).__name__}") from error


def _no_story(source: Source) -> str:
    """Why the file is not even offered to readers; "" if it is."""
    if source.name.startswith("."):
        return "it is hidden"
    if source.location.stem.lower() in _NOT_STORIES:
        return "it is about the folder, not a story"
    return ""


def _unwanted(source: Source) -> Skipped:
    """The line for a file that no reader wants: damage if it says it is a story, else nothing of ours."""
    suffix = source.suffix
    if suffix in _STORY_SUFFIXES:
        return Skipped(source.path, SkipKind.FAILED, _damage(source))
    if suffix in _UNREAD_SUFFIXES:
        reason = f"{suffix} files cannot be read yet; convert it to EPUB, HTML or plain text"
        return Skipped(source.path, SkipKind.FAILED, reason)
    return Skipped(source.path, SkipKind.IGNORED, f"no reader for {suffix} files" if suffix else "no reader knows it")


# Formats that hold stories and have no reader yet: to call them "no stories" would be untrue.
_UNREAD_SUFFIXES = frozenset(
    ".mobi .azw .azw3 .fb2 .doc .docx .odt .rtf .pdf .djvu .lit .lrf .pdb .cbz .zip .7z .tar .gz .bz2 .xz .rar".split()
)
_STORY_SUFFIXES = frozenset(".txt .text .md .markdown .html .htm .xhtml .epub".split())


def _damage(source: Source) -> str:
    if source.size == 0:
        return "the file is empty"
    if b"\x00" in source.head():
        return "it holds binary data, not text"
    return f"its contents are not what the ending {source.suffix} says"

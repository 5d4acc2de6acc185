"""The file `fabula.json` makes a folder a library, and names its format."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from fabula.index.codec.bounded_file import MaxBytes, read_plain
from fabula.index.codec.durable import TEMPORARY, new_file, sync_folder
from fabula.index.codec.toc import RULES_VERSION, generations, read_toc
from fabula.index.errors import LibraryDamaged, LibraryError, LibraryMissing, LibraryTooNew, LibraryTooOld, NotALibrary
from fabula.index.folder_names import INDEX, MARKER
from fabula.index.shapes import Fields, Whole
from fabula.index.stored_json import parse_json

# To be raised whenever an index written before cannot answer as one written now. Libraries of another version are
# refused until a rebuild makes them anew. 1 was stock Whoosh's index; the files of 2 had one checksum a section.
SCHEMA_VERSION = 3
_MARKER_SHAPE = Fields({"schema": Whole(1)})


def is_library(folder: Path) -> bool:
    return (folder / MARKER).exists()


def write_marker(folder: Path) -> None:
    with new_file(folder / MARKER) as file:
        file.write(marker_content())
    sync_folder(folder)


def update_marker(folder: Path) -> None:
    """Make the marker that of this format, if it is not. Raises OSError."""
    if not has_this_marker(folder):
        write_marker(folder)


def has_this_marker(folder: Path) -> bool:
    """True if the marker is, byte for byte, that of this format. Raises OSError."""
    return read_plain(folder / MARKER, MaxBytes.MARKER) == marker_content()


def marker_content() -> bytes:
    """The content of the marker of a library of this format."""
    return json.dumps({"fabula": "library", "schema": SCHEMA_VERSION}).encode("ascii") + b"\n"


def older_rules(folder: Path) -> int | None:
    """The version of the rules that its oldest works were read under; None if that is today's, or cannot be read."""
    with suppress(LibraryError, OSError, IndexError):
        rules = read_toc(folder / INDEX, generations(folder / INDEX)[-1]).rules
        return rules if rules < RULES_VERSION else None
    return None


def check_marker(folder: Path) -> None:
    """Raises LibraryMissing, NotALibrary, LibraryDamaged, LibraryTooNew or LibraryTooOld unless `folder` is ours."""
    try:
        text = read_plain(folder / MARKER, MaxBytes.MARKER)
    except FileNotFoundError:
        # An interrupted creation left no library; the next writer makes it one.
        if folder.is_dir() and {each.name for each in folder.iterdir()} - {INDEX, MARKER + TEMPORARY}:
            raise NotALibrary(
                f"{folder} is not a library.", hint="With --library, name the folder that fabula index wrote to."
            ) from None
        raise LibraryMissing(
            f"There is no library in {folder}.",
            hint="Make one with: fabula index FOLDER   (or look around first: fabula demo)",
        ) from None
    except NotADirectoryError:
        raise NotALibrary(f"{folder} is a file, not a library.", hint="Name a folder with --library.") from None
    except OSError as error:
        raise LibraryDamaged(
            f"The library in {folder} cannot be read: {error.strerror}.", hint="Check its permissions."
        ) from error
    try:
        plain = parse_json(text)
        _MARKER_SHAPE.check(plain)
    except ValueError as error:
        raise LibraryDamaged(
            f"{folder / MARKER} is damaged: {error}.",
            hint="Restore it from a copy. Or move the folder of the library away, and index the stories again.",
        ) from error
    schema = plain["schema"]
    if schema != SCHEMA_VERSION:
        if schema > SCHEMA_VERSION:
            raise LibraryTooNew.of(
                f"The library in {folder} has format {schema}; this Fabula reads format {SCHEMA_VERSION}."
            )
        raise LibraryTooOld.of(f"The library in {folder} has format {schema}, which this Fabula no longer reads.")

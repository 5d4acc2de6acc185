"""Changes `library.toml`, of which this has the sources, and leaves all else that people wrote there as it is."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fabula.index.codec.durable import new_file, sync_folder
from fabula.index.folder_names import SETTINGS
from .settings import parse_settings, settings_text
from .settings_head import settings_head

if TYPE_CHECKING:
    from tomlkit import TOMLDocument


class SourcesChange:
    """Sources to add and to drop, and new patterns of others.

    added    paths. `dropped` and `excluded` name sources by their `path`, as it is in the file.
    """

    def __init__(
        self,
        added: Iterable[str] = (),
        dropped: Iterable[str] = (),
        excluded: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.added = tuple(added)
        self.dropped = frozenset(dropped)
        self.excluded = dict(excluded or {})

    def __bool__(self) -> bool:
        return bool(self.added or self.dropped or self.excluded)


def change_sources(folder: Path, change: SourcesChange) -> None:
    """Write the change, durably and in one step. The caller holds the lock. Raises SettingsError, OSError."""
    with edited_settings(folder) as document:
        _change_sources(document, change)


@contextmanager
def edited_settings(folder: Path) -> Iterator[TOMLDocument]:
    """The settings as a document, which is written durably and in one step when the block ends without an error.

    The caller holds the lock. Raises SettingsError if they make no sense, before or after; OSError.
    """
    # Imported here alone, as it takes 45 ms; settings are read by the standard library.
    import tomlkit

    file_path = folder / SETTINGS
    text = settings_text(file_path) or settings_head()
    parse_settings(text, file_path)
    document = tomlkit.parse(text)
    yield document
    written = tomlkit.dumps(document)
    parse_settings(written, file_path)
    with new_file(file_path) as file:
        file.write(written.encode("utf-8"))
    sync_folder(folder)


def _change_sources(document: TOMLDocument, change: SourcesChange) -> None:
    import tomlkit
    from tomlkit.items import AoT

    sources = document.get("sources")
    if sources is None:
        sources = document["sources"] = tomlkit.aot()
    is_inline = not isinstance(sources, AoT)
    for number in reversed(range(len(sources))):
        path = os.path.normpath(str(sources[number]["path"]))
        if path in change.dropped:
            del sources[number]
        elif path in change.excluded:
            patterns = list(change.excluded[path])
            if patterns:
                sources[number]["exclude"] = patterns
            else:
                sources[number].pop("exclude", None)
    for path in change.added:
        table = tomlkit.inline_table() if is_inline else tomlkit.table()
        table["path"] = path
        sources.append(table)
    if not len(sources):
        del document["sources"]

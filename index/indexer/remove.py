"""Sources, or what lies below them, taken out of a library with their works."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable
from pathlib import Path

from fabula.index.errors import NotFound, OptionError
from fabula.index.files.paths import display_path, normal_form
from fabula.index.library.catalogue_file import carry_over
from fabula.index.library.edit_settings import SourcesChange, change_sources
from fabula.index.library.receipts import keep_report
from fabula.index.library.settings import read_settings
from fabula.index.library.sources import LibrarySource, above, sources_of
from fabula.index.receipt import Receipt
from fabula.index.run.ledger import Ledger
from fabula.index.run.phases import Phases, Report
from fabula.index.run.run import receipt_of
from fabula.index.store.disk_errors import disk_errors
from fabula.index.store.library_store import open_for_writing

__all__ = ["remove"]


def remove(library: str | Path, paths: Iterable[str | Path], *, progress: Report | None = None) -> Receipt:
    """Take sources, or files and folders below one, out of the library: their works go, in one commit.

    What lies below a source is written down in its settings as excluded, so that the next update leaves it out; to
    name it to `build` again takes it back. The files themselves are not touched, and need not be there any more.

    Raises NotFound if the library has nothing of such a path (nothing was removed then), LibraryErrors, SettingsError.
    """
    phases = Phases(progress)
    store = open_for_writing(library)
    try:
        with store.write() as writer:
            folder = Path(store.address)
            before = store.content_id
            settings = read_settings(folder)
            roots = sources_of(folder, settings.sources)
            ledger = Ledger(store.works())
            dropped: list[str] = []
            excluded: dict[str, tuple[str, ...]] = {}
            for path in paths:
                names = _names(path)
                found = [root for root in roots if root.shown in names]
                dropped += [root.setting.path for root in found]
                rest = [root for root in roots if root.setting.path not in dropped]
                works = [
                    record
                    for name in names
                    for place in ledger.within(name)
                    for record in ledger.by_place[place]
                    if record.source and not _belongs_elsewhere(place, name, rest)
                ]
                if not found and not works:
                    raise NotFound.source(str(path))
                ledger.remove(writer, works)
                for root in rest:
                    name = next((name for name in names if root.covers(name)), None)
                    if name is not None:
                        pattern = _pattern(root, name)
                        excluded[root.setting.path] = (*excluded.get(root.setting.path, root.setting.exclude), pattern)
            if ledger.changed:
                writer.commit(phases)
                carry_over(folder, before, store.content_id)
            with disk_errors(folder):
                change_sources(folder, SourcesChange(dropped=dropped, excluded=excluded))
            return keep_report(folder, receipt_of("remove", store, ledger, phases), settings)
    finally:
        store.close()


def _names(path: str | Path) -> list[str]:
    """The places that a path may stand for: as it was given, and where links lead."""
    given = os.path.abspath(path)
    shown = display_path(given)
    if "!/" in shown:
        raise OptionError(
            f"{shown} lies in an archive, of which a part cannot be left out.",
            hint="Remove the archive, or unpack it and index its files.",
        )
    names = [shown, display_path(os.path.realpath(given))]
    return list(dict.fromkeys([*names, *map(normal_form, names)]))


def _belongs_elsewhere(place: str, removed: str, rest: list[LibrarySource]) -> bool:
    """True if `place` lies in another source that lies in what is removed."""
    shown = {root.shown for root in rest}
    for outer in (place, *above(place)):
        if outer == removed:
            return False
        if outer in shown:
            return True
    return False


def _pattern(root: LibrarySource, place: str) -> str:
    return glob.escape(place[len(root.shown.rstrip("/")) :].lstrip("/"))

"""Remove sources, or files and folders below one, from a library."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable
from pathlib import Path

from fabula.index.account.phases import Phases, Report
from fabula.index.errors import NotFound, OptionError
from fabula.index.files.paths import display_path, normal_form, paths_above
from fabula.index.library.catalogue_file import carry_over
from fabula.index.library.edit_settings import SourcesChange, change_sources
from fabula.index.library.nearest_source import nearest_source
from fabula.index.library.settings import read_settings
from fabula.index.library.sources import LibrarySource, sources_of
from fabula.index.receipt import Receipt, RunWarning, WarningKind
from fabula.index.records.work_record import key_of
from fabula.index.reports.receipts import keep_report
from fabula.index.reports.retired_ids import read_retired_if_whole, retiring
from fabula.index.run.ledger import Ledger
from fabula.index.run.tally import Tally
from fabula.index.store.disk_errors import disk_errors
from fabula.index.store.library_store import open_for_writing


def remove(library: str | Path, paths: Iterable[str | Path], *, progress: Report | None = None) -> Receipt:
    """Remove sources, or files and folders below one, and their works, in one commit.

    A path below a source is excluded in the source's settings, so that the next update leaves it out; `build` with that
    path takes it back. The files themselves are not touched, and need not exist any more.

    Raises NotFound if the library has nothing of such a path (nothing was removed then), LibraryErrors, SettingsError.
    """
    phases = Phases(progress)
    store = open_for_writing(library)
    try:
        with store.write() as writer:
            folder = Path(store.address)
            before = store.content_id
            settings = read_settings(folder)
            roots = sources_of(folder, settings)
            works_before = store.works()
            ledger, tally = Ledger(works_before), Tally()
            dropped: list[str] = []
            notes: list[RunWarning] = []
            excluded: dict[str, tuple[str, ...]] = {}
            for path in paths:
                keys = _possible_keys(path)
                removed_roots = [root for root in roots if root.display_path in keys]
                dropped += [root.setting.path for root in removed_roots]
                other_roots = [root for root in roots if root.setting.path not in dropped]
                works = [
                    record
                    for removed in keys
                    for key in ledger.keys_within(removed)
                    for record in ledger.by_key[key]
                    if record.source and not _belongs_to_other(key, removed, other_roots)
                ]
                imported = (record for record in ledger.works.values() if record.imported)
                works += [record for record in imported if nearest_source(key_of(record), keys)]
                if not removed_roots and not works:
                    raise NotFound.source(str(path))
                edit = ledger.remove(works)
                edit.write(writer)
                tally.count_edit(edit)
                for root in other_roots:
                    covered = next((key for key in keys if root.covers(key)), None)
                    if covered is not None:
                        pattern = _exclude_pattern(root, covered)
                        excluded[root.setting.path] = (*excluded.get(root.setting.path, root.setting.exclude), pattern)
                        notes.append(_excluded_note(covered))
            if tally.has_changes:
                with retiring(folder, read_retired_if_whole(folder), works_before, ledger.works, store.scenes):
                    writer.commit(phases)
                carry_over(folder, before, store.content_id)
            with disk_errors(folder):
                change_sources(folder, SourcesChange(dropped=dropped, excluded=excluded))
            return keep_report(folder, tally.receipt("remove", store, ledger.works, phases, notes), settings)
    finally:
        store.close()


def _excluded_note(key: str) -> RunWarning:
    text = (
        f"Updates leave {key} out from now on (`exclude` in library.toml); fabula index with this path adds it again."
    )
    return RunWarning(WarningKind.PATH_EXCLUDED, text, key)


def _possible_keys(path: str | Path) -> list[str]:
    """The path keys that a path may stand for: as it was given, and with links resolved, in either normal form."""
    absolute = os.path.abspath(path)
    key = display_path(absolute)
    if "!/" in key:
        raise OptionError(
            f"{key} lies in an archive, of which a part cannot be left out.",
            hint="Remove the archive, or unpack it and index its files.",
        )
    keys = [key, display_path(os.path.realpath(absolute))]
    return list(dict.fromkeys([*keys, *map(normal_form, keys)]))


def _belongs_to_other(key: str, removed: str, roots: list[LibrarySource]) -> bool:
    """True if `key` lies in one of `roots` that lies in what is removed."""
    paths = {root.display_path for root in roots}
    for outer in (key, *paths_above(key)):
        if outer == removed:
            return False
        if outer in paths:
            return True
    return False


def _exclude_pattern(root: LibrarySource, key: str) -> str:
    return glob.escape(key[len(root.display_path.rstrip("/")) :].lstrip("/"))

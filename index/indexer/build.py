"""Make files and folders sources of a library (created if there is none), and bring it up to date with them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from fabula.index.account.history import record_run, refusal_recorded
from fabula.index.account.phases import Phases, Report
from fabula.index.errors import OptionError
from fabula.index.files.file_source import FileSource
from fabula.index.library.edit_settings import SourcesChange, change_sources
from fabula.index.library.settings import SourceSetting, read_settings
from fabula.index.library.sources import LibrarySource, library_above, sources_of
from fabula.index.readers import readers
from fabula.index.receipt import Receipt
from fabula.index.reports.receipts import keep_report
from fabula.index.run.options import UpdateOptions, make_limits, timeout_for
from fabula.index.run.outset import Scope
from fabula.index.run.post_commit import post_commit
from fabula.index.run.run import run
from fabula.index.store.disk_errors import disk_errors
from fabula.index.store.library_store import create_store


def build(
    library: str | Path,
    sources: Iterable[str | Path],
    *,
    workers: int | None = None,
    timeout: float | None = None,
    speech: bool = True,
    progress: Report | None = None,
) -> Receipt:
    """Add these files and folders to the library's sources and read what is new or changed in them, in one commit.

    The library is created if there is none. The works of changed files replace the old ones. The works of files that
    are gone stay until `update` is called, and so do all works that are not below `sources`.

    workers  processes that read files (by default one per processor); 0 reads them in this one, where a file that
             makes its parser hang or crash does so to the caller.
    timeout  seconds that a small file may take (60); large ones have more.
    speech   attribute speech once the stories are committed, in a commit of its own, in all of the library where it
             was not done yet; False leaves that to a later run. The receipt's seconds end before it.

    Raises SourceMissing (before anything is written), LibraryError, OptionError.
    """
    make_limits(workers, timeout)
    phases = Phases(progress)
    # A reader that cannot even be loaded is no fault of the files.
    readers()
    locations = [FileSource.at(path).location for path in sources]
    for location in locations:
        other_library = library_above(location)
        if other_library is not None:
            raise OptionError(
                f"{location} belongs to the library in {other_library}, and a library is no source.",
                hint="Name the folder that holds the stories.",
            )
    store = create_store(library)
    try:
        with store.write() as writer:
            folder = Path(store.address)
            # Read under the lock: the process that held it before may have added works, and sources.
            settings = read_settings(folder)
            known = sources_of(folder, settings)
            named = tuple(SourceSetting(str(location)) for location in locations)
            roots = sources_of(folder, replace(settings, sources=named))
            roots = [_with_settings(root, known) for root in roots]
            others = [root for root in known if root.display_path not in {other.display_path for other in roots}]
            options = UpdateOptions(workers, timeout)
            with refusal_recorded("index", store, settings, phases):
                receipt = run(store, writer, Scope("index", roots, others, removes=False), settings, options, phases)
            change = _sources_change(roots, known)
            if change:
                with disk_errors(folder):
                    change_sources(folder, change)
            # A new source is a change that no work shows.
            if change:
                receipt = keep_report(folder, receipt, settings)
            else:
                receipt = record_run(store, receipt, settings, speech=speech)
        return post_commit(store, receipt, phases, speech=speech, timeout=timeout_for(options, settings))
    finally:
        store.close()


def _with_settings(root: LibrarySource, known: Sequence[LibrarySource]) -> LibrarySource:
    """`root` with the library's settings for it, or for the source that it lies in."""
    same = next((other for other in known if other.display_path == root.display_path), None)
    outer = next((other for other in known if _lies_in(root, other) and other.covers(root.display_path)), None)
    if same is not None:
        return same
    return root.within(outer) if outer is not None else root


def _sources_change(roots: Sequence[LibrarySource], known: Sequence[LibrarySource]) -> SourcesChange:
    """The change of the library's sources: a folder that lies in another source is none of its own."""
    by_path = {root.display_path: root for root in known}
    added: dict[str, LibrarySource] = {}
    for root in roots:
        outer = [other for other in (*by_path.values(), *added.values()) if _lies_in(root, other)]
        if root.display_path in by_path or any(other.covers(root.display_path) for other in outer):
            continue
        added[root.display_path] = root
    for inner in list(added):
        if any(_lies_in(added[inner], other) for other in added.values()):
            del added[inner]
    dropped = [
        root.setting.path
        for root in known
        if not (root.setting.exclude or root.setting.include) and any(_lies_in(root, other) for other in added.values())
    ]
    return SourcesChange(list(added), dropped)


def _lies_in(root: LibrarySource, other: LibrarySource) -> bool:
    path, outer = root.display_path, other.display_path
    return path != outer and path.startswith(outer.rstrip("/") + os.sep)

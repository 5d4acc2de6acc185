"""Bring a library up to date with its sources: read new and changed files, remove the works of missing ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from fabula.index.account.history import record_run, refusal_recorded
from fabula.index.account.phases import Phases, Report
from fabula.index.errors import OptionError
from fabula.index.library.settings import read_settings
from fabula.index.library.sources import sources_of
from fabula.index.library.speech_due import SpeechDue, speech_due
from fabula.index.receipt import Receipt, SpeechAgain
from fabula.index.run.dry_run import DryWriter
from fabula.index.run.options import UpdateOptions, timeout_for
from fabula.index.run.outset import Scope
from fabula.index.run.post_commit import post_commit
from fabula.index.run.run import run
from fabula.index.store.library_store import open_for_writing


def update(
    library: str | Path,
    options: UpdateOptions | None = None,
    *,
    progress: Report | None = None,
    counts_idle: bool = True,
) -> Receipt:
    """Bring the library up to date with all its sources, in one commit.

    Only files that are new, or whose fingerprint changed, are opened, and of those only files with other bytes are
    read. Works of files that are gone are removed; those of a source that is missing, unreadable or suddenly empty
    stay, with a warning. The receipt is kept if there is something to report, else the run is counted, unless
    `counts_idle` is False.

    Raises LibraryMissing and other LibraryErrors, SettingsError, OptionError; RemovalsRefused if more than a tenth of
    the works would go and `options.allow_removals` is not set. Then nothing was written.
    """
    options = options or UpdateOptions()
    phases = Phases(progress)
    store = open_for_writing(library)
    try:
        with DryWriter() if options.dry_run else store.write() as writer:
            folder = Path(store.address)
            settings = read_settings(folder)
            roots = sources_of(folder, settings)
            if not roots:
                raise OptionError(f"The library in {folder} has no sources.", hint="Add one with: fabula index FOLDER")
            scope = Scope("update", roots, (), removes=True)
            if options.dry_run:
                receipt = run(store, writer, scope, settings, options, phases)
                due = speech_due(folder, store.snapshot()) if options.speech else SpeechDue()
                return replace(receipt, speech_again=SpeechAgain(due.rules, due.names))
            with refusal_recorded(scope.verb, store, settings, phases):
                receipt = run(store, writer, scope, settings, options, phases)
            receipt = record_run(store, receipt, settings, counts_idle=counts_idle, speech=options.speech)
        return post_commit(store, receipt, phases, speech=options.speech, timeout=timeout_for(options, settings))
    finally:
        store.close()

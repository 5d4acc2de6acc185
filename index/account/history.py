"""What a run leaves in the library's history: a report if there is something to report, else one more on a count."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from fabula.index.errors import FabulaError, RemovalsRefused
from fabula.index.library.settings import Settings
from fabula.index.library.stated_names import LibraryNames
from fabula.index.receipt import Receipt
from fabula.index.reports.idle_runs import count_idle_run
from fabula.index.reports.known_problems import KnownProblems
from fabula.index.reports.receipts import keep_report, report_numbers
from fabula.index.store.protocol import Stats, Store, WritableStore
from .phases import Phases


def record_run(
    store: WritableStore, receipt: Receipt, settings: Settings, *, counts_idle: bool = True, speech: bool = True
) -> Receipt:
    """Keep a report of the run; one that found nothing to report is counted, with `counts_idle`.

    speech  whether it looks for speech next: if that is found again, there is something to report after all.

    The library's first run always leaves a report. The caller holds the library's lock. Returns the receipt, with the
    number of its report. Raises LibraryFull.
    """
    folder = Path(store.address)
    if not receipt.is_idle or not report_numbers(folder):
        return keep_report(folder, receipt, settings)
    if counts_idle and not (speech and store.may_lack_speech(LibraryNames(settings.names))):
        count_idle_run(folder, receipt.started)
    return receipt


@contextmanager
def refusal_recorded(verb: str, store: Store, settings: Settings, phases: Phases) -> Iterator[None]:
    """Keep a report that says why if a run in this block is refused, or count it if the last one was refused for the
    same reason. The caller holds the library's lock."""
    try:
        yield
    except RemovalsRefused as error:
        # Whatever keeps the report from being written, the refusal is what the person has to know.
        with suppress(FabulaError):
            _record_refusal(verb, store, settings, phases, str(error))
        raise


def _record_refusal(verb: str, store: Store, settings: Settings, phases: Phases, message: str) -> None:
    folder = Path(store.address)
    known = KnownProblems.read_if_whole(folder)
    refused = known.with_refusal(message)
    if refused == known:
        count_idle_run(folder, phases.started)
        return
    stats = Stats.of(store.works().values(), store.generation)
    receipt = Receipt(
        files=0,
        added=0,
        updated=0,
        unchanged=stats.works,
        removed=0,
        skipped=(),
        works=stats.works,
        scenes=stats.scenes,
        words=stats.words,
        bytes=stats.bytes,
        seconds=0.0,
        run=verb,
        started=phases.started,
        generation=store.generation,
        refused=message,
    )
    keep_report(folder, phases.timed(receipt), settings)
    refused.write(folder)

"""The receipt of the next run, should it find nothing new: kept for unchanged_run.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from fabula.index.files.paths import root_of_key
from fabula.index.ingest.outcome import Unchanged
from fabula.index.model import WorkRecord
from fabula.index.receipt import Receipt, RunWarning, SkipKind, Skipped
from fabula.index.records.works_by_key import WorksByKey
from fabula.index.reports.receipt_json import receipt_to_plain
from fabula.index.store.protocol import Stats
from .unchanged_run import SourcesFingerprint


def unchanged_receipt(
    fingerprint: SourcesFingerprint | None,
    works: Mapping[str, WorkRecord],
    outcomes: Sequence[tuple[str, Unchanged | Skipped | RunWarning]] | None,
    warnings: Sequence[RunWarning],
) -> dict[str, Any] | None:
    """The receipt of the next run if it finds the `fingerprint` that this one began with, ready for JSON.

    `outcomes` are those of `NextCatalogue.unchanged_outcomes`; `warnings` those that stay. None if the next run has to
    look again.
    """
    if fingerprint is None or outcomes is None:
        return None
    by_key = WorksByKey(works)
    stats = Stats.of(works.values(), 0)
    receipt = Receipt(
        files=sum(not isinstance(outcome, RunWarning) for _, outcome in outcomes),
        added=0,
        updated=0,
        unchanged=sum(len(by_key.by_key.get(key, ())) for key, outcome in outcomes if isinstance(outcome, Unchanged)),
        removed=0,
        skipped=tuple(_repeated(key, outcome, by_key) for key, outcome in outcomes if isinstance(outcome, Skipped)),
        works=stats.works,
        scenes=stats.scenes,
        words=stats.words,
        bytes=stats.bytes,
        seconds=0.0,
        warnings=tuple(
            replace(warning, again=True)
            for warning in (*warnings, *(outcome for _, outcome in outcomes if isinstance(outcome, RunWarning)))
        ),
    )
    return {"sight": fingerprint.parts, "receipt": receipt_to_plain(receipt)}


def _repeated(key: str, skipped: Skipped, works: WorksByKey) -> Skipped:
    """`skipped` as the next run says it of the file at `key`."""
    skipped = replace(skipped, source=root_of_key(key, skipped.path))
    if skipped.kind is SkipKind.IGNORED:
        return skipped
    return replace(skipped, again=True, kept=works.count_within(key))

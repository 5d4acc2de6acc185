"""The receipt of a run that finds nothing new: kept by the run before, so that no work and no reader is loaded.

An archive's nightly update mostly finds nothing. Then it only takes the fingerprint of its sources
(`tree_fingerprint.py`) and sees that it is the one that the last run began with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, NamedTuple

from fabula.index.account.phases import Phases
from fabula.index.files.paths import root_of_key
from fabula.index.ingest import Unchanged
from fabula.index.ingest.tree_fingerprint import tree_fingerprint
from fabula.index.library.sources import LibrarySource
from fabula.index.model import WorkRecord
from fabula.index.receipt import Receipt, RunWarning, SkipKind, Skipped
from fabula.index.records.works_by_key import WorksByKey
from fabula.index.reports.receipt_json import receipt_from_plain, receipt_to_plain
from fabula.index.store.protocol import Stats


class SourcesFingerprint(NamedTuple):
    """How the sources look before any file is opened.

    parts   the readers, and each source with its settings and its fingerprint.
    newest  the latest time of all files, in nanoseconds.
    """

    parts: list[str]
    newest: int

    @classmethod
    def of(cls, roots: Iterable[LibrarySource], readers: str) -> SourcesFingerprint | None:
        """None if a source has no fingerprint, so that everything has to be surveyed."""
        parts, newest = [readers], 0
        for root in roots:
            fingerprint = tree_fingerprint(root.location)
            if fingerprint is None:
                return None
            parts += [repr(root), fingerprint.digest]
            newest = max(newest, fingerprint.newest)
        return cls(parts, newest)


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


def reuse_receipt(unchanged: object, fingerprint: SourcesFingerprint | None, phases: Phases) -> Receipt | None:
    """The receipt in `unchanged` (see `unchanged_receipt`) if it is for this `fingerprint`; else None."""
    if fingerprint is None or not isinstance(unchanged, dict) or unchanged.get("sight") != fingerprint.parts:
        return None
    with suppress(ValueError, KeyError, TypeError, AttributeError):
        receipt = receipt_from_plain(unchanged["receipt"])
        return phases.timed(replace(receipt, started=phases.started))
    return None

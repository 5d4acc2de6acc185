"""What a run says where nothing changed: kept by the run before, so that neither works nor readers need be loaded.

An archive's nightly update mostly finds nothing. Then all it does is to take a picture of its sources (`picture.py`)
and to see that it is the one that the last run began with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, NamedTuple

from fabula.index.ingest import Unchanged
from fabula.index.ingest.tree_fingerprint import tree_fingerprint
from fabula.index.library.receipts import receipt_from_plain, receipt_to_plain
from fabula.index.library.sources import LibrarySource
from fabula.index.receipt import Receipt, Skipped
from fabula.index.store.protocol import Stats

from .ledger import Ledger, place_of_record
from .phases import Phases

__all__ = ["SourcesFingerprint", "reuse_receipt", "unchanged_receipt"]


class SourcesFingerprint(NamedTuple):
    """What there is to see before anything is opened.

    said    who reads, and each source with its settings and its picture.
    newest  the latest time of all files, in nanoseconds.
    """

    said: list[str]
    newest: int

    @classmethod
    def of(cls, roots: Iterable[LibrarySource], readers: str) -> SourcesFingerprint | None:
        """None where a picture cannot be had, so that everything has to be gone through."""
        said, newest = [readers], 0
        for root in roots:
            picture = tree_fingerprint(root.location)
            if picture is None:
                return None
            said += [repr(root), picture.digest]
            newest = max(newest, picture.newest)
        return cls(said, newest)


def unchanged_receipt(
    sight: SourcesFingerprint | None,
    ledger: Ledger,
    again: Sequence[tuple[str, Unchanged | Skipped]] | None,
    warnings: Sequence[str],
) -> dict[str, Any] | None:
    """What the run after this one says if it finds the `sight` that this one began with, as JSON is.

    `again` is what everything then comes to, and where it lies (see `Remembered`); `warnings` are those that stay. None
    where the next run has to look again.
    """
    if sight is None or again is None:
        return None
    works = Counter(map(place_of_record, ledger.taken.values()))
    stats = Stats.of(ledger.taken.values(), 0)
    receipt = Receipt(
        files=len(again),
        added=0,
        updated=0,
        unchanged=sum(works[place] for place, one in again if isinstance(one, Unchanged)),
        removed=0,
        skipped=tuple(one for _, one in again if isinstance(one, Skipped)),
        works=stats.works,
        scenes=stats.scenes,
        words=stats.words,
        bytes=stats.bytes,
        seconds=0.0,
        warnings=tuple(warnings),
    )
    return {"sight": sight.said, "receipt": receipt_to_plain(receipt)}


def reuse_receipt(calm: object, sight: SourcesFingerprint | None, phases: Phases) -> Receipt | None:
    """The receipt of a run that finds what `calm` expects; None if it finds anything else, or `calm` is none."""
    if sight is None or not isinstance(calm, dict) or calm.get("sight") != sight.said:
        return None
    with suppress(ValueError, KeyError, TypeError, AttributeError):
        receipt = receipt_from_plain(calm["receipt"])
        return replace(receipt, seconds=phases.seconds, phases=phases.finished(), started=phases.started)
    return None

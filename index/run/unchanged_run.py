"""The receipt of a run that finds nothing new: kept by the run before, so that no work and no reader is loaded.

An archive's nightly update mostly finds nothing. Then it only takes the fingerprint of its sources
(`tree_fingerprint.py`) and sees that it is the one that the last run began with.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from fabula.index.account.phases import Phases
from fabula.index.ingest.tree_fingerprint import tree_fingerprint
from fabula.index.library.sources import LibrarySource
from fabula.index.receipt import Receipt
from fabula.index.reports.receipt_json import RECEIPT, receipt_from_plain
from fabula.index.shapes import Each, Fields, Misshapen, Text

_UNCHANGED = Fields({"sight": Each(Text()), "receipt": RECEIPT})


class SourcesFingerprint(NamedTuple):
    """How the sources look before any file is opened.

    parts    the readers, and each source with its settings and its fingerprint.
    settles  the moment from which on all changes of the files show, in nanoseconds of Unix time.
    """

    parts: list[str]
    settles: int

    @classmethod
    def of(cls, roots: Iterable[LibrarySource], readers: str) -> SourcesFingerprint | None:
        """None if a source has no fingerprint, so that everything has to be surveyed."""
        parts, settles = [readers], 0
        for root in roots:
            fingerprint = tree_fingerprint(root.location)
            if fingerprint is None:
                return None
            parts += [repr(root), fingerprint.digest]
            settles = max(settles, fingerprint.settles)
        return cls(parts, settles)


def reuse_receipt(unchanged: Any, fingerprint: SourcesFingerprint | None, phases: Phases) -> Receipt | None:
    """The receipt in `unchanged` (see next_receipt.py) if it is for this `fingerprint`; else None."""
    try:
        _UNCHANGED.check(unchanged)
    except Misshapen:
        return None
    if fingerprint is None or unchanged["sight"] != fingerprint.parts:
        return None
    return phases.timed(replace(receipt_from_plain(unchanged["receipt"]), started=phases.started))

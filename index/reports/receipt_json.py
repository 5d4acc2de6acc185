"""Receipts as plain values for JSON: as the command prints them, and as the library keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fabula.index.receipt import ChangeKind, Receipt, RunWarning, SkipKind, Skipped, WarningKind, WorkChange

_COUNTS = ("files", "added", "updated", "unchanged", "removed")
_TOTALS = ("works", "scenes", "words", "bytes")
# Counts of which older reports know nothing.
_LATER_COUNTS = ("mended",)
_CHANGES = "changes"


def receipt_to_plain(receipt: Receipt) -> dict[str, Any]:
    """The receipt as `--json` prints it. The order of keys is part of the format."""
    return {
        **{name: getattr(receipt, name) for name in _COUNTS},
        "skipped": list(map(_plain_skipped, receipt.skipped)),
        **{name: getattr(receipt, name) for name in _TOTALS},
        "seconds": round(receipt.seconds, 3),
        "moved": receipt.moved,
        "gone": [
            {"id": change.id, "title": change.title, "path": change.path, "source": change.source}
            for change in receipt.gone
        ],
        "unseen": list(receipt.unseen),
        "warnings": list(map(_plain_warning, receipt.warnings)),
        "phases": {phase: round(seconds, 3) for phase, seconds in receipt.phases.items()},
        "run": receipt.run,
        "started": receipt.started,
        "generation": receipt.generation,
        "dry_run": receipt.dry_run,
        "number": receipt.number,
        "refused": receipt.refused,
        "mended": receipt.mended,
        _CHANGES: list(map(change_to_plain, receipt.changes)),
    }


def change_to_plain(change: WorkChange) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "id": change.id,
        "title": change.title,
        "path": change.path,
        "source": change.source,
        "what": list(change.what),
        "path_before": change.path_before,
    }


def receipt_to_report(receipt: Receipt) -> dict[str, Any]:
    """The receipt as a report keeps it: changes are lists, as an index of ten thousand works has as many of them."""
    plain = receipt_to_plain(receipt)
    return {**plain, _CHANGES: [list(change.values()) for change in plain[_CHANGES]]}


def receipt_from_plain(plain: Any) -> Receipt:
    """Read what either of the two wrote, of an earlier Fabula as well.

    Raises ValueError, KeyError, TypeError or AttributeError for anything else.
    """
    numbers = {name: plain[name] for name in (*_COUNTS, *_TOTALS, "moved", "generation", "number")}
    numbers |= {name: plain.get(name, 0) for name in _LATER_COUNTS}
    if not all(type(number) is int for number in numbers.values()):
        raise ValueError("a number that is none")
    return Receipt(
        **numbers,
        skipped=tuple(map(_skipped, plain["skipped"])),
        seconds=float(plain["seconds"]),
        changes=tuple(map(_change, plain.get(_CHANGES, ()))),
        unseen=tuple(map(str, plain["unseen"])),
        warnings=tuple(map(_warning, plain["warnings"])),
        phases={str(phase): float(seconds) for phase, seconds in plain["phases"].items()},
        run=str(plain["run"]),
        started=str(plain["started"]),
        dry_run=bool(plain["dry_run"]),
        refused=str(plain.get("refused", "")),
    )


def _plain_skipped(skipped: Skipped) -> dict[str, Any]:
    return {
        "path": skipped.path,
        "kind": skipped.kind.value,
        "reason": skipped.reason,
        "pattern": skipped.pattern,
        "again": skipped.again,
        "kept": skipped.kept,
        "source": skipped.source,
    }


def _skipped(plain: Any) -> Skipped:
    kept = plain.get("kept", 0)
    if type(kept) is not int:
        raise ValueError("a number of works that is none")
    return Skipped(
        str(plain["path"]),
        SkipKind(plain["kind"]),
        str(plain["reason"]),
        pattern=str(plain.get("pattern", "")),
        again=bool(plain.get("again", False)),
        kept=kept,
        source=str(plain.get("source", "")),
    )


def _change(plain: Any) -> WorkChange:
    """A change as an object, or as the list of a report. Older lists have neither `what` nor `path_before`."""
    values = list(plain.values()) if isinstance(plain, dict) else plain
    return _change_of(*values)


def _change_of(
    kind: str, work: str, title: str, path: str, source: str, what: Sequence[str] = (), path_before: str = ""
) -> WorkChange:
    return WorkChange(
        ChangeKind(kind), str(work), str(title), str(path), str(source), tuple(map(str, what)), str(path_before)
    )


def _plain_warning(warning: RunWarning) -> dict[str, Any]:
    return {
        "kind": warning.kind.value,
        "path": warning.path,
        "work": warning.work,
        "words": warning.words,
        "text": warning.text,
        "again": warning.again,
    }


def _warning(plain: Any) -> RunWarning:
    if isinstance(plain, str):
        # Reports had sentences before they had objects.
        return RunWarning(WarningKind.OTHER, plain)
    if type(plain["words"]) is not int:
        raise ValueError("a number of words that is none")
    return RunWarning(
        WarningKind(plain["kind"]),
        str(plain["text"]),
        str(plain["path"]),
        str(plain["work"]),
        plain["words"],
        again=bool(plain.get("again", False)),
    )

"""Receipts as plain values for JSON: as the command prints them, and as the library keeps them."""

from __future__ import annotations

from typing import Any

from fabula.index.receipt import (
    ChangeKind,
    ProcessorTime,
    Receipt,
    RunWarning,
    SkipKind,
    Skipped,
    SpeechAgain,
    WarningKind,
    WorkChange,
)
from fabula.index.shapes import ByType, Each, Fields, Flag, OneOf, Row, Seconds, Shape, Table, Text, Whole

_COUNTS = ("files", "added", "updated", "unchanged", "removed")
_TOTALS = ("works", "scenes", "words", "bytes")
# Counts of which older reports know nothing.
_LATER_COUNTS = ("mended", "read_bytes")
_CHANGES = "changes"
_NUMBERS = (*_COUNTS, *_TOTALS, "moved", "generation", "number")

_CHANGE: dict[str, Shape] = {
    "kind": OneOf(frozenset(ChangeKind)),
    "id": Text(),
    "title": Text(),
    "path": Text(),
    "source": Text(),
    "what": Each(Text()),
    "path_before": Text(),
}
# An earlier Fabula knew neither.
_LATER_IN_CHANGE = ("what", "path_before")
_SKIPPED = Fields(
    {"path": Text(), "kind": OneOf(frozenset(SkipKind)), "reason": Text()},
    optional={"pattern": Text(), "again": Flag(), "kept": Whole(), "source": Text()},
)
_WARNING = Fields(
    {"kind": OneOf(frozenset(WarningKind)), "text": Text(), "path": Text(), "work": Text(), "words": Whole()},
    optional={"again": Flag()},
)
RECEIPT = Fields(
    {
        **dict.fromkeys(_NUMBERS, Whole()),
        "skipped": Each(_SKIPPED),
        "seconds": Seconds(),
        "unseen": Each(Text()),
        "warnings": Each(ByType({dict: _WARNING, str: Text()})),
        "phases": Table(Seconds()),
        "run": Text(),
        "started": Text(),
        "dry_run": Flag(),
    },
    optional={
        **dict.fromkeys(_LATER_COUNTS, Whole()),
        "refused": Text(),
        "speech_again": Fields({"rules": Whole(), "names": Whole()}),
        "searchable_after": Seconds(),
        "processor": Fields({"seconds": Seconds(), "elsewhere": Seconds(), "phases": Table(Seconds())}),
        _CHANGES: Each(
            ByType(
                {
                    list: Row(tuple(_CHANGE.values()), optional=len(_LATER_IN_CHANGE)),
                    dict: Fields(
                        {name: shape for name, shape in _CHANGE.items() if name not in _LATER_IN_CHANGE},
                        optional={name: _CHANGE[name] for name in _LATER_IN_CHANGE},
                    ),
                }
            )
        ),
    },
)
"""The shape of receipts, as the command prints them and as the library keeps them."""


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
        "speech_again": {"rules": receipt.speech_again.rules, "names": receipt.speech_again.names},
        "read_bytes": receipt.read_bytes,
        "searchable_after": round(receipt.searchable_after, 3),
        "processor": {
            "seconds": round(receipt.processor.seconds, 3),
            "elsewhere": round(receipt.processor.elsewhere, 3),
            "phases": {phase: round(seconds, 3) for phase, seconds in receipt.processor.phases.items()},
        },
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


def receipt_from_plain(plain: dict[str, Any]) -> Receipt:
    """The receipt that either of the two wrote, of an earlier Fabula as well. `plain` has the shape RECEIPT."""
    return Receipt(
        **{name: plain[name] for name in _NUMBERS},
        **{name: plain.get(name, 0) for name in _LATER_COUNTS},
        skipped=tuple(map(_skipped, plain["skipped"])),
        seconds=float(plain["seconds"]),
        changes=tuple(map(_change, plain.get(_CHANGES, ()))),
        unseen=tuple(plain["unseen"]),
        warnings=tuple(map(_warning, plain["warnings"])),
        phases={phase: float(seconds) for phase, seconds in plain["phases"].items()},
        run=plain["run"],
        started=plain["started"],
        dry_run=plain["dry_run"],
        refused=plain.get("refused", ""),
        speech_again=SpeechAgain(**plain.get("speech_again", {})),
        searchable_after=float(plain.get("searchable_after", 0)),
        processor=_processor(plain.get("processor")),
    )


def _processor(plain: dict[str, Any] | None) -> ProcessorTime:
    if plain is None:
        return ProcessorTime()
    phases = {phase: float(seconds) for phase, seconds in plain["phases"].items()}
    return ProcessorTime(float(plain["seconds"]), float(plain["elsewhere"]), phases)


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


def _skipped(plain: dict[str, Any]) -> Skipped:
    return Skipped(
        plain["path"],
        SkipKind(plain["kind"]),
        plain["reason"],
        pattern=plain.get("pattern", ""),
        again=plain.get("again", False),
        kept=plain.get("kept", 0),
        source=plain.get("source", ""),
    )


def _change(plain: dict[str, Any] | list[Any]) -> WorkChange:
    """A change as an object, or as the list of a report. Older lists have neither `what` nor `path_before`."""
    named = plain if isinstance(plain, dict) else dict(zip(_CHANGE, plain, strict=False))
    return WorkChange(
        ChangeKind(named["kind"]),
        named["id"],
        named["title"],
        named["path"],
        named["source"],
        tuple(named.get("what", ())),
        named.get("path_before", ""),
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


def _warning(plain: dict[str, Any] | str) -> RunWarning:
    if isinstance(plain, str):
        # Reports had sentences before they had objects.
        return RunWarning(WarningKind.OTHER, plain)
    return RunWarning(
        WarningKind(plain["kind"]),
        plain["text"],
        plain["path"],
        plain["work"],
        plain["words"],
        again=plain.get("again", False),
    )

"""Keeps the receipts of the latest runs in `reports/`: one gzipped JSON file a run, numbered.

Each names the works that its run added, changed or removed. So any two can be compared by the reports between them.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from fabula.index.codec.durable import TEMPORARY, make_folder, new_file, remove, sync_folder
from fabula.index.errors import LibraryDamaged, NotFound, OptionError
from fabula.index.folder_names import REPORTS
from fabula.index.receipt import ChangeKind, Receipt, RunWarning, SkipKind, Skipped, WarningKind, WorkChange
from fabula.index.store.disk_errors import disk_errors
from fabula.index.store.library_marker import check_marker
from .settings import Settings

_NAME = re.compile(r"([0-9]{6,12})\.json\.gz")
# A work takes about 200 bytes of a report before compression.
_MAX_BYTES = 1 << 30
# Without a name and a time, from an unknown system: the checksum does not cover the head, so it has to be this one.
_GZIP_HEAD = bytes.fromhex("1f8b08000000000000ff")
_COUNTS = ("files", "added", "updated", "unchanged", "removed")
_CHANGES = "changes"
_TOTALS = ("works", "scenes", "words", "bytes")


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the works of a library differ between two of its reports; each work is named as in the later one."""

    before: int
    after: int
    appeared: tuple[WorkChange, ...]
    changed: tuple[WorkChange, ...]
    disappeared: tuple[WorkChange, ...]


def keep_report(folder: Path, receipt: Receipt, settings: Settings) -> Receipt:
    """Keep `receipt` in the library in `folder`, and delete the oldest ones. Returns it with its number.

    A receipt that has a number replaces that report; for any other the caller holds the library's lock.

    Raises LibraryFull.
    """
    reports = folder / REPORTS
    with disk_errors(folder):
        make_folder(reports)
        if not receipt.number:
            # Left by a crash. (Without the lock they may be another process's.)
            for name in os.listdir(reports):
                if name.endswith(TEMPORARY):
                    remove(reports / name)
        numbers = report_numbers(folder)
        number = receipt.number or max(numbers, default=0) + 1
        plain = {"fabula": "report", **receipt_to_plain(receipt), "number": number}
        plain[_CHANGES] = [
            [change.kind.value, *_named(change), list(change.what), change.path_before] for change in receipt.changes
        ]
        packed = gzip.compress(json.dumps(plain, separators=(",", ":")).encode("ascii"), 6, mtime=0)
        with new_file(_path(folder, number)) as file:
            file.write(_GZIP_HEAD + packed[len(_GZIP_HEAD) :])
        for old in sorted({*numbers, number})[: -settings.reports]:
            remove(_path(folder, old))
        sync_folder(reports)
    values = {field.name: getattr(receipt, field.name) for field in fields(Receipt)}
    return Receipt(**{**values, "number": number})


def report_numbers(folder: Path) -> list[int]:
    """The numbers of the kept reports, ascending."""
    try:
        return sorted(int(match[1]) for name in os.listdir(folder / REPORTS) if (match := _NAME.fullmatch(name)))
    except FileNotFoundError:
        return []


def read_report(library: str | Path, number: int | None = None) -> Receipt:
    """The report with that number, or the latest. Raises NotFound, LibraryDamaged, and what opening a library does."""
    folder = Path(library)
    check_marker(folder)
    numbers = report_numbers(folder)
    if not numbers:
        raise NotFound("The library keeps no reports yet.", hint="Each run of index, update and the like adds one.")
    number = numbers[-1] if number is None else number
    if number not in numbers:
        raise NotFound(
            f"The library keeps no report {number}.", hint=f"It has those from {numbers[0]} to {numbers[-1]}."
        )
    path = _path(folder, number)
    try:
        packed = path.read_bytes()
        if packed[: len(_GZIP_HEAD)] != _GZIP_HEAD:
            raise ValueError("its head is not that of a report")
        with gzip.open(io.BytesIO(packed)) as stream:
            content = stream.read(_MAX_BYTES + 1)
        if len(content) > _MAX_BYTES:
            raise ValueError("it is too long")
        plain = json.loads(content)
        if plain["fabula"] != "report":
            raise ValueError("it is no report")
        return receipt_from_plain(plain)
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise LibraryDamaged(
            f"The report {path} cannot be read: {error}.", hint="The library itself is not touched by that."
        ) from error


def compare_reports(library: str | Path, before: int, after: int) -> Comparison:
    """The changes by the runs after report `before`, up to report `after`. Raises as `read_report`, and OptionError."""
    if before > after:
        raise OptionError(f"Report {before} is later than {after}.", hint="Name the earlier one first.")
    read_report(library, before)
    first: dict[str, WorkChange] = {}
    last: dict[str, WorkChange] = {}
    for number in range(before + 1, after + 1):
        for change in read_report(library, number).changes:
            first.setdefault(change.id, change)
            last[change.id] = change
    changes: dict[str, list[WorkChange]] = {"appeared": [], "changed": [], "disappeared": []}
    for work_id, change in last.items():
        was_there = first[work_id].kind is not ChangeKind.ADDED
        is_there = change.kind is not ChangeKind.REMOVED
        if was_there or is_there:
            kind = "changed" if was_there and is_there else "appeared" if is_there else "disappeared"
            changes[kind].append(change)
    for works in changes.values():
        works.sort(key=lambda change: (change.title.casefold(), change.id))
    return Comparison(before, after, *(tuple(works) for works in changes.values()))


def receipt_to_plain(receipt: Receipt) -> dict[str, Any]:
    """The receipt as plain values, for JSON. The order of keys is part of the format."""
    return {
        **{name: getattr(receipt, name) for name in _COUNTS},
        "skipped": list(map(_plain_skipped, receipt.skipped)),
        **{name: getattr(receipt, name) for name in _TOTALS},
        "seconds": round(receipt.seconds, 3),
        "moved": receipt.moved,
        "gone": [dict(zip(("id", "title", "path", "source"), _named(change), strict=True)) for change in receipt.gone],
        "unseen": list(receipt.unseen),
        "warnings": list(map(_plain_warning, receipt.warnings)),
        "phases": {phase: round(seconds, 3) for phase, seconds in receipt.phases.items()},
        "run": receipt.run,
        "started": receipt.started,
        "generation": receipt.generation,
        "dry_run": receipt.dry_run,
        "number": receipt.number,
        "refused": receipt.refused,
    }


def receipt_from_plain(plain: Any) -> Receipt:
    """Read what `receipt_to_plain` wrote, with the changes of a report.

    Raises ValueError, KeyError, TypeError or AttributeError for anything else.
    """
    numbers = {name: plain[name] for name in (*_COUNTS, *_TOTALS, "moved", "generation", "number")}
    if not all(type(number) is int for number in numbers.values()):
        raise ValueError("a number that is none")
    return Receipt(
        **numbers,
        skipped=tuple(map(_skipped, plain["skipped"])),
        seconds=float(plain["seconds"]),
        changes=tuple(_change(*values) for values in plain.get(_CHANGES, ())),
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
    )


def _change(
    kind: str, work: str, title: str, path: str, source: str, what: Sequence[str] = (), path_before: str = ""
) -> WorkChange:
    """A change as reports have it. Older ones have neither `what` nor `path_before`."""
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
    }


def _warning(plain: Any) -> RunWarning:
    if isinstance(plain, str):
        # Reports had sentences before they had objects.
        return RunWarning(WarningKind.OTHER, plain)
    if type(plain["words"]) is not int:
        raise ValueError("a number of words that is none")
    return RunWarning(
        WarningKind(plain["kind"]), str(plain["text"]), str(plain["path"]), str(plain["work"]), plain["words"]
    )


def _named(change: WorkChange) -> tuple[str, str, str, str]:
    return change.id, change.title, change.path, change.source


def _path(folder: Path, number: int) -> Path:
    return folder / REPORTS / f"{number:06}.json.gz"

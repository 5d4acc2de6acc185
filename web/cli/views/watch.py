"""What a watch says: a line for each event, for people and for journals."""

from __future__ import annotations

import json
from collections.abc import Iterator

from fabula.index.errors import FabulaError
from fabula.index.receipt import ChangeKind, Receipt, RunWarning, WorkChange
from fabula.index.reports.receipt_json import receipt_to_plain
from fabula.index.watching import WatchNotice
from fabula.web.cli.failures import error_document, failure_of
from fabula.web.cli.terminal.journal import Priority
from fabula.web.cli.terminal.output import complain, say
from fabula.web.cli.terminal.printable import one_line, visible
from fabula.web.wording import count
from .receipt_problems import still_searched

_MAX_LISTED = 20


class WatchView:
    """Prints receipts, failures and notices; one JSON document a line with `as_json`.

    With `quiet` it does not say that it begins, and receipts are of what changed or failed.
    """

    def __init__(self, *, as_json: bool, quiet: bool = False) -> None:
        self._as_json = as_json
        self._quiet = quiet
        # Warnings of unchanged files come with every receipt.
        self._said: frozenset[RunWarning] = frozenset()

    def begin(self, address: str) -> None:
        if not (self._as_json or self._quiet):
            say(f"Watching the sources of {visible(address)}. Ctrl-C ends it.")

    def receipt(self, receipt: Receipt) -> None:
        if self._quiet and receipt.is_idle:
            return
        if self._as_json:
            say(json.dumps(receipt_to_plain(receipt)))
            return
        for line, priority in receipt_lines(receipt, self._said):
            say(f"{receipt.started}  {line}", priority)
        self._said = frozenset(receipt.warnings)

    def failure(self, error: FabulaError) -> None:
        failure = failure_of(error)
        if self._as_json:
            say(json.dumps(error_document(failure)))
        complain(f"fabula: {_with_hint(failure.message, failure.hint)}", Priority.ERROR)

    def notice(self, notice: WatchNotice) -> None:
        if self._as_json:
            say(json.dumps({"notice": {"text": notice.text, "hint": notice.hint}}))
        complain(f"fabula: {_with_hint(notice.text, notice.hint)}", Priority.WARNING)


def receipt_lines(receipt: Receipt, said: frozenset[RunWarning]) -> Iterator[tuple[str, Priority]]:
    """The counts, the first works that changed, the first files that failed, and the warnings not `said` before."""
    moved = f"{receipt.moved:,} moved, " if receipt.moved else ""
    counts = f"{receipt.added:,} added, {receipt.updated_in_place:,} updated, {moved}{receipt.removed:,} removed"
    yield f"{counts}; {receipt.works:,} works", Priority.INFO
    for change in receipt.changes[:_MAX_LISTED]:
        yield _change_line(change), Priority.INFO
    if len(receipt.changes) > _MAX_LISTED:
        yield f"and {count(len(receipt.changes) - _MAX_LISTED, 'more work')}", Priority.INFO
    failures = [file for file in receipt.failures if not file.again]
    for file in failures[:_MAX_LISTED]:
        kind = file.kind.value.replace("-", " ")
        yield f"{kind}: {visible(file.path)}: {one_line(file.reason)}{still_searched(file)}", Priority.WARNING
    if len(failures) > _MAX_LISTED:
        yield f"and {count(len(failures) - _MAX_LISTED, 'more file')} that could not be read", Priority.WARNING
    if known := len(receipt.failures) - len(failures):
        yield f"{count(known, 'file')} could not be read, as in the last run", Priority.WARNING
    warnings = [warning for warning in receipt.warnings if warning not in said]
    for warning in warnings[:_MAX_LISTED]:
        yield f"note: {one_line(str(warning))}", Priority.WARNING
    if len(warnings) > _MAX_LISTED:
        yield f"and {count(len(warnings) - _MAX_LISTED, 'more note')}", Priority.WARNING


def _change_line(change: WorkChange) -> str:
    path = visible(change.path)
    if change.kind is ChangeKind.MOVED and change.path_before:
        path = f"{visible(change.path_before)} -> {path}"
    # The paths of a moved work say that themselves.
    names = [visible(name) for name in change.what if not (name == "path" and change.path_before)]
    what = f": {', '.join(names)}" if names else ""
    return f"{change.kind.value}: {one_line(change.title)} ({path}){what}"


def _with_hint(text: str, hint: str) -> str:
    return visible(text) + (f"\n{visible(hint)}" if hint else "")

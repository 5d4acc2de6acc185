"""Tells the program of `[notify]` what became of a run."""

from __future__ import annotations

import json
import os
import shlex
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from fabula.index.errors import FabulaError, LibraryBusy, NotFound
from fabula.index.library.settings import NotifySetting, read_settings
from fabula.index.receipt import Receipt
from fabula.index.reports.receipts import read_report
from fabula.web.cli.exit_codes import ExitCode
from fabula.web.cli.failures import error_document, failure_of
from fabula.web.cli.library_choice import LIBRARY_VARIABLE
from fabula.web.cli.terminal.output import complain
from fabula.web.cli.terminal.printable import one_line, visible
from .trust import why_distrusted

EVENT_VARIABLE = "FABULA_EVENT"
CHANGE, FAILURE = "change", "failure"


def notify_of_run(address: str, receipt: Receipt, code: ExitCode) -> None:
    """After a run that ended with `code`. A dry run is none."""
    events = {FAILURE} if code is not ExitCode.DONE else set()
    if receipt.changes:
        events.add(CHANGE)
    if events and not receipt.dry_run:
        from fabula.index.reports.receipt_json import (
            receipt_to_plain,  # 20 ms, which a run without changes does not need
        )

        _notify(Path(address), events, receipt_to_plain(receipt))


def notify_of_error(address: str, error: Exception) -> None:
    """After a run that an error ended. That another process is writing is none: that one will notify."""
    if isinstance(error, LibraryBusy | NotFound):
        return
    _notify(Path(address), {FAILURE}, {**_refusal(address, error), **error_document(failure_of(error))})


def _refusal(address: str, error: Exception) -> Mapping[str, Any]:
    """The receipt of a refused run; nothing for other errors."""
    with suppress(FabulaError):
        receipt = read_report(address)
        if receipt.refused == str(error):
            from fabula.index.reports.receipt_json import receipt_to_plain  # as above

            return receipt_to_plain(receipt)
    return {}


def _notify(library: Path, events: set[str], document: Mapping[str, Any]) -> None:
    try:
        setting = read_settings(library).notify
    except FabulaError:
        # The run has reported it, or it is new and the next run will.
        return
    if not setting.command or events.isdisjoint(setting.on):
        return
    command = shlex.join(setting.command)
    reason = why_distrusted(library, setting.command)
    if reason:
        complain(
            f"fabula: library.toml asks to run {visible(command)}, which was not done. {visible(reason)}\n"
            "If you want it to run: fabula sources --trust-notify"
        )
        return
    event = FAILURE if FAILURE in events else CHANGE
    problem = _call(setting, library, event, document)
    if problem:
        complain(f"fabula: {visible(command)} of library.toml failed: {one_line(problem)}")


def _call(setting: NotifySetting, library: Path, event: str, document: Mapping[str, Any]) -> str:
    from .hook import run_hook  # 10 ms, and few libraries name a program

    path = os.path.abspath(library)
    content = json.dumps({"event": event, "library": path, **document}, ensure_ascii=True).encode("ascii") + b"\n"
    return run_hook(setting.command, content, {LIBRARY_VARIABLE: path, EVENT_VARIABLE: event}, setting.timeout)

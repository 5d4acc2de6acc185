"""A run that writes to the library: its progress while it goes on, its receipt at the end."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

from fabula.index.receipt import Receipt
from fabula.index.reports.receipt_json import receipt_to_plain
from fabula.web.cli.exit_codes import ExitCode, run_exit_code
from fabula.web.cli.library_choice import LibraryChoice
from fabula.web.cli.notify import notify_of_error, notify_of_run
from fabula.web.cli.stopping import ends_cleanly
from fabula.web.cli.terminal.output import say_json
from fabula.web.cli.terminal.progress import shown_progress
from .receipt import say_news, say_receipt


def show_run(
    run: Callable[..., Receipt],
    choice: LibraryChoice,
    as_json: bool,
    json_progress: bool = False,
    *,
    quiet: bool = False,
    strict: bool = False,
) -> ExitCode:
    """Call `run` with `progress`, print its receipt, and return the exit code. SIGTERM ends it between commits.

    quiet   print only what changed or failed, and nothing if that is nothing.
    strict  what failed in the last run, too, is a reason for exit code 4.
    """
    shown = nullcontext() if quiet and not json_progress else shown_progress(json_progress)
    try:
        with ends_cleanly(), _few_collections(), shown as progress:
            receipt = run(progress=progress)
    except Exception as error:
        notify_of_error(choice.address, error)
        raise
    code = run_exit_code(receipt, strict=strict)
    if as_json:
        if not (quiet and receipt.is_idle and code is ExitCode.DONE):
            say_json(receipt_to_plain(receipt))
    elif quiet:
        say_news(receipt, choice, strict=strict)
    else:
        say_receipt(receipt, choice, strict=strict)
    notify_of_run(choice.address, receipt, code)
    return code


@contextmanager
def _few_collections() -> Iterator[None]:
    """Look for cycles of objects seldom. A run makes many objects and hardly a cycle, and looking for them took a tenth
    of the time of an update of 10,000 works."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)

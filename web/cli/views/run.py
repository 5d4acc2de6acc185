"""A run that writes to the library: its progress while it goes on, its receipt at the end."""

from __future__ import annotations

from collections.abc import Callable

from fabula.index.receipt import Receipt
from fabula.search.json_shapes import receipt_shape
from fabula.web.cli.exit_codes import ExitCode
from fabula.web.cli.library_choice import LibraryChoice
from fabula.web.cli.stopping import ends_cleanly
from fabula.web.cli.terminal.output import say_json
from fabula.web.cli.terminal.progress import shown_progress
from .receipt import say_receipt


def show_run(
    run: Callable[..., Receipt], choice: LibraryChoice, as_json: bool, json_progress: bool = False
) -> ExitCode:
    """Call `run` with `progress`, print its receipt, and return the exit code. SIGTERM ends it between commits."""
    with ends_cleanly(), shown_progress(json_progress) as progress:
        receipt = run(progress=progress)
    if as_json:
        say_json(receipt_shape(receipt))
    else:
        say_receipt(receipt, choice)
    return ExitCode.DONE if receipt.complete else ExitCode.FILES_FAILED

"""`fabula watch`: update the library whenever files of its sources change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from fabula.web.cli.exit_codes import run_exit_code
from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.low_priority import low_priority_option
from fabula.web.cli.reading_options import allow_removals_option, quiet_option, reading_options, speech_option
from fabula.web.cli.verb import Verb

if TYPE_CHECKING:
    from fabula.index import FabulaError, Receipt


@click.command(
    cls=Verb,
    examples=(
        ("fabula watch", "until Ctrl-C: each batch of changed files becomes one commit"),
        ("fabula watch --poll 60", "look at all files once a minute, without the package watchfiles"),
        ("fabula watch --look-every 600", "look at all files every ten minutes, in case the system misses a change"),
        ("fabula watch --json", "a receipt a line, for a program"),
    ),
)
@click.option(
    "--poll",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Look at all files this often, instead of waiting for the system to report changes.",
)
@click.option(
    "--look-every",
    type=click.FloatRange(min=0, min_open=True),
    default=3600.0,
    metavar="SECONDS",
    help="Look at all files this often even if the system reports nothing (default: 3600).",
)
@allow_removals_option
@speech_option
@reading_options
@low_priority_option
@quiet_option
@click.option("--json", "as_json", is_flag=True, help="Print each receipt, error and notice as one line of JSON.")
@library_option()
def command(
    poll: float | None,
    look_every: float,
    allow_removals: bool,
    workers: int | None,
    timeout: float | None,
    speech: bool,
    quiet: bool,
    as_json: bool,
    library: str | None,
) -> int:
    """Update the library, and again whenever files of its sources change.

    Ctrl-C (exit code 130) or SIGTERM (143) ends it. Changes that follow each other closely become one commit. Searches
    see each commit within a second. Where the system does not report all changes (network drives, limits), all files
    are looked at every 15 seconds, and a line says so.
    """
    choice = chosen_library(library)

    from fabula.index import UpdateOptions, watch  # 0.3 s
    from fabula.web.cli.notify import notify_of_error, notify_of_run
    from fabula.web.cli.views.watch import WatchView

    options = UpdateOptions(workers, timeout, allow_removals=allow_removals, speech=speech)
    view = WatchView(as_json=as_json, quiet=quiet)

    def updated(receipt: Receipt) -> None:
        view.receipt(receipt)
        notify_of_run(choice.address, receipt, run_exit_code(receipt))

    def failed(error: FabulaError) -> None:
        view.failure(error)
        notify_of_error(choice.address, error)

    view.begin(choice.address)
    watch(choice.address, options, poll=poll, look_every=look_every, each=updated, failed=failed, tell=view.notice)
    return 0

"""`fabula check`: is the library whole?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from fabula.web.cli.exit_codes import ExitCode
from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.terminal.output import say, say_json
from fabula.web.cli.terminal.printable import visible
from fabula.web.cli.terminal.waiting import wait_option
from fabula.web.cli.verb import Verb, json_option

if TYPE_CHECKING:
    from fabula.index import CheckReport
    from fabula.index.checking.report import RepairReport

__all__ = ["command"]

MOST_LISTED = 40


@click.command(
    cls=Verb,
    examples=(
        ("fabula check", "read every byte of your library, and say what is damaged"),
        ("fabula check --library archive --json", "the same for a program; exit code 3 where it is damaged"),
        ("fabula check --repair", "make anew what is damaged, from stored text or from the sources"),
    ),
)
@click.option("--repair", "mend", is_flag=True, help="Make anew what is damaged, and say what could not be had back.")
@wait_option()
@json_option
@library_option()
def command(mend: bool, as_json: bool, library: str | None) -> int:
    """Check that the library is whole: checksums, postings, counts, and the text against the index.

    Without --repair nothing is written, and neither searches nor a running `fabula index` are disturbed.
    """
    choice = chosen_library(library)
    if mend:
        return _repair(choice.address, as_json)

    from fabula.index import check
    from fabula.web.cli.terminal.progress import shown_progress

    with shown_progress() as progress:
        report = check(choice.address, progress=progress)
    if as_json:
        from fabula.search.json_shapes import check_shape

        say_json(check_shape(report))
    else:
        _say(report, choice.address)
    return ExitCode.DONE if report.whole else ExitCode.NO_LIBRARY


def _repair(address: str, as_json: bool) -> int:
    from fabula.index.indexer.repair import repair
    from fabula.web.cli.terminal.progress import shown_progress

    with shown_progress() as progress:
        report = repair(address, progress=progress)
    if as_json:
        from fabula.search.json_shapes import repair_shape

        say_json(repair_shape(report))
    else:
        _say(report.before, address)
        if report.after is not report.before:
            _say_repair(report)
    return ExitCode.DONE if report.whole else ExitCode.NO_LIBRARY


def _say_repair(report: RepairReport) -> None:
    from fabula.web.wording import count

    say(f"{count(report.from_text, 'work')} made anew from stored text, {report.from_sources:,} read from the sources")
    for note in report.notes:
        say(f"  {visible(note)}")
    if report.lost:
        say(f"{count(len(report.lost), 'work')} could not be had back:")
        for title in report.lost[:MOST_LISTED]:
            say(f"  {visible(title) or '(its title is lost, too)'}")
    say("The library is whole again." if report.after.whole else "The library is still damaged.")


def _say(report: CheckReport, address: str) -> None:
    from fabula.web.wording import count, duration

    said = f"{count(report.files, 'file')}, {report.bytes:,} bytes, in {duration(report.seconds)}"
    if report.whole:
        say(f"The library in {visible(address)} is whole: {said}")
    else:
        say(f"The library in {visible(address)} is damaged: {said}")
        for damage in report.damage[:MOST_LISTED]:
            say(f"  {visible(str(damage))}")
        if len(report.damage) > MOST_LISTED:
            say(f"  and {len(report.damage) - MOST_LISTED:,} more; --json lists all")
    for name, number in (
        ("works", report.works),
        ("scenes", report.scenes),
        ("positions", report.positions),
        ("phrases", report.phrases),
    ):
        say(f"  {name:<12}{number:>15,}")
    if report.leftovers:
        say(f"{count(len(report.leftovers), 'file')} left behind by an interrupted run; the next run deletes them")

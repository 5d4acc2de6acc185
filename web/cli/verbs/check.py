"""`fabula check`: is the library whole?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..exit_codes import ExitCode
from ..library_choice import chosen_library, library_option
from ..output import say, say_json
from ..printable import visible
from ..verb import Verb, json_option

if TYPE_CHECKING:
    from ....index import CheckReport

__all__ = ["command"]

MOST_LISTED = 40


@click.command(
    cls=Verb,
    examples=(
        ("fabula check", "read every byte of your library, and say what is damaged"),
        ("fabula check --library archive --json", "the same for a program; exit code 3 where it is damaged"),
    ),
)
@json_option
@library_option()
def command(as_json: bool, library: str | None) -> int:
    """Check that the library is whole: checksums, postings, counts, and the text against the index.

    Nothing is written. Searches and a running `fabula index` are not disturbed.
    """
    choice = chosen_library(library)

    from ....index import check
    from ..progress import shown_progress

    with shown_progress() as progress:
        report = check(choice.address, progress=progress)
    if as_json:
        from ....search.shapes import check_shape

        say_json(check_shape(report))
    else:
        _say(report, choice.address)
    return ExitCode.DONE if report.whole else ExitCode.NO_LIBRARY


def _say(report: CheckReport, address: str) -> None:
    from ...wording import count, duration

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

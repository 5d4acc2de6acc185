"""`fabula report`: the receipts of past runs, and the works that changed between two of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.terminal.output import say, say_json
from fabula.web.cli.terminal.printable import visible
from fabula.web.cli.verb import Verb, json_option

if TYPE_CHECKING:
    from fabula.index import Receipt


@click.command(
    cls=Verb,
    examples=(
        ("fabula report", "the latest run with something to report, and how often nothing changed since"),
        ("fabula report 12 --json", "report 12, for a program"),
        ("fabula report --list", "all reports that are kept"),
        ("fabula report --compare 9 12", "which works appeared, changed, moved and disappeared since report 9"),
    ),
)
@click.argument("number", required=False, metavar="[N|latest]")
@click.option("--list", "listed", is_flag=True, help="List all reports that are kept, one a line.")
@click.option("--compare", nargs=2, metavar="A B", help="List the works that changed after report A, up to report B.")
@json_option
@library_option()
def command(
    number: str | None, listed: bool, compare: tuple[str, str] | None, as_json: bool, library: str | None
) -> int:
    """Show the receipt of a run. The library keeps the receipts of its latest runs, by number.

    Runs that found nothing changed, and failures only where the last run had them, are counted with the report before
    them.
    """
    if sum((number is not None, listed, compare is not None)) > 1:
        raise click.UsageError("A number, --list and --compare do not go together.")
    choice = chosen_library(library)
    if compare is not None:
        _say_comparison(choice.address, compare, as_json)
    elif listed:
        _say_list(choice.address, as_json)
    else:
        _say_report(choice.address, None if number in (None, "latest") else _number(number or ""), as_json)
    return 0


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise click.UsageError(f'"{visible(text)}" is not the number of a report.')
    return int(text)


def _say_report(library: str, number: int | None, as_json: bool) -> None:
    from fabula.index import read_report  # 0.2 s
    from fabula.index.reports.idle_runs import idle_runs_if_whole

    receipt = read_report(library, number)
    idle = idle_runs_if_whole(Path(library)).get(receipt.number)
    if as_json:
        from fabula.index.reports.receipt_json import receipt_to_plain
        from fabula.search.shapes.reports import IDLE  # 20 ms

        say_json({**receipt_to_plain(receipt), "idle": None if idle is None else IDLE.of(idle)})
        return
    from fabula.web.cli.views.reports import report_lines

    for line in report_lines(receipt, visible(library), idle):
        say(line)


def _say_list(library: str, as_json: bool) -> None:
    from fabula.index.reports.idle_runs import idle_runs_if_whole  # 0.2 s, with the next

    receipts = _kept_receipts(library)
    idle = idle_runs_if_whole(Path(library))
    if as_json:
        from fabula.index.reports.receipt_json import receipt_to_plain
        from fabula.search.shapes.reports import IDLE  # 20 ms

        say_json({"reports": list(map(receipt_to_plain, receipts)), "idle": [IDLE.of(runs) for runs in idle.values()]})
        return
    from fabula.web.cli.views.reports import list_lines

    for line in list_lines(receipts, idle):
        say(line)


def _kept_receipts(library: str) -> Iterator[Receipt]:
    from fabula.index import read_report
    from fabula.index.reports.receipts import report_numbers

    # This first, as it raises the error for a folder that is no library.
    read_report(library)
    return (read_report(library, number) for number in report_numbers(Path(library)))


def _say_comparison(library: str, ends: tuple[str, str], as_json: bool) -> None:
    from fabula.index import compare_reports, read_report  # 0.2 s

    latest = read_report(library).number
    comparison = compare_reports(library, *(latest if end == "latest" else _number(end) for end in ends))
    if as_json:
        from fabula.search.shapes.reports import COMPARISON  # 20 ms

        say_json(COMPARISON.of(comparison))
        return
    from fabula.web.cli.views.reports import comparison_lines

    for line in comparison_lines(comparison):
        say(line)

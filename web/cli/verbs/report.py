"""`fabula report`: the receipts of past runs, and the works that changed between two of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from fabula.web.cli.library_choice import LibraryChoice, chosen_library, library_option
from fabula.web.cli.terminal.output import say, say_json
from fabula.web.cli.terminal.printable import one_line, visible
from fabula.web.cli.verb import Verb, json_option
from fabula.web.wording import count

if TYPE_CHECKING:
    from fabula.index import Comparison, WorkChange


@click.command(
    cls=Verb,
    examples=(
        ("fabula report", "the latest run: what was added, what was skipped and why, how long each phase took"),
        ("fabula report 12 --json", "report 12, for a program"),
        ("fabula report --list", "all reports that are kept"),
        ("fabula report --compare 9 12", "which works appeared, changed and disappeared since report 9"),
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
    """Show the receipt of a run. The library keeps the receipts of its latest runs, by number."""
    if sum((number is not None, listed, compare is not None)) > 1:
        raise click.UsageError("A number, --list and --compare do not go together.")
    choice = chosen_library(library)

    from fabula.index import compare_reports, read_report  # 0.2 s
    from fabula.web.cli.views.receipt import receipt_lines

    if compare is not None:
        latest = read_report(choice.address).number
        before, after = (latest if end == "latest" else _number(end) for end in compare)
        return _say_comparison(compare_reports(choice.address, before, after), as_json)
    if listed:
        return _say_list(choice, as_json)
    wanted = None if number in (None, "latest") else _number(number or "")
    receipt = read_report(choice.address, wanted)
    if as_json:
        from fabula.search.json_shapes import receipt_shape  # 20 ms

        say_json(receipt_shape(receipt))
        return 0
    say(f"Report {receipt.number}: fabula {one_line(receipt.run)}, {one_line(receipt.started)}")
    for line in receipt_lines(receipt, visible(choice.address)):
        say(line)
    return 0


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise click.UsageError(f'"{visible(text)}" is no number of a report.')
    return int(text)


def _say_list(choice: LibraryChoice, as_json: bool) -> int:
    from fabula.index import read_report  # 14 ms
    from fabula.index.library.receipts import report_numbers
    from fabula.search.json_shapes import receipt_shape

    # This first, as it raises the error for a folder that is no library.
    read_report(choice.address)
    receipts = (read_report(choice.address, number) for number in report_numbers(Path(choice.address)))
    if as_json:
        say_json({"reports": [receipt_shape(receipt) for receipt in receipts]})
        return 0
    for receipt in receipts:
        changes = f"{receipt.added:,} added, {receipt.updated:,} updated, {receipt.removed:,} removed"
        skipped = f", {len(receipt.skipped):,} skipped" if receipt.skipped else ""
        run = f"{receipt.number:>6}  {one_line(receipt.started)}  {one_line(receipt.run):<8}"
        say(f"{run}{changes}{skipped}; {receipt.works:,} works")
    return 0


def _say_comparison(comparison: Comparison, as_json: bool) -> int:
    if as_json:
        from fabula.search.json_shapes import comparison_shape  # 20 ms

        say_json(comparison_shape(comparison))
        return 0
    say(f"From report {comparison.before} to report {comparison.after}")
    for name in ("disappeared", "appeared", "changed"):
        works: tuple[WorkChange, ...] = getattr(comparison, name)
        say(f"\n{count(len(works), 'work')} {name}")
        for work in works:
            say(f"  {one_line(work.title)}  {visible(work.path)}")
    return 0

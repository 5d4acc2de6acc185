"""`fabula lines`: all that a character says."""

from __future__ import annotations

import click

from fabula.web.cli.exit_codes import ExitCode
from fabula.web.cli.filter_options import FilterWords, filter_options, filter_words
from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.query_options import timeout_option
from fabula.web.cli.terminal.output import Page, say_csv, say_json, say_lines
from fabula.web.cli.verb import Verb, csv_option, json_option, refuse_two_outputs


@click.command(
    cls=Verb,
    examples=(
        ("fabula lines Lexa", "what Lexa says, work by work, and to whom"),
        ('fabula lines "Mr. Darcy" --title "Pride and Prejudice" --limit 100', "in one work"),
        ("fabula lines Lexa --limit 1000 --csv", "a table for a spreadsheet"),
    ),
)
@click.argument("name")
@click.option(
    "--limit", metavar="N", type=click.IntRange(0, 1000), default=20, show_default=True, help="Lines to show."
)
@click.option("--cursor", metavar="CURSOR", help="Continue after the previous page, which shows its CURSOR.")
@filter_options
@timeout_option()
@csv_option
@json_option
@library_option()
def command(
    name: str,
    limit: int,
    cursor: str | None,
    filters: FilterWords,
    exclude: FilterWords,
    show_hidden: bool,
    timeout: float | None,
    as_csv: bool,
    as_json: bool,
    library: str | None,
) -> int:
    """Show all that a character says, in order, and who speaks before and after.

    NAME is one of the character's names, or a part of it, as with `speaker:` in a query. What narration interrupts is
    one line.
    """
    refuse_two_outputs(csv=as_csv, json=as_json)
    choice = chosen_library(library)

    from fabula.search import Library, SearchOptions  # 0.15 s
    from fabula.search.shapes.speakers import LINES
    from fabula.search.speakers.results import LINE_COLUMNS

    with Library.open(choice.address) as opened:
        lines = opened.lines(
            name,
            SearchOptions(limit, cursor, filters=filters, exclude=exclude, show_hidden=show_hidden, timeout=timeout),
        )
    if as_json:
        say_json(LINES.of(lines, files=True))
    elif as_csv:
        from fabula.web.tables.csv_rows import csv_lines  # 3 ms

        say_csv(csv_lines(LINE_COLUMNS, lines.rows()))
    else:
        from fabula.web.cli.views.answers.lines import lines_lines

        options = (*filter_words(filters, exclude, show_hidden), "--limit", str(limit), *choice.words)
        say_lines(lines_lines(lines, Page.of_stdout(), options))
    return ExitCode.DONE if lines.total else ExitCode.NOTHING_FOUND

"""`fabula duplicates`: works that tell the same text."""

from __future__ import annotations

import click

from fabula.search.duplicates.min_share import DEFAULT_MIN_SHARE
from fabula.web.cli.exit_codes import ExitCode
from fabula.web.cli.filter_options import hidden_option
from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.query_options import DUPLICATES_TIMEOUT_SECONDS, timeout_option
from fabula.web.cli.terminal.output import Page, say, say_csv, say_json
from fabula.web.cli.verb import Verb, csv_option, json_option, refuse_two_outputs


@click.command(
    cls=Verb,
    examples=(
        ("fabula duplicates", "the same file twice, editions of one work, stories that are in a collection as well"),
        ("fabula duplicates --min-share 0.9", "only works of which another has nine tenths"),
        ("fabula duplicates --csv", "a row for each work of each group, for a spreadsheet"),
    ),
)
@click.option(
    "--min-share",
    type=float,
    default=DEFAULT_MIN_SHARE,
    show_default=True,
    metavar="SHARE",
    help="How much of a work's words another must have, from 0.1 to 1.",
)
@hidden_option
@timeout_option(DUPLICATES_TIMEOUT_SECONDS)
@csv_option
@json_option
@library_option()
def command(
    min_share: float, show_hidden: bool, timeout: float | None, as_csv: bool, as_json: bool, library: str | None
) -> int:
    """Find works that tell the same text: one file twice, editions, parts of collections.

    In each group the longest work comes first, and the others are compared with it. A work is SPARE if the works that
    stay have all of its words, notes included: all spare works may go together. What has words of its own never is.
    Case, accents and punctuation do not count, and pictures and styles are not compared.
    """
    refuse_two_outputs(csv=as_csv, json=as_json)
    choice = chosen_library(library)

    from fabula.search import Library  # 0.15 s
    from fabula.search.shapes.duplicates import DUPLICATES, FILE_COLUMNS, duplicate_rows

    with Library.open(choice.address) as opened:
        duplicates = opened.duplicates(min_share, timeout=timeout, show_hidden=show_hidden)
    if as_json:
        say_json(DUPLICATES.of(duplicates, files=True))
    elif as_csv:
        from fabula.web.tables.csv_rows import csv_lines  # 3 ms

        say_csv(csv_lines(FILE_COLUMNS, duplicate_rows(duplicates, files=True)))
    else:
        from fabula.web.cli.views.duplicates import group_lines, totals_lines

        page = Page.of_stdout()
        for number, group in enumerate(duplicates.groups, 1):
            say("\n".join([*group_lines(number, group, page), ""]))
        say("\n".join(totals_lines(duplicates)))
    return ExitCode.DONE if duplicates.groups else ExitCode.NOTHING_FOUND

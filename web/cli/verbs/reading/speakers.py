"""`fabula speakers`: who speaks in a library, a fandom, or what an author wrote."""

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
        ("fabula speakers", "who says most in the library"),
        ('fabula speakers --fandom "The 100" --not-rating Explicit', "in some of its works"),
        ("fabula speakers --limit 100 --csv", "a table for a spreadsheet"),
    ),
)
@click.option(
    "--limit", metavar="N", type=click.IntRange(0, 1000), default=20, show_default=True, help="Speakers to show."
)
@click.option("--cursor", metavar="CURSOR", help="Continue after the previous page, which shows its CURSOR.")
@filter_options
@timeout_option()
@csv_option
@json_option
@library_option()
def command(
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
    """List the characters who speak, those with most to say first.

    A character of several works of one fandom, or of one series, is one speaker. `fabula cast` shows who
    speaks in one work.
    """
    refuse_two_outputs(csv=as_csv, json=as_json)
    choice = chosen_library(library)

    from fabula.search import Library, SearchOptions  # 0.15 s
    from fabula.search.shapes.speakers import SPEAKERS
    from fabula.search.speakers.results import SPEAKER_COLUMNS

    with Library.open(choice.address) as opened:
        speakers = opened.speakers(
            SearchOptions(limit, cursor, filters=filters, exclude=exclude, show_hidden=show_hidden, timeout=timeout)
        )
    if as_json:
        say_json(SPEAKERS.of(speakers, files=True))
    elif as_csv:
        from fabula.web.tables.csv_rows import csv_lines  # 3 ms

        say_csv(csv_lines(SPEAKER_COLUMNS, speakers.rows()))
    else:
        from fabula.web.cli.views.answers.speakers import speakers_lines

        options = (*filter_words(filters, exclude, show_hidden), "--limit", str(limit), *choice.words)
        say_lines(speakers_lines(speakers, Page.of_stdout(), options))
    return ExitCode.DONE if speakers.total else ExitCode.NOTHING_FOUND

"""`fabula concordance`: every match with the words around it."""

from __future__ import annotations

from itertools import chain

import click

from fabula.web.cli.exit_codes import ExitCode
from fabula.web.cli.filter_options import FilterWords, filter_options
from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.query_options import timeout_option
from fabula.web.cli.terminal.output import Page, say_csv, say_json, say_lines
from fabula.web.cli.verb import csv_option, json_option, refuse_two_outputs
from .search import SearchVerb, query_text


def _places(ctx: click.Context, param: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(place.strip() for name in names for place in name.split(","))


@click.command(
    cls=SearchVerb,
    context_settings={"ignore_unknown_options": True},
    examples=(
        ("fabula concordance her heart", "each place with these words, in reading order"),
        ("fabula concordance choice --sort left1,right1", "by the word before, then by the word after"),
        ("fabula concordance said --group left1 --author Poe", "which words stand before it, and how often"),
        ("fabula concordance 'speaker:Lexa \"choice\"' --context 5 --limit 100", "the query language, as in a search"),
        ("fabula concordance choice --all --csv > choice.csv", "all of them, for a spreadsheet"),
    ),
)
@click.argument("query", nargs=-1, required=True)
@click.option("--phrase", is_flag=True, help="Search for the words as a phrase; a shell removes quote marks.")
@click.option(
    "--context", metavar="N", type=click.IntRange(0, 50), default=10, show_default=True, help="Words on each side."
)
@click.option(
    "--sort",
    metavar="PLACES",
    multiple=True,
    callback=_places,
    help="Up to three of left5 … left1, match, right1 … right5, with commas; -left1 is from z to a.",
)
@click.option("--group", metavar="PLACE", default="", help="Count the words in one of these places instead.")
@click.option(
    "--limit", metavar="N", type=click.IntRange(0, 1000), default=20, show_default=True, help="Matches to show."
)
@click.option("--all", "show_all", is_flag=True, help="All matches, in reading order.")
@click.option("--cursor", metavar="CURSOR", help="Continue after the previous page, which shows its CURSOR.")
@filter_options
@click.option("--all-editions", is_flag=True, help="Show matches in copies of a scene in each of the works.")
@timeout_option()
@csv_option
@json_option
@library_option()
def command(
    query: tuple[str, ...],
    phrase: bool,
    context: int,
    sort: tuple[str, ...],
    group: str,
    limit: int,
    show_all: bool,
    cursor: str | None,
    filters: FilterWords,
    exclude: FilterWords,
    show_hidden: bool,
    all_editions: bool,
    timeout: float | None,
    as_csv: bool,
    as_json: bool,
    library: str | None,
) -> int:
    """Show every match with the words on both sides.

    Words without quotes are one phrase: as typed, or, if that is nowhere, in other forms or near each other. All else
    is as in a search.
    """
    refuse_two_outputs(csv=as_csv, json=as_json)
    if show_all and (as_json or sort or group or cursor):
        raise click.UsageError(
            "--all is in reading order, for people or as --csv: leave out --json, --sort and --group."
        )
    choice = chosen_library(library)
    text = query_text(query, phrase)

    from fabula.search import ConcordanceOptions, Library  # 0.15 s
    from fabula.search.concordance.results import GROUP_COLUMNS, LINE_COLUMNS, line_row
    from fabula.search.shapes.concordance import CONCORDANCE
    from fabula.web.cli.views.answers.concordance import concordance_lines, kwic_pages

    options = ConcordanceOptions(
        limit,
        cursor,
        context,
        sort,
        group,
        filters,
        exclude,
        fold=not all_editions,
        timeout=timeout,
        show_hidden=show_hidden,
    )
    with Library.open(choice.address) as opened:
        if show_all:
            lines = opened.concordance_lines(text, options)
            first = next(lines, None)
            if first is None:
                return ExitCode.NOTHING_FOUND
            found_lines = chain([first], lines)
            if as_csv:
                from fabula.web.tables.csv_rows import csv_lines  # 3 ms

                say_csv(csv_lines(LINE_COLUMNS, map(line_row, found_lines)))
            else:
                say_lines(kwic_pages(found_lines, Page.of_stdout()))
            return ExitCode.DONE
        found = opened.concordance(text, options)
    if as_json:
        say_json(CONCORDANCE.of(found, files=True))
    elif as_csv:
        from fabula.web.tables.csv_rows import csv_lines  # 3 ms

        say_csv(csv_lines(GROUP_COLUMNS if group else LINE_COLUMNS, found.rows()))
    else:
        say_lines(concordance_lines(found, Page.of_stdout()))
    return ExitCode.DONE if found.total else ExitCode.NOTHING_FOUND

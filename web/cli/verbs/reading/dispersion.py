"""`fabula dispersion`: where matches stand in each work."""

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

# The values of search.dispersion.results.WorkOrder, whose import takes 0.15 s; a test compares the two.
ORDERS = ("matches", "rate", "title")


@click.command(
    cls=SearchVerb,
    context_settings={"ignore_unknown_options": True},
    examples=(
        ("fabula dispersion whale harpoon", "two queries beside each other, in the works with most of them"),
        ("fabula dispersion '\"white whale\"' --title 'Moby Dick' --chapters", "a phrase, chapter by chapter"),
        ("fabula dispersion 'speaker:Lexa' --fandom 'The 100' --sort rate", "where she speaks"),
        ("fabula dispersion whale --csv > whale.csv", "all works and chapters, for a spreadsheet"),
    ),
)
@click.argument("query", nargs=-1, required=True)
@click.option("--chapters", is_flag=True, help="Show the matches of each chapter as well.")
@click.option(
    "--sort",
    metavar="ORDER",
    type=click.Choice(ORDERS),
    default="matches",
    show_default=True,
    help="Works by matches, by matches in 10,000 words (rate), or by title.",
)
@click.option(
    "--bins", metavar="N", type=click.IntRange(1, 1000), default=100, show_default=True, help="Parts (--json)."
)
@click.option("--limit", metavar="N", type=click.IntRange(0, 100), default=10, show_default=True, help="Works to show.")
@click.option("--cursor", metavar="CURSOR", help="Continue after the previous page, which shows its CURSOR.")
@filter_options
@timeout_option()
@csv_option
@json_option
@library_option()
def command(
    query: tuple[str, ...],
    chapters: bool,
    sort: str,
    bins: int,
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
    """Show where matches stand in each work.

    Each QUERY, up to four, is a line of its own: put one of several words in quotes. The strips run from the first word
    of a work to the last; numbers are matches. DP is near 0 for what is spread evenly, and near 1 for what stands in a
    few works. --csv has all works.
    """
    refuse_two_outputs(csv=as_csv, json=as_json)
    choice = chosen_library(library)
    queries = tuple(query_text((each,), phrase=False) for each in query)

    from fabula.search import DispersionOptions, Library, WorkOrder  # 0.15 s
    from fabula.search.dispersion.results import COLUMNS
    from fabula.search.shapes.dispersion import DISPERSION
    from fabula.web.cli.views.answers.dispersion import STRIP_CELLS, dispersion_lines

    options = DispersionOptions(
        limit,
        cursor,
        bins if as_json else STRIP_CELLS,
        sort=WorkOrder(sort),
        filters=filters,
        exclude=exclude,
        timeout=timeout,
        show_hidden=show_hidden,
    )
    with Library.open(choice.address) as opened:
        if as_csv:
            from fabula.web.tables.csv_rows import csv_lines  # 3 ms

            works = opened.dispersion_works(queries, options)
            first = next(works, None)
            found_works = () if first is None else chain([first], works)
            say_csv(csv_lines(COLUMNS, (row for work in found_works for row in work.rows(queries))))
            return ExitCode.NOTHING_FOUND if first is None else ExitCode.DONE
        found = opened.dispersion(queries, options)
    if as_json:
        say_json(DISPERSION.of(found, files=True))
    else:
        say_lines(dispersion_lines(found, Page.of_stdout(), chapters=chapters))
    return ExitCode.DONE if found.total_works else ExitCode.NOTHING_FOUND

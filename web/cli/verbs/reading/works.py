"""`fabula works`: list the works in the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from fabula.index.series_order import series_with_number
from fabula.web.cli.exit_codes import ExitCode
from fabula.web.cli.filter_options import FilterWords, filter_options
from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.terminal.output import Page, say, say_csv, say_json
from fabula.web.cli.terminal.printable import one_line, visible
from fabula.web.cli.terminal.wrapping import shortened
from fabula.web.cli.verb import Verb, csv_option, json_option, refuse_two_outputs
from fabula.web.cli.views.answers.cast import member_line
from fabula.web.cli.views.heading import work_heading
from fabula.web.wording import count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fabula.index.codec.speech import CastMember
    from fabula.index.model import WorkRecord
    from fabula.index.reports.work_dates import WorkDates

# The orders of search.results.Sort but relevance; a test compares the two.
SORTS = ("title", "author", "date", "length", "added")

_EMPTY = "The library is empty. `fabula index FOLDER` puts stories into it."


@click.command(
    cls=Verb,
    examples=(
        ("fabula works", "all works by title"),
        ("fabula works 4225b171b96e", "one work, with its characters and how often each speaks"),
        (
            "fabula works --query lamp --author Vance --sort added",
            "works with a word in title or tags, the newest first",
        ),
        ("fabula works --json", "for a program, with all metadata"),
        ("fabula works --csv", "for a spreadsheet, with everything that the library knows of each work"),
    ),
)
@click.argument("work", required=False)
@click.option(
    "--query", metavar="WORDS", help="Only works with these words in title, authors, fandoms, series or tags."
)
@click.option("--sort", metavar="ORDER", type=click.Choice(SORTS), help=f"One of {', '.join(SORTS)}.  [default: title]")
@filter_options
@csv_option
@json_option
@library_option()
def command(
    work: str | None,
    query: str | None,
    sort: str | None,
    filters: FilterWords,
    exclude: FilterWords,
    show_hidden: bool,
    as_csv: bool,
    as_json: bool,
    library: str | None,
) -> int:
    """List the works in the library, by title.

    With WORK, the id of a work, show this one and the characters who are known to speak in it.
    """
    refuse_two_outputs(csv=as_csv, json=as_json)
    is_narrowed = bool(query or filters or exclude)
    if work is not None and (is_narrowed or sort):
        raise click.UsageError("WORK is one work, which takes no filters and no order.")
    choice = chosen_library(library)

    from fabula.search import Library, Sort  # 0.15 s

    with Library.open(choice.address) as opened:
        if work is not None:
            record = opened.work(work.strip())
            if as_csv:
                return _say_table([record], opened.work_dates())
            _say_work(record, opened.cast(record.id), as_json)
            return 0
        order = Sort(sort or Sort.TITLE)
        works = opened.works(query or "", filters=filters, exclude=exclude, sort=order, show_hidden=show_hidden)
        found = ExitCode.DONE if works or not is_narrowed else ExitCode.NOTHING_FOUND
        if as_csv:
            return _say_table(works, opened.work_dates()) or found
    if as_json:
        from fabula.search.shapes.works import WORK  # 20 ms

        say_json({"works": [WORK.of(record, files=True) for record in works]})
        return found
    page = Page.of_stdout()
    for record in works:
        say(_work_lines(record, page))
    none = "No work is like this." if is_narrowed else _EMPTY
    say(count(len(works), "work") if works else none)
    return found


def _say_table(works: Sequence[WorkRecord], dates: Mapping[str, WorkDates]) -> int:
    from fabula.web.tables.csv_rows import csv_lines  # 3 ms
    from fabula.web.tables.work_rows import FILE_COLUMNS, work_rows

    say_csv(csv_lines(FILE_COLUMNS, work_rows(works, dates, files=True)))
    return 0


def _say_work(work: WorkRecord, cast: Sequence[CastMember], as_json: bool) -> None:
    if as_json:
        from fabula.search.shapes.works import WORK, cast_shape  # 20 ms

        say_json({"works": [{**WORK.of(work, files=True), "cast": cast_shape(cast)}]})
        return
    page = Page.of_stdout()
    say(_work_lines(work, page))
    for member in cast:
        say(member_line(member, page))


def _work_lines(work: WorkRecord, page: Page) -> str:
    series = one_line(series_with_number(work.metadata))
    counts = f"{count(work.scenes, 'scene')}, {count(work.words, 'word')}, "
    facts = f"{counts}{f'{series}, ' if series else ''}{visible(work.id)}, {visible(work.path)}"
    if page.width:
        facts = shortened(facts, page.width - 4)
    return f"{work_heading(work, page)}\n    {page.style(facts, dim=True)}"

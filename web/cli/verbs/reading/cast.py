"""`fabula cast`: who speaks in a work."""

from __future__ import annotations

import click

from fabula.web.cli.exit_codes import ExitCode
from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.named_work import named_work
from fabula.web.cli.terminal.output import Page, say, say_csv, say_json
from fabula.web.cli.terminal.printable import one_line
from fabula.web.cli.verb import Verb, csv_option, json_option, refuse_two_outputs
from fabula.web.cli.views.answers.cast import cast_lines
from fabula.web.cli.views.heading import work_heading


@click.command(
    cls=Verb,
    examples=(
        ('fabula cast "The Ferry"', "who speaks in a work, those with most to say first"),
        ("fabula cast 4225b171b96e --json", "the same of a work by its id, for a program"),
    ),
)
@click.argument("work")
@csv_option
@json_option
@library_option()
def command(work: str, as_csv: bool, as_json: bool, library: str | None) -> int:
    """Show who speaks in a work, as far as that is known, and how much.

    WORK is the id, the title or the path of a work. `fabula lines` shows what one of them says, and `fabula names`
    corrects names.
    """
    refuse_two_outputs(csv=as_csv, json=as_json)
    choice = chosen_library(library)
    record = named_work(choice, work)

    from fabula.search import Library  # 0.15 s
    from fabula.search.shapes.speakers import CAST_ANSWER
    from fabula.search.shapes.works import CAST_MEMBER  # 20 ms

    with Library.open(choice.address) as opened:
        cast = opened.cast(record.id)
    if as_json:
        say_json(CAST_ANSWER.of((record, cast)))
    elif as_csv:
        from fabula.web.tables.csv_rows import csv_lines  # 3 ms

        say_csv(csv_lines(tuple(CAST_MEMBER.keys), map(CAST_MEMBER.of, cast)))
    else:
        page = Page.of_stdout()
        say(work_heading(record, page))
        say("\n".join(cast_lines(cast, page)) or f"    Nobody is known to speak in {one_line(record.title)}.")
    return ExitCode.DONE if cast else ExitCode.NOTHING_FOUND

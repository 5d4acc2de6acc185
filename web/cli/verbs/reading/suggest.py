"""`fabula suggest`: what begins with what was typed."""

from __future__ import annotations

import click

from fabula.web.cli.exit_codes import ExitCode
from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.query_options import timeout_option
from fabula.web.cli.terminal.output import Page, say_csv, say_json, say_lines
from fabula.web.cli.verb import Verb, csv_option, json_option, refuse_two_outputs
from .search import query_text


@click.command(
    cls=Verb,
    examples=(
        ("fabula suggest would have be", "phrases of the stories that begin so"),
        ("fabula suggest lex", "titles, authors, characters and fandoms with a word that begins so, and words"),
        ("fabula suggest 'my ' --json", "what follows a word that is complete, for another program"),
    ),
)
@click.argument("prefix", nargs=-1, required=True)
@click.option(
    "--limit", metavar="N", type=click.IntRange(0, 100), default=10, show_default=True, help="Suggestions to show."
)
@click.option("--hidden", "show_hidden", is_flag=True, help="From works that the library hides by their rating, too.")
@timeout_option()
@csv_option
@json_option
@library_option()
def command(
    prefix: tuple[str, ...],
    limit: int,
    show_hidden: bool,
    timeout: float | None,
    as_csv: bool,
    as_json: bool,
    library: str | None,
) -> int:
    """Suggest names and phrases that begin with PREFIX.

    Of a name any word may begin so. Behind each stands how many works have it, or how often a phrase stands in stories.
    """
    refuse_two_outputs(csv=as_csv, json=as_json)
    choice = chosen_library(library)

    from fabula.search import Library  # 0.15 s
    from fabula.search.shapes.suggestions import SUGGESTION, SUGGESTIONS

    with Library.open(choice.address) as opened:
        found = opened.suggest(query_text(prefix, False), limit, show_hidden=show_hidden, timeout=timeout)
    if as_json:
        say_json(SUGGESTIONS.of(found))
    elif as_csv:
        from fabula.web.tables.csv_rows import csv_lines  # 3 ms

        say_csv(csv_lines(tuple(SUGGESTION.keys), found.rows()))
    else:
        from fabula.web.cli.views.answers.suggestions import suggestion_lines

        say_lines(suggestion_lines(found, Page.of_stdout()))
    return ExitCode.DONE if found.suggestions else ExitCode.NOTHING_FOUND

"""`fabula quote`: find the passages that a half-remembered line may be."""

from __future__ import annotations

import click

from fabula.web.cli.exit_codes import ExitCode
from fabula.web.cli.filter_options import hidden_option
from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.query_options import timeout_option
from fabula.web.cli.terminal.output import say_json
from fabula.web.cli.verb import Verb, json_option


@click.command(
    cls=Verb,
    examples=(
        ("fabula quote you would of been the one I chose", "the passage, and how it differs"),
        ("fabula quote --plot the keeper whose lamp went out twice", "guesses at the story in which this happens"),
        ("fabula quote 'alas poor Yorick, I knew him well' --json", "for another program"),
    ),
)
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--limit", metavar="N", type=click.IntRange(0, 1000), default=5, show_default=True, help="Passages to show."
)
@click.option("--plot", is_flag=True, help="TEXT is what happens in a story, not a line of it.")
@hidden_option
@timeout_option()
@json_option
@library_option()
def command(
    text: tuple[str, ...],
    limit: int,
    plot: bool,
    show_hidden: bool,
    timeout: float | None,
    as_json: bool,
    library: str | None,
) -> int:
    """Find a line that you remember more or less.

    Each passage has a score from 0 to 1 and, if it differs from TEXT, the difference: [-your words-] are not in the
    passage, {+its words+} are there instead. If nothing is close, the nearest passages are shown with guesses at the
    story that TEXT is about, and the exit code is 1.
    """
    choice = chosen_library(library)
    # Bytes in the shell's arguments that are not UTF-8 are no words either.
    line = " ".join(text).encode("utf-8", "surrogateescape").decode("utf-8", "replace")

    from fabula.search import Library  # 0.15 s

    with Library.open(choice.address) as opened:
        results = opened.quote(line, limit, plot=plot, timeout=timeout, show_hidden=show_hidden)
    if as_json:
        from fabula.search.shapes.answers import QUOTE_ANSWER  # 20 ms

        say_json(QUOTE_ANSWER.of(results, files=True))
    else:
        from fabula.web.cli.views.answers.quote_answer import say_quote  # 4 ms

        say_quote(results, choice)
    return ExitCode.DONE if results.claimed else ExitCode.NOTHING_FOUND

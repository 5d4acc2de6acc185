"""`fabula quote`: a line remembered more or less in, the passages that it may be out."""

from __future__ import annotations

import click

from fabula.web.cli.exit_codes import ExitCode
from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.terminal.output import say_json
from fabula.web.cli.verb import Verb, json_option

__all__ = ["command"]


@click.command(
    cls=Verb,
    examples=(
        ("fabula quote you would of been the one I chose", "where that stands, and in what it differs"),
        ("fabula quote --plot the keeper whose lamp went out twice", "stories where this may happen, as a guess"),
        ("fabula quote 'alas poor Yorick, I knew him well' --json", "for another program"),
    ),
)
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--limit", metavar="N", type=click.IntRange(0, 1000), default=5, show_default=True, help="Passages to show."
)
@click.option("--plot", is_flag=True, help="Take TEXT for what happens in a story, not for a line.")
@json_option
@library_option()
def command(text: tuple[str, ...], limit: int, plot: bool, as_json: bool, library: str | None) -> int:
    """Find a line that you remember more or less.

    Each passage comes with a score from 0 to 1 and, if it is not the same, with the difference: [-what you remember-]
    that the text does not have, {+what stands there+} instead. If nothing is close, the nearest is shown with guesses
    at which story TEXT may be about, and the exit code is 1.
    """
    choice = chosen_library(library)
    # Bytes that are no UTF-8 in the shell's arguments are no words either.
    line = " ".join(text).encode("utf-8", "surrogateescape").decode("utf-8", "replace")

    from fabula.search import Library

    with Library.open(choice.address) as opened:
        results = opened.quote(line, limit, plot=plot)
    if as_json:
        from fabula.search.json_shapes import quote_shape

        say_json(quote_shape(results))
    else:
        from fabula.web.cli.views.quote_answer import say_quote

        say_quote(results, choice)
    return ExitCode.DONE if results.claimed else ExitCode.NOTHING_FOUND

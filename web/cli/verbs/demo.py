"""`fabula demo`: a tour of a small library that comes with Fabula."""

from __future__ import annotations

import click

from fabula.web.cli.exit_codes import ExitCode
from fabula.web.cli.verb import Verb

__all__ = ["command"]


@click.command(
    cls=Verb,
    examples=(
        ("fabula demo", "index the stories that come with Fabula and find a line in them"),
        ("fabula demo --serve", "and look at them in a browser"),
    ),
)
@click.option("--serve", is_flag=True, help="Open the pages of the small library afterwards.")
@click.option(
    "--port",
    metavar="N",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port for --serve; 0 for any.",
)
def command(serve: bool, port: int) -> int:
    """Look around in a small library that comes with Fabula.

    It is made in your cache folder; your own library is not touched.
    """
    from fabula.web.cli.views.tour import say_tour

    choice = say_tour()
    if serve:
        from fabula.web.cli.serve_pages import serve_pages

        return serve_pages(choice, port=port, open_browser=True)
    return ExitCode.DONE

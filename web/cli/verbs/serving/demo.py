"""`fabula demo`: a tour of a small library that comes with Fabula."""

from __future__ import annotations

import click

from fabula.web.cli.exit_codes import ExitCode
from fabula.web.cli.serve_pages import Site, serve_pages
from fabula.web.cli.verb import Verb
from fabula.web.serving.options import ServingOptions, default_processes


@click.command(
    cls=Verb,
    examples=(
        ("fabula demo", "index the stories that come with Fabula and find a line in them"),
        ("fabula demo --serve", "the same, and show them in a browser"),
    ),
)
@click.option("--serve", is_flag=True, help="Then open the pages of the demo library in a browser.")
@click.option(
    "--port",
    metavar="N",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port for --serve; 0 for any.",
)
def command(serve: bool, port: int) -> int:
    """Try Fabula on a small library that comes with it.

    The library is made in your cache folder; your own library is not touched.
    """
    from fabula.web.cli.views.tour import say_tour  # 0.3 s

    choice = say_tour()
    if serve:
        return serve_pages(choice, Site(port=port, open_browser=True), ServingOptions(default_processes()))
    return ExitCode.DONE

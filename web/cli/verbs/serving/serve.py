"""`fabula serve`: show the library in a browser."""

from __future__ import annotations

import click

from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.serve_pages import serve_pages
from fabula.web.cli.verb import Verb


def _names(ctx: click.Context, param: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if not name.strip() or "/" in name:
            raise click.BadParameter(f"{name!r} is not a host name; write it like stories.example.", ctx, param)
    return names


@click.command(
    cls=Verb,
    examples=(
        ("fabula serve --open", "the pages of your own library, in your browser"),
        ("fabula serve --port 8080 --library shelf", "another library, on another port"),
        ("fabula serve --host 0.0.0.0 --allow-host stories.example", "for other machines, under this name"),
    ),
)
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="The address to listen on.")
@click.option(
    "--port",
    metavar="N",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port; 0 for any free one.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open the pages in a browser.")
@click.option(
    "--allow-host",
    "allowed_hosts",
    metavar="NAME",
    multiple=True,
    callback=_names,
    help="Answer to this name too (repeatable).",
)
@library_option()
def command(host: str, port: int, open_browser: bool, allowed_hosts: tuple[str, ...], library: str | None) -> int:
    """Serve the pages until Ctrl-C."""
    return serve_pages(
        chosen_library(library), host=host, port=port, open_browser=open_browser, allowed_hosts=allowed_hosts
    )

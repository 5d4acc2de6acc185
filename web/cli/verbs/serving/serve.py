"""`fabula serve`: show the library in a browser."""

from __future__ import annotations

import click

from fabula.index.errors import OptionError
from fabula.web.cli.config_file import config_option
from fabula.web.cli.library_choice import chosen_library, library_option
from fabula.web.cli.serve_pages import Site, serve_pages
from fabula.web.cli.verb import Verb
from fabula.web.serving.options import (
    CAN_FORK,
    DEFAULT_GRACE_SECONDS,
    DEFAULT_QUERY_SECONDS,
    MAX_PROCESSES,
    ServingOptions,
    default_processes,
)
from fabula.web.serving.shared.rate import Rate


def _names(ctx: click.Context, param: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if not name.strip() or "/" in name:
            raise click.BadParameter(f"{name!r} is not a host name; write it like stories.example.", ctx, param)
    return names


def _origins(ctx: click.Context, param: click.Parameter, origins: tuple[str, ...]) -> tuple[str, ...]:
    from fabula.web.http.cors import origin_of  # 0.1 s: Flask

    try:
        return tuple(map(origin_of, origins))
    except ValueError as error:
        raise click.BadParameter(str(error), ctx, param) from error


def _rate(ctx: click.Context, param: click.Parameter, text: str | None) -> Rate | None:
    try:
        return None if text is None else Rate.parse(text)
    except ValueError as error:
        raise click.BadParameter(str(error), ctx, param) from error


@click.command(
    cls=Verb,
    examples=(
        ("fabula serve --open", "the pages of your own library, in your browser"),
        ("fabula serve --port 8080 --library shelf", "another library, on another port"),
        ("fabula serve --processes 4 --query-timeout 5", "answer with four processes, and let a query take 5 seconds"),
        ("fabula serve --host 0.0.0.0 --allow-host stories.example", "for other machines, under this name"),
        ("fabula serve --token-file token.txt", "only for those who have the token"),
    ),
)
@config_option(paths=("library", "token-file", "access-log"))
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
@click.option("--show-paths", is_flag=True, help="Tell readers where files are on this machine.")
@click.option(
    "--cors",
    metavar="ORIGIN",
    multiple=True,
    callback=_origins,
    help="Let pages of this origin ask the API (repeatable).",
)
@click.option("--token-file", metavar="FILE", help="Answer only those who send the token in this file.")
@click.option("--access-log", metavar="FILE", help="Write a line for each request to this file; - for the terminal.")
@click.option("--log-queries", is_flag=True, help="Write what people search for into the access log.")
@click.option(
    "--rate",
    metavar="N/minute",
    callback=_rate,
    help="How often each client may ask, over all processes (or N/second, N/hour).",
)
@click.option("--trust-proxy", is_flag=True, help="Take clients' addresses from the proxy in front (X-Forwarded-For).")
@click.option(
    "--processes",
    metavar="N",
    type=click.IntRange(1, MAX_PROCESSES),
    help="Processes that answer [default: one for each processor].",
)
@click.option(
    "--query-timeout",
    metavar="SECONDS",
    type=click.FloatRange(0.1, 600),
    default=DEFAULT_QUERY_SECONDS,
    show_default=True,
    help="How long a query may take.",
)
@click.option(
    "--grace",
    metavar="SECONDS",
    type=click.FloatRange(0, 600),
    default=DEFAULT_GRACE_SECONDS,
    show_default=True,
    help="How long running requests may take when the server is stopped.",
)
@library_option()
def command(
    host: str,
    port: int,
    open_browser: bool,
    allowed_hosts: tuple[str, ...],
    show_paths: bool,
    cors: tuple[str, ...],
    token_file: str | None,
    access_log: str | None,
    log_queries: bool,
    rate: Rate | None,
    trust_proxy: bool,
    processes: int | None,
    query_timeout: float,
    grace: float,
    library: str | None,
) -> int:
    """Serve the pages until Ctrl-C or SIGTERM; SIGHUP renews its processes.

    Queries that take long are answered by processes of their own, so that others do not wait for them.
    """
    if not CAN_FORK and processes not in (None, 1):
        raise OptionError("On this system the pages are served by one process.", hint="Leave --processes out.")
    options = ServingOptions(processes or default_processes(), query_timeout, grace, rate, trust_proxy)
    site = Site(host, port, open_browser, allowed_hosts, show_paths, cors, token_file, access_log, log_queries)
    return serve_pages(chosen_library(library), site, options)

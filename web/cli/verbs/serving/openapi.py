"""`fabula openapi`: the description of the HTTP API."""

from __future__ import annotations

import click

from fabula.web.cli.exit_codes import ExitCode
from fabula.web.cli.terminal.output import say_json
from fabula.web.cli.verb import Verb


@click.command(
    cls=Verb, examples=(("fabula openapi", "for a generator of clients, a mock server or a tool that asks by hand"),)
)
def command() -> int:
    """Print the OpenAPI 3.1 document of the HTTP API.

    It is what a server answers at /openapi.json. No library is read.
    """
    from fabula.web.api.openapi import document  # 0.2 s

    say_json(document())
    return ExitCode.DONE

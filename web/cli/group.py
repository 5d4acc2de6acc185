"""The command `fabula`: its verbs and its own options."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

from fabula.web.cli.terminal.output import say
from .failures import run
from .library_choice import LIBRARY_VARIABLE, library_option
from .verb import SaysHelp, write_examples

# In the order of `fabula --help`, which is that in which a user needs them.
VERBS = (
    *"demo index search quote concordance dispersion words suggest show works cast speakers lines duplicates".split(),
    *"stats update rebuild restore remove names sources report watch check export import serve openapi".split(),
)
_FOLDERS = {
    verb: folder
    for folder, verbs in {
        "reading": "search quote concordance dispersion words suggest show works cast speakers lines duplicates stats",
        "writing": "index update rebuild restore remove names watch import",
        "inspecting": "sources report check export",
        "serving": "demo serve openapi",
    }.items()
    for verb in verbs.split()
}


class VerbGroup(SaysHelp, click.Group):
    """Imports the module of a verb only when it runs: `fabula search` does not load what `serve` needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f"{__package__}.verbs.{_FOLDERS[cmd_name]}.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in VERBS and not name.startswith("-"):
            from difflib import get_close_matches  # 2 ms

            similar = get_close_matches(name, VERBS)
            advice = f"Did you mean `{similar[0]}`?" if similar else f"The verbs are {', '.join(VERBS)}."
            raise click.UsageError(f"There is no verb {name!r}. {advice}", ctx)
        return super().resolve_command(ctx, args)

    def main(  # type: ignore[override]  # click's own is overloaded on standalone_mode, which has no part here
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        """Run and exit. Not click's own `main`: it turns any EPIPE into 1 and any EOFError into an abort."""
        words = list(sys.argv[1:] if args is None else args)
        sys.exit(run(self, words, prog_name or "fabula", extra))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_examples(
            formatter,
            (
                ("fabula demo", "try Fabula on a small library that comes with it"),
                ("fabula index stories/", "put a folder of stories into your library"),
                ('fabula search "You would have been my choice"', "find a line"),
            ),
        )
        formatter.write_paragraph()
        formatter.write_text(
            "Exit codes: 0 done, 1 nothing found, 2 bad usage or query, 3 library missing or damaged, "
            "4 finished but files failed that did not fail in the last run, 5 busy or no space, 70 internal error, "
            "129 hung up, 130 interrupted, "
            "143 ended by SIGTERM."
        )


def _show_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    from importlib.metadata import PackageNotFoundError, version  # 30 ms

    try:
        say(f"fabula {version('fabula')}")
    except PackageNotFoundError:
        say("fabula (a checkout that is not installed has no version)")
    ctx.exit()


@click.group(cls=VerbGroup, invoke_without_command=True, context_settings={"max_content_width": 100})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="Show the version."
)
@library_option(envvar=LIBRARY_VARIABLE)
@click.pass_context
def fabula(ctx: click.Context, library: str | None) -> int:
    """Fabula finds any line in a story collection, and the scene where it is spoken.

    Each verb has its own help with examples: `fabula search --help`.
    """
    if ctx.invoked_subcommand is None:
        say(ctx.get_help())
    return 0

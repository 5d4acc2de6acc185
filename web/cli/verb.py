"""A verb of the command: a click command whose help ends with examples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from fabula.web.cli.terminal.output import say
from fabula.web.cli.terminal.waiting import WaitOption

# A command line, and what it does.
Example = tuple[str, str]

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")

csv_option = click.option(
    "--csv", "as_csv", is_flag=True, help="Print a table for spreadsheets: comma-separated values in UTF-8."
)


def refuse_two_outputs(**chosen: bool) -> None:
    """Raises UsageError if more than one of these options was given."""
    if sum(chosen.values()) > 1:
        names = " and ".join(f"--{name}" for name, is_chosen in chosen.items() if is_chosen)
        raise click.UsageError(f"{names} do not go together.")


def write_examples(formatter: click.HelpFormatter, examples: Sequence[Example]) -> None:
    """The Examples section. Not wrapped, as a command line on two lines cannot be copied."""
    with formatter.section("Examples"):
        for line, meaning in examples:
            formatter.write(f"{'':{formatter.current_indent}}{line}\n")
            formatter.write(f"{'':{formatter.current_indent + 4}}{meaning}\n")


class SaysHelp(click.Command):
    """Prints its help with `say`: click's own way fails if the reader of a pipe has gone."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.callback = _say_help
        return option


def _say_help(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        say(ctx.get_help())
        ctx.exit()


class Verb(SaysHelp):
    """A click command with `examples`."""

    def __init__(self, *args: Any, examples: Sequence[Example] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        for option in self.params:
            if isinstance(option, WaitOption):
                args = option.with_value(args)
        return super().parse_args(ctx, args)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_examples(formatter, self.examples)

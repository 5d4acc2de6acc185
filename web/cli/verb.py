"""A verb of the command: a click command whose help ends with examples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

__all__ = ["Example", "Verb", "json_option", "write_examples"]

# A command line to copy, and what it does.
Example = tuple[str, str]

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")


def write_examples(formatter: click.HelpFormatter, examples: Sequence[Example]) -> None:
    """The Examples section. Never wrapped: a command line broken in two cannot be copied."""
    with formatter.section("Examples"):
        for line, meaning in examples:
            formatter.write(f"{'':{formatter.current_indent}}{line}\n")
            formatter.write(f"{'':{formatter.current_indent + 4}}{meaning}\n")


class Verb(click.Command):
    """A click command with `examples`."""

    def __init__(self, *args: Any, examples: Sequence[Example] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        write_examples(formatter, self.examples)

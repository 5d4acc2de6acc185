"""Options that narrow an answer to works, scenes or speech: `--author VALUE`, `--not-tag VALUE` and so on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

import click

# Those of the query language, whose import takes 0.15 s; a test compares the two.
FIELDS = (
    "title", "author", "fandom", "relationship", "character", "tag", "rating", "warning", "category", "series", "lang",
    "work", "words", "date", "added", "in", "speaker",
)  # fmt: skip

F = TypeVar("F", bound=Callable[..., Any])
FilterWords = Mapping[str, tuple[str, ...]]
"""The values given for each field."""


class _FilterOption(click.Option):
    """Thirty options are two lines of help."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        if self.opts == [f"--{FIELDS[0]}"]:
            fields = f"{', '.join(FIELDS[:-1])} or {FIELDS[-1]}"
            return "--FIELD VALUE", f"Only what has this {fields}; =VALUE is the whole value. Repeated: one of them."
        if self.opts == [f"--not-{FIELDS[0]}"]:
            return "--not-FIELD VALUE", "Nothing that has this value, as --not-tag Fluff (repeatable)."
        return None


hidden_option = click.option(
    "--hidden", "show_hidden", is_flag=True, help="Show works that the library hides by their rating, too."
)


def filter_options(command: F) -> F:
    """An option for each field, one to exclude its values, and `--hidden`.

    The verb gets `filters`, `exclude` and `show_hidden`.
    """

    @wraps(command)
    def collected(**given: Any) -> Any:
        sides = [{name: given.pop(f"{side}{name}") for name in FIELDS} for side in ("with_", "not_")]
        filters, exclude = ({name: values for name, values in side.items() if values} for side in sides)
        return command(**given, filters=filters, exclude=exclude)

    decorated: Any = hidden_option(collected)
    for side, prefix, meaning in (("not_", "--not-", "Nothing that has"), ("with_", "--", "Only what has")):
        for name in reversed(FIELDS):
            decorated = click.option(
                f"{prefix}{name}",
                f"{side}{name}",
                cls=_FilterOption,
                metavar="VALUE",
                multiple=True,
                help=f"{meaning} this {name} (repeatable).",
            )(decorated)
    result: F = decorated
    return result


def filter_words(filters: FilterWords, exclude: FilterWords, show_hidden: bool) -> list[str]:
    """The words of a command line that give these filters again.

    >>> filter_words({"author": ("Poe", "Lee")}, {"tag": ("AU",)}, True)
    ['--author', 'Poe', '--author', 'Lee', '--not-tag', 'AU', '--hidden']
    """
    sides = (("--", filters), ("--not-", exclude))
    words = [
        word
        for prefix, chosen in sides
        for name, values in chosen.items()
        for value in values
        for word in (f"{prefix}{name}", value)
    ]
    return [*words, "--hidden"] if show_hidden else words

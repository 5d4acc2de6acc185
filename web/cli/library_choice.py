"""The library of a command: `--library` before or after the verb, FABULA_LIBRARY, or the user's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from fabula.web.cli.terminal.output import complain
from fabula.web.cli.terminal.printable import visible

LIBRARY_VARIABLE = "FABULA_LIBRARY"

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class LibraryChoice:
    """The library's address, and the words that a command line needs to reach the same one."""

    address: str
    words: tuple[str, ...] = ()


def library_option(**settings: Any) -> Callable[[F], F]:
    """`--library DIR`; after the verb it wins over before the verb."""
    return click.option(
        "--library",
        metavar="DIR",
        callback=_expand,
        help=f"The library to use. Default: {LIBRARY_VARIABLE}, or else your own library.",
        **settings,
    )


def _expand(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value == "":
        raise click.BadParameter("it is empty; name a folder.", ctx, param)
    # Shells do not expand the tilde in `--library=~/stories`.
    return None if value is None else str(Path(value).expanduser())


def default_library() -> Path:
    """The folder of the user's own library."""
    from platformdirs import user_data_path  # 10 ms

    return user_data_path("fabula", appauthor=False) / "library"


def chosen_library(after_verb: str | None) -> LibraryChoice:
    """The library of the running command. `after_verb` is the value of the option after the verb.

    Says on standard error if its works were read under older rules, but not with `--quiet`.
    """
    choice = _choice(after_verb)
    context = click.get_current_context()
    if context.info_name != "rebuild" and not context.params.get("quiet"):
        _warn_of_older_rules(Path(choice.address))
    return choice


def _warn_of_older_rules(folder: Path) -> None:
    # 10 ms
    from fabula.index.codec.toc import RULES_VERSION
    from fabula.index.store.library_marker import older_rules

    rules = older_rules(folder)
    if rules is not None:
        complain(
            f"The library in {visible(str(folder))} was made under older rules (version {rules}; today's is "
            f"{RULES_VERSION}). It still answers; fabula rebuild makes it anew under today's."
        )


def _choice(after_verb: str | None) -> LibraryChoice:
    root = click.get_current_context().find_root()
    address = after_verb or root.params.get("library")
    if not address:
        return LibraryChoice(str(default_library()))
    source = root.get_parameter_source("library")
    if after_verb is None and source is click.core.ParameterSource.ENVIRONMENT:
        return LibraryChoice(address)
    return LibraryChoice(address, ("--library", address))

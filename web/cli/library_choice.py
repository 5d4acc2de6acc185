"""Which library a command is about: `--library` before or after the verb, FABULA_LIBRARY, or the user's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

__all__ = ["LIBRARY_VARIABLE", "LibraryChoice", "chosen_library", "default_library", "library_option"]

LIBRARY_VARIABLE = "FABULA_LIBRARY"

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class LibraryChoice:
    """The library's address, and the words that a command line to copy needs to reach the same one."""

    address: str
    words: tuple[str, ...] = ()


def library_option(**settings: Any) -> Callable[[F], F]:
    """`--library DIR`; the value of the one after the verb wins."""
    return click.option(
        "--library",
        metavar="DIR",
        callback=_checked,
        help=f"The library to use. Default: {LIBRARY_VARIABLE}, or else your own library.",
        **settings,
    )


def _checked(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value == "":
        raise click.BadParameter("it is empty; name a folder.", ctx, param)
    # A shell leaves the tilde of `--library=~/stories` as it is.
    return None if value is None else str(Path(value).expanduser())


def default_library() -> Path:
    """Where the user's own library lives."""
    from platformdirs import user_data_path

    return user_data_path("fabula", appauthor=False) / "library"


def chosen_library(own: str | None) -> LibraryChoice:
    """The library of the running command, `own` being the value of the verb's own option."""
    root = click.get_current_context().find_root()
    address = own or root.params.get("library")
    if not address:
        return LibraryChoice(str(default_library()))
    source = root.get_parameter_source("library")
    if own is None and source is click.core.ParameterSource.ENVIRONMENT:
        return LibraryChoice(address)
    return LibraryChoice(address, ("--library", address))

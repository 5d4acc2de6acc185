"""Options of a verb from a file: TOML with the names of the options, which win where both say something."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from fabula.index.errors import OptionError

_CONFIG = "config"
_MAX_BYTES = 65_536
F = TypeVar("F", bound=Callable[..., Any])


def config_option(paths: Collection[str] = ()) -> Callable[[F], F]:
    """`--config FILE` for a verb. Values of the options `paths` are relative to the folder of the file."""

    def read(ctx: click.Context, param: click.Parameter, file: str | None) -> None:
        if file is not None:
            ctx.default_map = {**(ctx.default_map or {}), **_defaults(ctx.command, Path(file), paths)}

    return click.option(
        "--config",
        metavar="FILE",
        # Before all others, so that their defaults are those of the file.
        is_eager=True,
        expose_value=False,
        callback=read,
        help="Take options from a TOML file, by their names; those of the command line win.",
    )


def _defaults(command: click.Command, file: Path, paths: Collection[str]) -> Mapping[str, Any]:
    """What click takes for the defaults of options. Raises OptionError."""
    options = {option.opts[-1].lstrip("-"): option for option in command.params if isinstance(option, click.Option)}
    del options[_CONFIG]
    found: dict[str, Any] = {}
    for key, value in _read(file).items():
        option = options.get(key)
        if option is None:
            raise OptionError(f"{file} has an unknown key {key!r}.", hint=_nearest(key, list(options)))
        _check(option, key, value, file)
        if key in paths and value != "-" and "://" not in value:
            value = str(file.parent / Path(value).expanduser())
        # click takes the values of an option that may be repeated as a sequence.
        found[option.name or key] = [value] if option.multiple and isinstance(value, str) else value
    return found


def _read(file: Path) -> dict[str, Any]:
    try:
        if not file.is_file():
            raise OptionError(f"There is no file {file}.", hint="--config names a TOML file with options.")
        with file.open("rb") as opened:
            content = opened.read(_MAX_BYTES + 1)
        if len(content) > _MAX_BYTES:
            raise OptionError(f"{file} is larger than {_MAX_BYTES:,} bytes.", hint="It is no file of options.")
        return tomllib.loads(content.decode("utf-8"))
    except OSError as error:
        raise OptionError(f"{file} cannot be read: {error.strerror}.", hint="Check its permissions.") from error
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is one
        raise OptionError(f"{file} is not TOML: {error}.", hint="A line is like: port = 8080") from error


def _check(option: click.Option, key: str, value: object, file: Path) -> None:
    """Raise OptionError if a value is of a type that the option cannot have; click checks what it says."""
    values = value if option.multiple and isinstance(value, list) else [value]
    if option.is_flag:
        wanted, is_right = "true or false", isinstance(value, bool)
    elif isinstance(option.type, click.types.IntParamType | click.types.FloatParamType):
        wanted, is_right = "a number", isinstance(value, int | float) and not isinstance(value, bool)
    elif option.multiple:
        wanted, is_right = "a text or a list of texts", all(isinstance(one, str) for one in values)
    else:
        wanted, is_right = "a text", isinstance(value, str)
    if not is_right:
        raise OptionError(f"{file}: {key} must be {wanted}.", hint=f"It is what --{key} takes.")


def _nearest(key: str, names: Collection[str]) -> str:
    from rapidfuzz.process import extractOne  # 20 ms, saved unless there is a mistake

    found = extractOne(key.lower().replace("_", "-"), names, score_cutoff=60)
    return f"Did you mean {found[0]}?" if found else f"It may have: {', '.join(sorted(names))}."

"""Checks that what a script gives is of the type that an option has, so that a slip is told where it was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, TypeVar

from fabula.index.errors import OptionError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Options = TypeVar("Options", bound="DataclassInstance")

# Types of options that are one of some words.
_NAMED = ("Sort", "WordOrder", "WorkOrder", "WordsMeasure")


def check_text(value: object, name: str) -> None:
    """Raises OptionError unless it is a text."""
    if not isinstance(value, str):
        raise _wrong(value, name, "a text", "Give one text in quotes; a list or bytes are none.")


def check_whole_number(value: object, name: str) -> None:
    """Raises OptionError unless it is a whole number; True and False are none."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise _wrong(value, name, "a whole number", "Write it without quotes: 10.")


def check_number(value: object, name: str) -> None:
    """Raises OptionError unless it is a number."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise _wrong(value, name, "a number", "Write it without quotes: 0.5.")


def check_texts(value: object, name: str, example: str) -> None:
    """Raises OptionError unless it is a tuple or list of texts; one text would be taken for its letters."""
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        raise _wrong(value, name, "several texts", f"Give a tuple or a list of them: {example}.")
    for each in value:
        check_text(each, name)


def options_of(options: object, kind: type[Options], limit: int | None = None) -> Options:
    """The options, those by default for None, with another `limit` unless that is None.

    kind  a dataclass. Raises OptionError for anything else, and for options of other types than it says.
    """
    chosen = kind() if options is None else options
    if not isinstance(chosen, kind):
        raise _wrong(options, "The options", kind.__name__, f"Give {kind.__name__}(…), or none for the defaults.")
    if limit is not None:
        chosen = replace(chosen, limit=limit)
    for field in fields(chosen):
        _check(getattr(chosen, field.name), field.name, str(field.type))
    return chosen


def _check(value: object, name: str, kind: str) -> None:
    """Checks a value by the annotation of its field. Filters are checked by those who read them."""
    wanted = kind.removesuffix(" | None")
    if value is None and wanted != kind:
        return
    if wanted == "int":
        check_whole_number(value, name)
    elif wanted == "bool" and not isinstance(value, int):
        raise _wrong(value, name, "True or False", "Write it without quotes.")
    elif wanted == "float":
        check_number(value, name)
    elif wanted.startswith("tuple[str"):
        check_texts(value, name, '("one", "another")')
    elif wanted == "str" or wanted in _NAMED:
        check_text(value, name)


def _wrong(value: object, name: str, wanted: str, hint: str) -> OptionError:
    return OptionError(f"{name} has to be {wanted}, and not of the type {type(value).__name__}.", hint=hint)

"""The values of an endpoint's parameters."""

from __future__ import annotations

from flask import request

from fabula.index.errors import OptionError

_MAX_PART = 1_000


def number(name: str, default: int, low: int, high: int) -> int:
    """A whole number. Raises OptionError if it is not one from `low` to `high`."""
    text = request.args.get(name, "")
    if not text:
        return default
    # int() accepts "１２" and "1_000" too, but a client that sends these has a bug that should be reported.
    value = int(text) if text.isascii() and text.isdigit() and len(text) < 12 else -1
    if not low <= value <= high:
        raise OptionError(f"{name}={text[:40]} is not possible.", hint=f"A whole number from {low:,} to {high:,} is.")
    return value


def list_part() -> slice:
    """The part of a list that is asked for, as `limit` and `cursor` say it. Raises OptionError."""
    limit, start = number("limit", 100, 1, _MAX_PART), number("cursor", 0, 0, 10**9)
    return slice(start, start + limit)


def next_part(part: slice, total: int) -> str | None:
    """The cursor of the part of a list after this one; None if it is the last."""
    return str(part.stop) if part.stop < total else None

"""The values of an endpoint's parameters."""

from __future__ import annotations

from flask import request

from fabula.index.errors import OptionError


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

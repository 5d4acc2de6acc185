"""The values of an endpoint's parameters: what the table says of them is checked before the endpoint is called."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from flask import g, request
from werkzeug.datastructures import MultiDict

from fabula.index.errors import OptionError, QueryError
from fabula.search.syntax import MAX_QUERY
from .endpoints import Endpoint, Parameter

_MAX_SHOWN = 40
_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?([eE][-+]?[0-9]{1,3})?")


class ParameterReader:
    """Reads the parameters of an endpoint from addresses. What is the same for all of them is worked out once."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._rule = endpoint.rule
        self._known = {each.name: each for each in endpoint.parameters if each.place == "query"}
        self._required = [each for each in self._known.values() if each.required]
        self._defaults = {name: () if each.many else each.schema.get("default") for name, each in self._known.items()}

    def read(self, given: MultiDict[str, str]) -> dict[str, Any]:
        """The values of all parameters, with the defaults of those that are not there.

        Numbers are numbers, and parameters that may be repeated are lists. Raises OptionError or QueryError for what
        the table does not have: a name that is misspelt would have no effect, and of two values one would be ignored.
        """
        values = dict(self._defaults)
        for name, texts in given.lists():
            parameter = self._known.get(name)
            if parameter is None:
                hint = f"It takes {', '.join(self._known)}." if self._known else "It takes none."
                raise OptionError(f"{self._rule} has no parameter “{name[:_MAX_SHOWN]}”.", hint=hint)
            values[name] = _value(parameter, texts)
        for parameter in self._required:
            if parameter.name not in given:
                raise _refusal(parameter)(f"{parameter.name} is missing.", hint=f"Give it as ?{parameter.name}=…")
        return values


def number(name: str) -> int:
    """The whole number of the parameter."""
    return int(g.parameters[name])


def share(name: str) -> float:
    """The number of the parameter."""
    return float(g.parameters[name])


def text(name: str) -> str:
    """The text of the parameter; "" if it is not given and has no default."""
    return str(g.parameters[name] or "")


def texts(name: str) -> list[str]:
    """All values of a parameter that may be repeated."""
    return list(g.parameters[name])


def list_part() -> slice:
    """The part of a list that is asked for, as `limit` and `cursor` say it. Raises OptionError."""
    cursor = text("cursor") or "0"
    # int() accepts "１２" and "1_000" too, but a client that sends these has a bug that should be reported.
    if re.fullmatch("[0-9]{1,10}", cursor) is None:
        raise OptionError(
            f"“{cursor[:_MAX_SHOWN]}” is no cursor.", hint="Use the cursor that the page before was answered with."
        )
    return slice(int(cursor), int(cursor) + number("limit"))


def next_part(part: slice, total: int) -> str | None:
    """The cursor of the part of a list after this one; None if it is the last."""
    return str(part.stop) if part.stop < total else None


def _value(parameter: Parameter, given: list[str]) -> Any:
    most = parameter.most if parameter.many else 1
    if len(given) > most:
        hint = f"It may be given {most} times." if parameter.many else "Give it once."
        raise OptionError(f"{parameter.name} is given {len(given):,} times.", hint=hint)
    values = [_checked(parameter, value) for value in given]
    return values if parameter.many else values[0]


def _checked(parameter: Parameter, value: str) -> Any:
    return _CHECKS[parameter.schema["type"]](parameter, value)


def _whole_number(parameter: Parameter, value: str) -> int:
    low, high = parameter.schema["minimum"], parameter.schema["maximum"]
    found = int(value) if re.fullmatch("-?[0-9]{1,12}", value) else None
    if found is None or not low <= found <= high:
        raise OptionError(
            f"{parameter.name}={value[:_MAX_SHOWN]} is not possible.",
            hint=f"A whole number from {low:,} to {high:,} is.",
        )
    return found


def _any_number(parameter: Parameter, value: str) -> float:
    low, high = parameter.schema["minimum"], parameter.schema["maximum"]
    found = float(value) if _NUMBER.fullmatch(value) else None
    if found is None or not low <= found <= high:
        raise OptionError(
            f"{parameter.name}={value[:_MAX_SHOWN]} is not possible.", hint=f"A number from {low:g} to {high:g} is."
        )
    return found


def _text(parameter: Parameter, value: str) -> str:
    schema, name = parameter.schema, parameter.name
    refusal = _refusal(parameter)
    if len(value) < schema.get("minLength", 0):
        raise refusal(f"{name} is empty.", hint=f"Give it as ?{name}=…{'' if parameter.required else ', or not.'}")
    if len(value) > (most := schema.get("maxLength", MAX_QUERY)):
        raise refusal(f"{name} is {len(value):,} characters long; at most {most:,} are possible.")
    if "enum" in schema and value not in schema["enum"]:
        raise refusal(
            f"{name}={value[:_MAX_SHOWN]} is not possible.", hint=f"{', '.join(map(str, schema['enum']))} are."
        )
    if "pattern" in schema and _compiled(schema["pattern"]).search(value) is None:
        raise refusal(f"{name}={value[:_MAX_SHOWN]} is not possible.", hint=parameter.description)
    return value


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # In JSON Schema "$" is the end, in Python also the place before a last line end.
    return re.compile(pattern.removesuffix("$") + r"\Z" if pattern.endswith("$") else pattern)


def _refusal(parameter: Parameter) -> type[OptionError] | type[QueryError]:
    return QueryError if parameter.schema.get("format") == "query" else OptionError


_CHECKS: dict[str, Callable[[Parameter, str], Any]] = {"integer": _whole_number, "number": _any_number, "string": _text}


def checked_by(endpoint: Endpoint, view: Callable[..., Any]) -> Callable[..., Any]:
    """`view`, called once the parameters of the request are read."""
    reader = ParameterReader(endpoint)

    def answer(**path: str) -> Any:
        g.parameters = reader.read(request.args)
        return view(**path)

    return answer

"""The page of the HTTP API: its endpoints, and a form for each that asks it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from fabula.index.errors import NotFound
from .endpoints import ENDPOINTS, Endpoint, Parameter, Tag

_BY_NAME = {endpoint.name: endpoint for endpoint in ENDPOINTS}


class Input(NamedTuple):
    """A field of a form. `values` are all that it may have; () for any. `shown` is what it holds at first."""

    parameter: Parameter
    kind: str
    values: tuple[str, ...]
    shown: str
    hint: str


class Form(NamedTuple):
    """An endpoint; `more` are fields that may be given several times, which are many."""

    endpoint: Endpoint
    path: str
    inputs: tuple[Input, ...]
    more: tuple[Input, ...]


class Section(NamedTuple):
    """The endpoints of a tag."""

    tag: Tag
    endpoints: tuple[Form, ...]


def list_endpoints() -> str:
    return render_template("api.html", sections=_SECTIONS)


def ask(name: str) -> Response:
    """To the address that a form stands for: without the fields that are empty, or as they are by default."""
    endpoint = _BY_NAME.get(name)
    if endpoint is None:
        raise NotFound(f"The API has no endpoint {name[:40]}.", hint="The page /api lists them.")
    given = {
        parameter.name: values
        for parameter in endpoint.parameters
        if (values := [value for value in request.args.getlist(parameter.name) if value != _default(parameter)])
    }
    # An empty part of a path would be another address.
    path = {each.name: given.pop(each.name, ["-"])[0] for each in endpoint.parameters if _in_path(each)}
    everything: dict[str, Any] = {**path, **given}
    return redirect(url_for(f"api.{name}", **everything))


def _in_path(parameter: Parameter) -> bool:
    return parameter.place == "path"


def _default(parameter: Parameter) -> str:
    return str(parameter.schema.get("default", ""))


def _input(parameter: Parameter) -> Input:
    schema = parameter.schema
    kind = "number" if schema["type"] in ("integer", "number") else "text"
    example = "" if parameter.example is None else str(parameter.example)
    # An example of what has to be given is there to be asked at once.
    shown = example if parameter.required else _default(parameter)
    hint = f"{schema['minimum']:,} to {schema['maximum']:,}" if "minimum" in schema else example
    return Input(parameter, kind, tuple(map(str, schema.get("enum", ()))), shown, hint)


def _forms(endpoints: Iterable[Endpoint]) -> Iterable[Form]:
    for endpoint in endpoints:
        is_more = [parameter.many and not parameter.required for parameter in endpoint.parameters]
        inputs = tuple(map(_input, endpoint.parameters))
        yield Form(
            endpoint,
            endpoint.rule.replace("<", "{").replace(">", "}"),
            tuple(each for each, more in zip(inputs, is_more, strict=True) if not more),
            tuple(each for each, more in zip(inputs, is_more, strict=True) if more),
        )


_SECTIONS = tuple(
    Section(tag, found)
    for tag in Tag
    if (found := tuple(_forms(endpoint for endpoint in ENDPOINTS if endpoint.tag is tag)))
)

api_page = Blueprint("forms", __name__)
api_page.add_url_rule("/api", "page", list_endpoints)
api_page.add_url_rule("/api/ask/<name>", "ask", ask)

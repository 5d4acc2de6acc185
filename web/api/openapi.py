"""The OpenAPI document, made from the table of endpoints and the shapes of the answers.

Schemas are those of the shapes that answers are made by (search/shapes, answers.py), so nothing is described twice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from typing import Any

from fabula.web.http.code_version import package_version
from fabula.web.http.freshness import is_lasting
from fabula.web.http.problem_types import MEDIA
from .answers import PROBLEM
from .endpoints import ENDPOINTS, Endpoint, Parameter, Tag
from .json_schema import Schema, SchemaBook
from .statuses import ERRORS, NOT_MODIFIED, errors_of

_TEXT: Schema = {"type": "string"}
_HEADERS: dict[str, Schema] = {
    "ETag": {"description": "For If-None-Match: changes with the library, its settings and the code.", "schema": _TEXT},
    "Link": {"description": '<ADDRESS>; rel="next": the next page, if there is one.', "schema": _TEXT},
    "Retry-After": {"description": "Seconds after which to ask again.", "schema": {"type": "integer", "minimum": 0}},
    "WWW-Authenticate": {"description": "How the token is to be sent.", "schema": _TEXT},
}
# Those of errors. A 503 has it only where asking again may help.
_HEADERS_OF = {401: ("WWW-Authenticate",), 429: ("Retry-After",), 503: ("Retry-After",)}
_DESCRIPTION = """Nothing here changes the library: there are only GET and HEAD.

Offsets are half-open and count Unicode code points. A parameter that is unknown, empty, or given twice where one value
is asked for, is refused with 400.

Formats of parameters: a `query` is in the query language and has a word at least; `words` have one, too (a field's
whole value is written =VALUE); a `cursor` is one that an answer to the same question has."""


@cache
def document() -> dict[str, Any]:
    """OpenAPI 3.1. Callers must not change it: it is one object for all."""
    book = SchemaBook()
    shared = _shared_parameters()
    paths = {_template(endpoint.rule): {"get": _operation(endpoint, book, shared)} for endpoint in ENDPOINTS}
    problem = book.of(PROBLEM)
    errors = {
        _error_name(status): {
            "description": words,
            **({"headers": _headers(*_HEADERS_OF[status])} if status in _HEADERS_OF else {}),
            "content": {MEDIA: {"schema": problem}},
        }
        for status, words in ERRORS.items()
        if any(status in errors_of(endpoint) for endpoint in ENDPOINTS)
    }
    tags = [tag for tag in Tag if any(endpoint.tag is tag for endpoint in ENDPOINTS)]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Fabula",
            "version": package_version(),
            "summary": "Find any line in a story collection, and the scene where it is spoken.",
            "description": _DESCRIPTION,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": str(tag)} for tag in tags],
        # A server may ask for a token, or not.
        "security": [{}, {"token": []}, {"password": []}],
        "paths": paths,
        "components": {
            "schemas": book.named,
            "parameters": {name: _parameter(parameter) for name, parameter in shared.items()},
            "responses": errors,
            "headers": _HEADERS,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "password": {"type": "http", "scheme": "basic", "description": "Any name; the token as password."},
            },
        },
    }


def _template(rule: str) -> str:
    """`/works/<work_id>` as `/works/{work_id}`."""
    return re.sub(r"<(\w+)>", r"{\1}", rule)


def _operation(endpoint: Endpoint, book: SchemaBook, shared: Mapping[str, Parameter]) -> dict[str, Any]:
    headers = []
    if is_lasting(f"api.{endpoint.name}"):
        headers.append("ETag")
    answer: dict[str, Any] = {
        "description": "The answer.",
        "content": {endpoint.media: {"schema": book.of(endpoint.answer)}},
    }
    responses: dict[str, Any] = {"200": answer}
    if headers:
        responses["304"] = {"description": NOT_MODIFIED, "headers": _headers(*headers)}
    if endpoint.is_paged:
        headers.append("Link")
    if headers:
        answer["headers"] = _headers(*headers)
    for status in errors_of(endpoint):
        responses[str(status)] = {"$ref": f"#/components/responses/{_error_name(status)}"}
    parameters = [
        {"$ref": f"#/components/parameters/{parameter.name}"}
        if shared.get(parameter.name) is parameter
        else _parameter(parameter)
        for parameter in endpoint.parameters
    ]
    return {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "tags": [str(endpoint.tag)],
        **({"parameters": parameters} if parameters else {}),
        "responses": responses,
    }


def _shared_parameters() -> dict[str, Parameter]:
    """Those that are one object in several rows of the table, by name; of two by one name, the one with more rows."""
    uses = Counter(id(parameter) for endpoint in ENDPOINTS for parameter in endpoint.parameters)
    every = {id(parameter): parameter for endpoint in ENDPOINTS for parameter in endpoint.parameters}
    shared: dict[str, Parameter] = {}
    for identity, count in uses.most_common():
        if count > 1:
            shared.setdefault(every[identity].name, every[identity])
    return shared


def _headers(*names: str) -> dict[str, Schema]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _error_name(status: int) -> str:
    return f"Error{status}"


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema: Schema = parameter.schema
    example: Any = parameter.example
    if parameter.many:
        least = {"minItems": 1} if parameter.required else {}
        schema = {"type": "array", "items": schema, **least, "maxItems": parameter.most}
        example = None if example is None else [example]
    return {
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.required,
        "description": parameter.description,
        "schema": schema,
        **({} if example is None else {"example": example}),
    }

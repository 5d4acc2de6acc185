"""The OpenAPI document, made from the table of endpoints and the shapes of the answers.

Schemas are those of the shapes that answers are made by (search/shapes, answers.py), so nothing is described twice.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from fabula.web.http.code_version import package_version
from fabula.web.http.problem_types import MEDIA
from .answers import PROBLEM
from .endpoints import ENDPOINTS, Endpoint
from .json_schema import Schema, SchemaBook

_ERRORS = {
    400: "The query or a parameter makes no sense.",
    404: "There is no work or scene by that id.",
    503: "The library is missing, damaged or busy, or the answer would take too long (code query-too-dear).",
}


@cache
def document() -> dict[str, Any]:
    """OpenAPI 3.1. Callers must not change it: it is one object for all."""
    book = SchemaBook()
    paths = {_template(endpoint.rule): {"get": _operation(endpoint, book)} for endpoint in ENDPOINTS}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Fabula",
            "version": package_version(),
            "summary": "Find any line in a story collection, and the scene where it is spoken.",
            "description": "Offsets are half-open and count Unicode code points. Nothing here changes the library.",
        },
        "paths": paths,
        "components": {"schemas": book.named},
    }


def _template(rule: str) -> str:
    """`/works/<work_id>` as `/works/{work_id}`."""
    return re.sub(r"<(\w+)>", r"{\1}", rule)


def _operation(endpoint: Endpoint, book: SchemaBook) -> dict[str, Any]:
    responses = {"200": _response("The answer.", book.of(endpoint.answer), endpoint.media)}
    responses |= {str(status): _response(_ERRORS[status], book.of(PROBLEM), MEDIA) for status in endpoint.errors}
    operation: dict[str, Any] = {"operationId": endpoint.name, "summary": endpoint.summary, "responses": responses}
    if endpoint.parameters:
        operation["parameters"] = [
            {
                "name": parameter.name,
                "in": parameter.place,
                "required": parameter.required,
                "description": parameter.description,
                "schema": parameter.schema,
            }
            for parameter in endpoint.parameters
        ]
    return operation


def _response(description: str, schema: Schema, media: str) -> dict[str, Any]:
    return {"description": description, "content": {media: {"schema": schema}}}

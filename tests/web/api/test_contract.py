"""The API keeps what its document says, for any request: what is allowed is answered as described, the rest refused."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from flask import Flask
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from fabula.index.analysis import words
from fabula.search.syntax.fields import FIELDS
from fabula.web.api.endpoints import ENDPOINTS

CONFIG = """
seed = 7
headers = { Accept-Encoding = "identity" }
[generation]
max-examples = 10
[phases.stateful]
enabled = false
[checks.negative_data_rejection]
# As by default, and 414: some of what is too long for its parameter is too long for any address.
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 414, 415, 422, 428, 429, "5xx"]
"""


def leave_out_repeated_filters(document: dict[str, Any]) -> None:
    """Filters are the same objects for all endpoints: a search has them all, others one for each side, tables none.

    Their bounds alone take 600 requests, so that with all of them the test would take ten minutes.
    """
    filters = {f"#/components/parameters/{name}" for field in FIELDS for name in (field, f"not_{field}")}
    some = {"#/components/parameters/author", "#/components/parameters/not_words"}
    shared = document["components"]["parameters"]
    needed = {f"#/components/parameters/{name}" for name, each in shared.items() if each["required"]}
    for path, operations in document["paths"].items():
        if path != "/api/v1/search":
            operation = operations["get"]
            given = operation.get("parameters", [])
            if path.endswith(".ndjson"):
                # Lines of JSON take what the table of the same name takes.
                given = [each for each in given if each.get("required") or each.get("$ref") in needed]
            left_out = filters if "." in path else filters - some
            operation["parameters"] = [each for each in given if each.get("$ref") not in left_out]


def take_formats(document: dict[str, Any]) -> dict[str, str]:
    """The formats of parameters by name. None is left: schemathesis holds all values not to be of a format of ours."""
    shared = document["components"]["parameters"].values()
    given = [each for path in document["paths"].values() for each in path["get"].get("parameters", ())]
    formats = {}
    for parameter in (*shared, *given):
        schema = parameter.get("schema", {})
        if name := schema.get("items", schema).pop("format", ""):
            formats[parameter["name"]] = name
    return formats


def in_format(name: str, text: str) -> str:
    """The text, or one like it that has the format."""
    if name in ("query", "words"):
        return text if words(text) else f"{text[:-1]}a"
    return "author:Merrow" if name == "condition" else text


def ask_what_is_possible(app: Flask, case: schemathesis.Case, formats: dict[str, str]) -> None:
    """What a schema cannot say of an allowed request: it has words, a cursor is from an answer to it, places agree."""
    if case.meta is None or case.meta.generation.mode is GenerationMode.NEGATIVE:
        return
    query = case.query
    for name, value in query.items():
        if isinstance(value, str):
            query[name] = in_format(formats.get(name, ""), value)
        elif isinstance(value, list):
            query[name] = [in_format(formats.get(name, ""), each) for each in value]
    if query.get("in") and query.get("not_in"):
        del query["not_in"]
    for name in ("in", "not_in"):
        if query.get(name):
            query[name] = query[name][:1]
    if query.get("kind") == "collocates":
        # They are those of a query.
        query.setdefault("q", "choice")
    if "cursor" in query:
        first = {name: value for name, value in query.items() if name != "cursor"}
        answer = app.test_client().get(case.formatted_path, query_string={**first, "limit": 1})
        del query["cursor"]
        if answer.is_json and answer.get_json().get("cursor"):
            query["cursor"] = answer.get_json()["cursor"]


def failures(app: Flask, asked: Counter[tuple[str, int]]) -> Iterator[str]:
    """What schemathesis finds. `asked` counts the answers by operation and by the hundreds of their status."""
    document = app.test_client().get("/openapi.json").get_json()
    leave_out_repeated_filters(document)
    formats = take_formats(document)
    schema = schemathesis.openapi.from_dict(document, config=SchemathesisConfig.from_str(CONFIG))
    schema.app = app

    @schemathesis.hook
    def before_call(context: object, case: schemathesis.Case, kwargs: object) -> None:
        ask_what_is_possible(app, case, formats)

    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            asked.update(
                (event.label or "", interaction.response.status_code // 100)
                for interaction in event.recorder.interactions.values()
                if interaction.response is not None
            )
        if isinstance(event, events.NonFatalError | events.FatalError):
            yield f"{event}"
        if isinstance(event, events.ScenarioFinished):
            for checks in event.recorder.checks.values():
                for check in checks:
                    if check.failure_info is not None:
                        failure = check.failure_info.failure
                        yield f"{event.phase}: {failure.title}: {failure.message}\n{check.failure_info.code_sample}"


@pytest.mark.slow
def test_any_request_is_answered_as_described(app: Flask) -> None:
    """Examples, bounds and random requests, allowed and not, with all checks of schemathesis."""
    asked: Counter[tuple[str, int]] = Counter()
    found = list(failures(app, asked))
    assert not found, "\n".join(found)
    for endpoint in ENDPOINTS:
        operation = "GET " + re.sub(r"<(\w+)>", r"{\1}", endpoint.rule)
        assert asked[operation, 4] and (asked[operation, 2] or "{scene_id}" in operation), operation
    assert sum(asked.values()) > 1_000

"""The API keeps what its document says, for any request: what is allowed is answered as described, the rest refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from fabula.index.analysis import words
from fabula.search.syntax.fields import FIELDS

_ANY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
_PLAIN = st.text("abc ei\"'?*~:()-", min_size=1, max_size=30)
_SOME = st.sampled_from(["choice", "my choice", '"my choice"', "salt"])

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
    for path, operations in document["paths"].items():
        if path != "/api/v1/search":
            left_out = filters if "." in path else filters - some
            operation = operations["get"]
            operation["parameters"] = [
                each for each in operation.get("parameters", ()) if each.get("$ref") not in left_out
            ]


def with_words(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return texts.filter(lambda text: bool(words(text)))


def ask_what_is_possible(app: Flask, case: schemathesis.Case) -> None:
    """What a schema cannot say of an allowed request: a cursor is from an answer to it, and places agree."""
    if case.meta is None or case.meta.generation.mode is GenerationMode.NEGATIVE:
        return
    query = case.query
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


def failures(app: Flask) -> Iterator[str]:
    """What schemathesis finds, by operation."""
    schemathesis.openapi.format("query", with_words(_SOME | _PLAIN | _ANY))
    schemathesis.openapi.format("words", with_words(_SOME | _ANY))
    schemathesis.openapi.format("cursor", _ANY)
    schemathesis.openapi.format("condition", st.sampled_from(["author:Merrow", "tag:slow burn", 'title:"The Lamp"']))
    document = app.test_client().get("/openapi.json").get_json()
    leave_out_repeated_filters(document)
    schema = schemathesis.openapi.from_dict(document, config=SchemathesisConfig.from_str(CONFIG))
    schema.app = app

    @schemathesis.hook
    def before_call(context: object, case: schemathesis.Case, kwargs: object) -> None:
        ask_what_is_possible(app, case)

    for event in from_schema(schema).execute():
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
    found = list(failures(app))
    assert not found, "\n".join(found)

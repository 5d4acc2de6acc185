"""The API keeps what its document says, for any request: what is allowed is answered as described, the rest refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from flask import Flask
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from fabula.index.analysis import words

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
"""


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
    if "cursor" in query:
        first = {name: value for name, value in query.items() if name != "cursor"}
        answer = app.test_client().get(case.formatted_path, query_string={**first, "limit": 1}).get_json()
        del query["cursor"]
        if answer.get("cursor"):
            query["cursor"] = answer["cursor"]


def failures(app: Flask) -> Iterator[str]:
    """What schemathesis finds, by operation."""
    schemathesis.openapi.format("query", with_words(_SOME | _PLAIN | _ANY))
    schemathesis.openapi.format("words", with_words(_SOME | _ANY))
    schemathesis.openapi.format("cursor", _ANY)
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app, config=SchemathesisConfig.from_str(CONFIG))

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

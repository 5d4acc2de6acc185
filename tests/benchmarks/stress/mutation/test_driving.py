"""The questions find what they are there to find: faults in answers that somebody has forgotten to guard against."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, jsonify

from benchmarks.stress.mutation import driving
from benchmarks.stress.mutation.driving import drive
from benchmarks.stress.mutation.forged_values import ATTRIBUTE, ELEMENT, change_value
from fabula.index.errors import LibraryDamaged


def _raise(error: BaseException) -> Any:
    raise error


def _loop() -> Any:
    while True:
        pass


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (lambda: "fine", ""),
        (lambda: _raise(TypeError("bare")), "TypeError: bare"),
        (_loop, "TooSlow"),
        (lambda: f"<p><{ELEMENT}>", "markup"),
        (lambda: f'<p title="x" {ATTRIBUTE}="1">', "markup"),
        (lambda: '<a href="javascript:alert(1)">', "a link"),
        (lambda: Response("x", 500), "status 500"),
    ],
)
def test_pages_are_looked_at(answer: Callable[[], Any], fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error without a name, one that never ends, text as markup, a link that runs a script, a status of 500."""
    monkeypatch.setattr(driving, "MAX_SECONDS", 0.05)
    monkeypatch.setattr(driving, "_PAGES", ("/",))
    assert fault in (_faults(answer, "/", monkeypatch) or [""])[0]


@pytest.mark.parametrize(
    ("address", "answer", "fault"),
    [
        ("stats", lambda: jsonify({"works": "3"}), "is no whole number"),
        ("works.csv", lambda: "title\n=1+1\n", "a formula"),
        ("works.csv", lambda: "title\n'=1+1\n-0.5\n", ""),
        ("works.ndjson", lambda: '{"a": NaN}\n', "NaN"),
    ],
)
def test_answers_are_compared_with_their_shapes(
    address: str, answer: Callable[[], Any], fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table of endpoints has the shapes; tables have no formulas, lines are JSON."""
    monkeypatch.setattr(driving, "_API", (address,))
    faults = _faults(answer, f"/api/v1/{address}", monkeypatch)
    assert fault in (faults or [""])[0] and bool(faults) == bool(fault)


def _faults(answer: Callable[[], Any], address: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What `drive` says of an application that has this one answer."""
    for name in {"_PAGES", "_API", "_COMMANDS"} - {"_PAGES" if address == "/" else "_API"}:
        monkeypatch.setattr(driving, name, ())
    for name in ("check", "update", "repair", "_add", "_export"):
        monkeypatch.setattr(driving, name, lambda *_, **__: _raise(LibraryDamaged("It is damaged.")))
    app = Flask(__name__)
    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.add_url_rule(address, view_func=answer, endpoint="it")
    return drive(app, Path(), ("work", "scene"), random.Random(1))


def test_a_change_is_made_anywhere() -> None:
    """Every value of a document is changed by some seed, and each change is said in words."""
    said = set()
    for seed in range(300):
        plain = [{"title": "Rain", "words": 3, "tags": ["a", "b"]}]
        before = repr(plain)
        said.add(change_value(plain, random.Random(seed)).split()[0])
        assert repr(plain) != before or seed
    assert {".0.title", ".0.words", ".0.tags", ".0.tags.0", ".0.tags.1", ".0"} <= said


def test_a_seed_changes_the_same_after_others() -> None:
    """What one seed puts into a document and then changes is whole again for the next."""

    def changed(seed: int) -> tuple[str, str]:
        rng, plain = random.Random(seed), [{"title": "Rain", "words": 3, "tags": ["a", "b"]}]
        done = "; ".join(change_value(plain, rng) for _ in range(3))
        return done, repr(plain)

    assert [changed(seed) for seed in range(300)] == [changed(seed) for seed in range(300)]

"""Health, readiness and metrics of a server."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from fabula.index import Work, add_works
from fabula.index.errors import LibraryDamaged
from fabula.search import Library
from fabula.web.api.metrics import count_traffic, endpoint_of
from fabula.web.app import create_app


def numbers(client: FlaskClient) -> dict[tuple[str, tuple[str, ...]], float]:
    """The samples of /metrics by name and labels' values."""
    response = client.get("/metrics")
    assert (response.status_code, response.mimetype) == (200, "text/plain")
    families = text_string_to_metric_families(response.text)
    return {(one.name, tuple(one.labels.values())): one.value for family in families for one in family.samples}


@pytest.fixture
def library(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> Path:
    return make_library(make_work("A quiet choice.", title="First"))


def test_a_whole_library_is_ready(client: FlaskClient, shelf: Library) -> None:
    """With its generation, never from a cache."""
    response = client.get("/readyz")
    assert response.get_json() == {"status": "ok", "generation": shelf.generation}
    assert response.headers["Cache-Control"] == "no-store"


def test_a_library_that_goes_away_is_not_ready(library: Path, tmp_path: Path, make_work: Callable[..., Work]) -> None:
    """Missing from the start, or removed while it is served; when it is there again, it is ready again."""
    client = create_app(tmp_path / "late").test_client()
    assert client.get("/readyz").get_json()["code"] == "library-missing"
    add_works(tmp_path / "late", [make_work("A choice.")])
    assert client.get("/readyz").status_code == 200
    shutil.move(tmp_path / "late", tmp_path / "away")
    assert client.get("/readyz").status_code == 503
    shutil.move(tmp_path / "away", tmp_path / "late")
    assert client.get("/readyz").status_code == 200


def test_damage_that_an_answer_met(
    library: Path, make_work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server is not ready until the next commit; it still lives."""
    client = create_app(library).test_client()

    def damaged(*_: object) -> None:
        raise LibraryDamaged("A file fails its checksum.")

    with monkeypatch.context() as patch:
        patch.setattr(Library, "works", damaged)
        assert client.get("/works").status_code == 503
    assert (client.get("/readyz").status_code, client.get("/healthz").status_code) == (503, 200)
    assert client.get("/readyz").get_json()["code"] == "library-damaged"
    assert numbers(client)["fabula_library_ready", ()] == 0
    add_works(library, [make_work("A loud choice.", title="Second")])
    assert client.get("/readyz").status_code == 200
    assert numbers(client)["fabula_library_ready", ()] == 1


def test_metrics_of_a_library(client: FlaskClient, shelf: Library) -> None:
    """Its size and its commit."""
    found, stats = numbers(client), shelf.stats()
    for name in ("generation", "works", "scenes", "words", "bytes"):
        assert found[f"fabula_library_{name}", ()] == getattr(stats, name)
    assert found["fabula_library_ready", ()] == 1


def test_metrics_without_a_library(tmp_path: Path) -> None:
    """The server still has some."""
    assert numbers(create_app(tmp_path / "none").test_client())["fabula_library_ready", ()] == 0


def test_metrics_of_requests(library: Path) -> None:
    """What the server has told of; buckets add up, as Prometheus wants them."""
    app = create_app(library)
    traffic = count_traffic(app)
    for seconds in (0.0004, 0.03, 99.0):
        traffic.note("api.search", "GET", 200, seconds)
    traffic.note("nonsense", "BREW", 429, 0.0, "rate-limited")
    found = numbers(app.test_client())
    assert found["fabula_requests_total", ("api.search", "GET", "2xx")] == 3
    assert found["fabula_requests_total", ("none", "other", "4xx")] == 1
    assert found["fabula_refused_total", ("rate-limited",)] == 1
    buckets = [
        found["fabula_request_seconds_bucket", ("api.search", bound)] for bound in ("0.001", "0.05", "10.0", "+Inf")
    ]
    assert buckets == [1, 2, 2, 3]
    assert found["fabula_request_seconds_count", ("api.search",)] == 3
    assert found["fabula_request_seconds_sum", ("api.search",)] == pytest.approx(99.0304)


@pytest.mark.parametrize(
    ("path", "endpoint"),
    [
        ("/", "pages.home"),
        ("/api/v1/works/abc", "api.work"),
        ("/static/fabula.css", "static"),
        ("/nowhere", "none"),
        ("", "none"),
        ("/works/\xff", "pages.work"),
        ("/api/v1/works/a/b", "none"),
    ],
)
def test_a_path_has_the_name_of_its_endpoint(library: Path, path: str, endpoint: str) -> None:
    """Whatever its parameters are, so that labels are few."""
    assert endpoint_of(create_app(library), path) == endpoint

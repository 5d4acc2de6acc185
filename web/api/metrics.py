"""The numbers of a server and of its library for Prometheus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from fabula.index.errors import FabulaError
from fabula.search.library import Library
from fabula.web.http.code_version import package_version
from fabula.web.http.damage import seen_damage
from fabula.web.library_handle import open_library
from fabula.web.serving.shared.traffic import BOUNDS, OTHER, Traffic
from fabula.web.serving.stage import GAUGES

if TYPE_CHECKING:
    from prometheus_client.core import Metric

_EXTENSION = "fabula.traffic"
_GAUGES = {
    "connections": "Connections that are open.",
    "dear_requests": "Requests that take long and are being answered, or wait for that.",
}
MEDIA = "text/plain; version=0.0.4; charset=utf-8"


def count_traffic(app: Flask) -> Traffic:
    """The counts that `/metrics` of `app` shows; whoever serves it tells them of each request."""
    traffic = Traffic(sorted(rule.endpoint for rule in app.url_map.iter_rules()))
    app.extensions[_EXTENSION] = traffic
    return traffic


def endpoint_of(app: Flask, path: str) -> str:
    """The name of the endpoint at a path as WSGI has it; OTHER if there is none. Takes 5 µs."""
    try:
        text = path.encode("latin-1").decode("utf-8", "replace")
        return str(app.url_map.bind("localhost").match(text, method="GET")[0])
    except (HTTPException, RequestRedirect, UnicodeError):
        return OTHER


def metrics() -> bytes:
    """The text format of Prometheus, of the application that answers the current request."""
    # 10 ms, for who asks for it.
    from prometheus_client.core import CollectorRegistry
    from prometheus_client.exposition import generate_latest

    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Numbers())
    return bytes(generate_latest(registry))


class _Numbers:
    """What prometheus_client calls a collector."""

    def describe(self) -> list[Metric]:
        """Nothing is looked up for names alone."""
        return []

    def collect(self) -> Iterator[Metric]:
        from prometheus_client.core import GaugeMetricFamily

        info = GaugeMetricFamily("fabula_info", "The version of Fabula.", labels=["version"])
        info.add_metric([package_version()], 1)
        yield info
        yield from _of_the_library()
        traffic = cast(Traffic | None, current_app.extensions.get(_EXTENSION))
        if traffic is not None:
            yield from _of_requests(traffic)
        gauges = request.environ.get(GAUGES, dict)()
        for name, meaning in _GAUGES.items():
            if name in gauges:
                yield GaugeMetricFamily(f"fabula_{name}", meaning, float(gauges[name]))


def _of_the_library() -> Iterator[Metric]:
    from prometheus_client.core import GaugeMetricFamily

    library = _readable_library()
    yield GaugeMetricFamily(
        "fabula_library_ready",
        "1 if the library can be read and no answer has met damage in it.",
        float(library is not None),
    )
    if library is None:
        return
    stats = library.stats()
    for name, meaning, value in (
        ("generation", "The number of the commit that is searched.", stats.generation),
        ("works", "Works in the library.", stats.works),
        ("scenes", "Story scenes in the library.", stats.scenes),
        ("words", "Words in the library.", stats.words),
        ("bytes", "Bytes of text in the library.", stats.bytes),
    ):
        yield GaugeMetricFamily(f"fabula_library_{name}", meaning, float(value))


def _readable_library() -> Library | None:
    try:
        library = open_library()
        library.refresh()
        library.stats()
    except FabulaError:
        return None
    return None if seen_damage().is_in(library.generation) else library


def _of_requests(traffic: Traffic) -> Iterator[Metric]:
    from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily

    requests = CounterMetricFamily(
        "fabula_requests", "Requests that were answered.", labels=["endpoint", "method", "status"]
    )
    seconds = HistogramMetricFamily(
        "fabula_request_seconds", "From the whole request to the end of its answer.", labels=["endpoint"]
    )
    for of_endpoint in traffic.by_endpoint():
        for (method, status), count in of_endpoint.requests.items():
            requests.add_metric([of_endpoint.endpoint, method, status], count)
        total, buckets = 0, []
        for bound, count in zip((*map(str, BOUNDS), "+Inf"), of_endpoint.buckets, strict=True):
            total += count
            buckets.append((bound, float(total)))
        seconds.add_metric([of_endpoint.endpoint], buckets, of_endpoint.seconds)
    yield requests
    yield seconds
    refused = CounterMetricFamily("fabula_refused", "Requests that the server refused, by code.", labels=["code"])
    for code, count in traffic.refusals().items():
        refused.add_metric([code], count)
    yield refused

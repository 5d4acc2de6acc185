"""The library as a whole, and the server."""

from __future__ import annotations

from fabula.search.shapes.libraries import GROWTH, STATS
from fabula.web.api.answers import DOCUMENT, HEALTH, METRICS, TABLE
from .endpoint import Endpoint, Tag
from .parameters import SHOW_HIDDEN

SERVER_ENDPOINTS = (
    Endpoint("stats", "/api/v1/stats", "What the library holds", STATS, (SHOW_HIDDEN,)),
    Endpoint("growth", "/api/v1/growth", "The size of the library after each run", GROWTH),
    Endpoint("growth-csv", "/api/v1/growth.csv", "The same as a table", TABLE, media="text/csv"),
    Endpoint("healthz", "/healthz", "Whether the library can be read", HEALTH, tag=Tag.SERVER),
    Endpoint("readyz", "/readyz", "Whether queries can be answered: no damage is known", HEALTH, tag=Tag.SERVER),
    Endpoint(
        "metrics",
        "/metrics",
        "Numbers of the server and the library, for Prometheus",
        METRICS,
        errors=(),
        media="text/plain",
        tag=Tag.SERVER,
    ),
    Endpoint("openapi", "/openapi.json", "This document", DOCUMENT, errors=(), tag=Tag.SERVER),
)

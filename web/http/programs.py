"""Which addresses are for programs: they get problem details, and pages of other origins may ask them."""

from __future__ import annotations

_BESIDE_THE_API = ("/openapi.json", "/healthz", "/readyz", "/metrics")


def is_for_programs(path: str) -> bool:
    """Whether what is at `path` is no page.

    >>> is_for_programs("/api/v1/search"), is_for_programs("/healthz"), is_for_programs("/search")
    (True, True, False)
    """
    return path.startswith("/api/") or path in _BESIDE_THE_API

"""The statuses that answers may have, and what each says."""

from __future__ import annotations

from .endpoints import Endpoint

NOT_MODIFIED = "The answer has not changed since the one whose ETag is in If-None-Match."

ERRORS = {
    400: "The query or a parameter makes no sense, is unknown, or is given twice.",
    401: "The server asks for its token: Authorization: Bearer TOKEN (or Basic, with any name).",
    404: "There is nothing by that id.",
    410: "The cursor is of a library that is no longer kept. Begin again without it.",
    414: "The address is longer than a search can be.",
    429: "More requests came from this address than the server allows. Retry-After says when to go on.",
    500: "The fault is the server's.",
    503: "The library is missing, damaged or busy, or the answer would take too long (code query-too-dear).",
}
# Any endpoint may have these: they are found before it is called, or are nobody's intention.
_OF_ALL = (400, 401, 414, 429, 500)


def errors_of(endpoint: Endpoint) -> tuple[int, ...]:
    """The statuses of an endpoint's errors, each of which is in ERRORS, in their order."""
    return tuple(sorted({*_OF_ALL, *endpoint.errors}))

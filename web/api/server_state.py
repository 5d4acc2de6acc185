"""What those who watch a server ask: whether it lives, whether it can answer, and its numbers."""

from __future__ import annotations

from flask import Response, jsonify

from fabula.index.errors import LibraryDamaged
from fabula.web.http.damage import seen_damage
from fabula.web.library_handle import open_library
from .metrics import MEDIA, metrics


def check_health() -> Response:
    """200 while the library can be read; opened at the first request, and not looked for again."""
    return _state(open_library().generation)


def check_ready() -> Response:
    """200 while queries can be answered: the latest commit can be opened, and no answer has met damage in it.

    Raises the library's errors.
    """
    library = open_library()
    library.refresh()
    generation = library.generation
    if seen_damage().is_in(generation):
        raise LibraryDamaged(
            f"The library in {library.address} is damaged: an answer met the damage.",
            hint="`fabula check` finds what is damaged, and `fabula check --repair` mends it.",
        )
    return _state(generation)


def show_metrics() -> Response:
    return _uncached(Response(metrics(), content_type=MEDIA))


def _state(generation: int) -> Response:
    return _uncached(jsonify(status="ok", generation=generation))


def _uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response

"""The HTTP API: the shapes of `fabula … --json`, over the endpoints that `endpoints.py` lists."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, make_response, request

from fabula.index.errors import OptionError, QueryError
from fabula.search.json_shapes import answer_shape, cast_shape, quote_shape, scene_shape, stats_shape, work_shape
from fabula.web.library_handle import open_library
from fabula.web.search_request import SearchRequest
from fabula.web.wording import opening
from fabula.web.work_list import filter_works

from .endpoints import ENDPOINTS, Endpoint
from .openapi import document

__all__ = ["api"]

MOST_HITS = 1_000
MOST_WORKS = 1_000


def search() -> Response:
    """Ranked scenes."""
    asked = SearchRequest.from_arguments(request.args)
    if not asked.query:
        raise QueryError("The query is empty.", hint="Give it as ?q=…")
    facets = tuple(name for names in request.args.getlist("facet") for name in names.split(",") if name)
    options = asked.options(_number("limit", 10, 0, MOST_HITS), facets)
    return jsonify(answer_shape(open_library().search(asked.query, options)))


def quote() -> Response:
    """The passages that a line may be."""
    text = request.args.get("q", "")
    if not text:
        raise QueryError("The quote is empty.", hint="Give it as ?q=…")
    limit, plot = _number("limit", 5, 0, MOST_HITS), _number("plot", 0, 0, 1)
    return jsonify(quote_shape(open_library().quote(text, limit, plot=bool(plot))))


def works() -> Response:
    """The works, in the order of their titles."""
    limit = _number("limit", 100, 1, MOST_WORKS)
    start = _number("cursor", 0, 0, 10**9)
    chosen = filter_works(open_library().works(), request.args.get("q", ""))
    end = start + limit
    return jsonify(
        {
            "total": len(chosen),
            "cursor": str(end) if end < len(chosen) else None,
            "works": [work_shape(work) for work in chosen[start:end]],
        }
    )


def work(work_id: str) -> Response:
    """One work, who speaks in it, and where its scenes begin, notes included."""
    library = open_library()
    record = library.work(work_id)
    scenes = [
        {
            "id": scene.id,
            "number": scene.number,
            "chapter": None
            if scene.chapter is None
            else {"number": scene.chapter.number, "title": scene.chapter.title},
            "words": scene.words,
            "opening": opening(scene),
        }
        for scene in library.scenes(work_id)
    ]
    return jsonify({**work_shape(record), "cast": cast_shape(library.cast(work_id)), "contents": scenes})


def scene(scene_id: str) -> Response:
    """One scene with its text."""
    library = open_library()
    found = library.scene(scene_id)
    return jsonify(scene_shape(library.work(found.work_id), found))


def stats() -> Response:
    """What the library holds."""
    return jsonify(stats_shape(open_library().stats()))


def openapi() -> Response:
    """The description of all this."""
    return jsonify(document())


def healthz() -> Response:
    """For load balancers: 200 while the library can be read."""
    response = make_response(jsonify({"status": "ok", "generation": open_library().generation}))
    response.headers["Cache-Control"] = "no-store"
    return response


def _number(name: str, default: int, least: int, most: int) -> int:
    given = request.args.get(name, "")
    if not given:
        return default
    # int() takes "１２" and "1_000" too; a client that sends those has a bug it should hear of.
    number = int(given) if given.isascii() and given.isdigit() and len(given) < 12 else -1
    if not least <= number <= most:
        raise OptionError(
            f"{name}={given[:40]} is not possible.", hint=f"A whole number from {least:,} to {most:,} is."
        )
    return number


def _checked(endpoint: Endpoint, view: Any) -> Any:
    """`view`, refusing parameters that the endpoint does not have: a misspelt one would be dropped in silence."""
    known = [parameter.name for parameter in endpoint.parameters if parameter.place == "query"]

    def answer(**path: str) -> Response:
        for name in request.args:
            if name not in known:
                hint = f"It takes {', '.join(known)}." if known else "It takes none."
                raise OptionError(f"{endpoint.rule} has no parameter “{name[:40]}”.", hint=hint)
        response: Response = view(**path)
        return response

    return answer


_VIEWS = {
    "search": search,
    "quote": quote,
    "works": works,
    "work": work,
    "scene": scene,
    "stats": stats,
    "openapi": openapi,
    "healthz": healthz,
}

api = Blueprint("api", __name__)
for _endpoint in ENDPOINTS:
    api.add_url_rule(_endpoint.rule, _endpoint.name, _checked(_endpoint, _VIEWS[_endpoint.name]))

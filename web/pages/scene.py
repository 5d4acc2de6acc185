"""The page of a scene: its text with the matches marked, and links to the scenes before and after."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, request

from fabula.index.errors import QueryError, QueryTooDear
from fabula.index.model import Scene
from fabula.search.library import Library
from fabula.search.results import Span
from fabula.web.http.freshness import without_validator
from fabula.web.library_handle import open_library
from fabula.web.search_request import SearchRequest
from .marking import mark_paragraphs


def scene(scene_id: str) -> str:
    library = open_library()
    current = library.scene(scene_id)
    work = library.work(current.work_id)
    siblings = library.scenes(work.id)
    index = next((i for i, sibling in enumerate(siblings) if sibling.id == current.id), 0)
    search = SearchRequest.from_arguments(request.args)
    spans, problem = _matches(library, search.query, current)
    paragraphs, matches = mark_paragraphs(current, spans)
    return render_template(
        "scene.html",
        search=search,
        work=work,
        scene=current,
        moved=current.id != scene_id,
        paragraphs=paragraphs,
        matches=matches,
        problem=problem,
        previous=siblings[index - 1] if index > 0 else None,
        next=siblings[index + 1] if index + 1 < len(siblings) else None,
    )


def _matches(library: Library, query: str, scene: Scene) -> tuple[Sequence[Span], str]:
    """The spans to mark, and the error of a query that makes no sense: the scene is shown even so."""
    if not query:
        return (), ""
    try:
        return library.locate(query, scene.id), ""
    except QueryError as error:
        if isinstance(error, QueryTooDear):
            without_validator()
        return (), str(error)

"""Reading: a scene in its work with the matches marked, and a work with its scenes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from flask import render_template, request, url_for

from fabula.index.codec.speech import CastMember
from fabula.index.errors import QueryError
from fabula.index.model import ChapterRef, Scene
from fabula.search.library import Library
from fabula.search.results import Span
from fabula.web.library_handle import open_library
from fabula.web.search_request import SearchRequest

from .marking import mark_paragraphs

__all__ = ["scene", "work"]

# On the page of a work; the API has all of them.
_MOST_SPEAKERS = 24


class Speaker(NamedTuple):
    """Who speaks in a work, how often, and where that is shown."""

    name: str
    utterances: int
    url: str


def scene(scene_id: str) -> str:
    """One scene, with every match of `q` marked and the way to the scenes beside it."""
    library = open_library()
    found = library.scene(scene_id)
    record = library.work(found.work_id)
    siblings = library.scenes(record.id)
    place = next((i for i, sibling in enumerate(siblings) if sibling.id == found.id), 0)
    asked = SearchRequest.from_arguments(request.args)
    spans, problem = _located(library, asked.query, found)
    paragraphs, matches = mark_paragraphs(found, spans)
    return render_template(
        "scene.html",
        asked=asked,
        work=record,
        scene=found,
        moved=found.id != scene_id,
        paragraphs=paragraphs,
        matches=matches,
        problem=problem,
        previous=siblings[place - 1] if place > 0 else None,
        next=siblings[place + 1] if place + 1 < len(siblings) else None,
    )


def work(work_id: str) -> str:
    """One work: what is known of it, and where each of its scenes begins."""
    library = open_library()
    record = library.work(work_id)
    scenes = library.scenes(work_id)
    story = [scene for scene in scenes if scene.number is not None]
    notes = [scene for scene in scenes if scene.number is None]
    cast = library.cast(work_id)
    return render_template(
        "work.html",
        work=record,
        chapters=_by_chapter(story),
        notes=notes,
        speakers=[_speaker(member, work_id) for member in cast[:_MOST_SPEAKERS]],
        others=max(0, len(cast) - _MOST_SPEAKERS),
    )


def _speaker(member: CastMember, work_id: str) -> Speaker:
    """A link to what somebody says. A name with a quote mark in it is searched for without."""
    name = member.name.replace('"', " ")
    return Speaker(member.name, member.utterances, url_for("pages.search", q=f'speaker:"{name}"', work=work_id))


def _located(library: Library, query: str, scene: Scene) -> tuple[Sequence[Span], str]:
    """What to mark, and why nothing can be: a scene is worth reading even where its query makes no sense."""
    if not query:
        return (), ""
    try:
        return library.locate(query, scene.id), ""
    except QueryError as error:
        return (), str(error)


def _by_chapter(scenes: Sequence[Scene]) -> list[tuple[ChapterRef | None, list[Scene]]]:
    return [(chapter, list(group)) for chapter, group in groupby(scenes, key=lambda scene: scene.chapter)]

"""Answers that only HTTP has: lists with pages, a work with its contents, tables, the state of the server."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from fabula.index.codec.speech import CastMember
from fabula.index.model import Scene, WorkRecord
from fabula.index.shapes import Each, Either, Fields, Maybe, Named, Noted, OneOf, Text, Whole
from fabula.search.duplicates.results import DuplicateGroup, Duplicates
from fabula.search.shapes.answers import QUOTE_ANSWER, SEARCH_ANSWER, WORKS_FOUND
from fabula.search.shapes.duplicates import GROUP, TOTALS
from fabula.search.shapes.view import Key, View
from fabula.search.shapes.works import CAST, CHAPTER, WORK
from fabula.search.works.results import WorkList
from fabula.web.wording import opening


class GroupsPage(NamedTuple):
    """A part of the groups of duplicates, and the cursor of the next."""

    duplicates: Duplicates
    total: int
    cursor: str | None
    groups: Sequence[DuplicateGroup]


class ShownWork(NamedTuple):
    """A work with its characters and its scenes."""

    work: WorkRecord
    cast: Sequence[CastMember]
    contents: Sequence[Scene]


ANY_ANSWER = Named("AnyAnswer", Either((SEARCH_ANSWER, QUOTE_ANSWER, WORKS_FOUND)))

WORKS: View[WorkList] = View(
    "WorksAnswer",
    {
        "total": Whole(),
        "cursor": Maybe(Text()),
        "generation": Key(Whole(), note="The commit that the answer is from."),
        "works": Each(WORK),
    },
)

_CONTENT: View[Scene] = View(
    "",
    {
        "id": Text(),
        "number": Maybe(Whole(1)),
        "chapter": Maybe(CHAPTER),
        "words": Whole(),
        "opening": Key(Text(), opening, "How the scene begins."),
    },
)
SHOWN_WORK: View[ShownWork] = View(
    "WorkAnswer", {**WORK.keys_from(attrgetter("work")), "cast": CAST, "contents": Each(_CONTENT)}
)

DUPLICATES: View[GroupsPage] = View(
    "DuplicatesAnswer",
    {
        **TOTALS.keys_from(attrgetter("duplicates")),
        "total": Key(Whole(), note="The groups in all."),
        "cursor": Maybe(Text()),
        "groups": Each(GROUP),
    },
)

TABLE = Named("Table", Noted(Text(), "Comma-separated values, in UTF-8, with a head."))
LINES = Named("Lines", Noted(Text(), "A JSON object on each line."))
METRICS = Named("Metrics", Noted(Text(), "The text format of Prometheus."))
HEALTH: View[object] = View("Health", {"status": OneOf(("ok",)), "generation": Whole()})
DOCUMENT = Named("Document", Fields({"openapi": Text(), "info": Fields({}), "paths": Fields({})}))
PROBLEM = Named(
    "Problem",
    Fields(
        {
            "type": Noted(Text(), "The kind of the error: an address of /problems, which explains it."),
            "title": Noted(Text(), "The kind in words."),
            "status": Whole(400, 599),
            "detail": Noted(Text(), "What is wrong with this request."),
            "instance": Noted(Text(), "The path that was asked for."),
            "code": Noted(Text(), "The stable name of the kind."),
            "hint": Noted(Text(), "What to do next, or nothing."),
        },
        closed=True,
    ),
)

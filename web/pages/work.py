"""The page of a work: its metadata, its characters, and links to its scenes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from flask import render_template, url_for

from fabula.index.codec.speech import CastMember
from fabula.index.model import ChapterRef, Scene, WorkRecord
from fabula.index.work_fields import WORK_FIELDS, FieldKind
from fabula.web.library_handle import open_library
from fabula.web.wording import language_tag

# The API lists all of them.
_MAX_SPEAKERS = 24


class Row(NamedTuple):
    """A field of the work. If `is_linked`, each value links to the works that have it, in the order `sort` ("" for that
    of titles). `remark` follows the first value."""

    name: str
    heading: str
    values: tuple[str, ...]
    is_linked: bool
    sort: str = ""
    remark: str = ""


class Speaker(NamedTuple):
    """A character; `url` finds what they say."""

    name: str
    utterances: int
    url: str


def work(work_id: str) -> str:
    library = open_library()
    record = library.work(work_id)
    scenes = library.scenes(work_id)
    cast = library.cast(work_id)
    return render_template(
        "work.html",
        work=record,
        rows=_rows(record),
        chapters=_by_chapter([scene for scene in scenes if scene.number is not None]),
        notes=[scene for scene in scenes if scene.number is None],
        speakers=[_speaker(member, work_id) for member in cast[:_MAX_SPEAKERS]],
        others=max(0, len(cast) - _MAX_SPEAKERS),
    )


def _rows(record: WorkRecord) -> list[Row]:
    """The series first, as it says what to read before; the others in the order of the table, empty ones too."""
    fields = [field for field in WORK_FIELDS.values() if field.heading]
    fields.sort(key=lambda field: field.name != "series")
    return [
        Row(
            field.name,
            field.heading,
            () if field.kind is FieldKind.LANGUAGE and not language_tag(record.language) else field.page_values(record),
            field.listed,
            # Readers of a series want its next number next.
            sort="series" if field.name == "series" else "",
            remark=record.metadata.series_number if field.name == "series" else "",
        )
        for field in fields
    ]


def _speaker(member: CastMember, work_id: str) -> Speaker:
    # The query language has no way to write a quote mark inside quotes.
    name = member.name.replace('"', " ")
    return Speaker(member.name, member.utterances, url_for("pages.search", q=f'speaker:"{name}"', work=work_id))


def _by_chapter(scenes: Sequence[Scene]) -> list[tuple[ChapterRef | None, list[Scene]]]:
    return [(chapter, list(group)) for chapter, group in groupby(scenes, key=lambda scene: scene.chapter)]

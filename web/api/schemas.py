"""Schemas of the answers of the HTTP API, made by search/json_shapes.py (JSON Schema 2020-12, as in OpenAPI 3.1)."""

from __future__ import annotations

from typing import Any

from fabula.index.model import BlockKind, Metadata, SceneKind
from fabula.index.reports.growth_file import GrowthPoint
from fabula.index.work_fields import METADATA_KEYS
from fabula.search.duplicates.results import DuplicateKind
from fabula.search.match_kind import MatchKind
from fabula.search.results import Op

_Schema = dict[str, Any]


def _object(**properties: _Schema) -> _Schema:
    """An object with exactly these properties."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _with_file(schema: _Schema) -> _Schema:
    """The object of a work, which may say where its file is."""
    return {**schema, "properties": {**schema["properties"], "file": _FILE}}


def _array(items: _Schema) -> _Schema:
    return {"type": "array", "items": items}


def _enum(*values: str) -> _Schema:
    return {"type": "string", "enum": list(values)}


def _ref(name: str) -> _Schema:
    return {"$ref": f"#/components/schemas/{name}"}


TEXT: _Schema = {"type": "string"}
COUNT: _Schema = {"type": "integer", "minimum": 0}
TEXTS = _array(TEXT)
_FILE: _Schema = {
    "type": "string",
    "description": "The path of its file on the server; only of a server that shows paths.",
}
MAYBE_TEXT: _Schema = {"type": ["string", "null"]}
MAYBE_COUNT: _Schema = {"type": ["integer", "null"], "minimum": 1}
SPAN: _Schema = {
    "type": "array",
    "prefixItems": [COUNT, COUNT],
    "items": False,
    "minItems": 2,
    "description": "Start and end, half-open, in Unicode code points.",
}
CHAPTER: _Schema = {"anyOf": [_ref("Chapter"), {"type": "null"}]}

# Schemas of the types that a metadata field may have.
_SCHEMA_OF = {str: TEXT, int: COUNT, tuple: TEXTS}

_work: dict[str, _Schema] = {
    "id": TEXT,
    "title": TEXT,
    "authors": TEXTS,
    "path": TEXT,
    "source": TEXT,
    "format": TEXT,
    "language": {"type": "string", "description": "BCP 47; und if unknown."},
    "chapters": COUNT,
    "scenes": {"type": "integer", "minimum": 0, "description": "Story scenes; notes are counted apart."},
    "notes": COUNT,
    "words": COUNT,
    "added": {
        "type": "string",
        "description": "When it came into a library, ISO 8601, UTC; nothing if that is not known.",
    },
    **{name: _SCHEMA_OF[type(getattr(Metadata(), name))] for name in METADATA_KEYS},
}

_hit: dict[str, _Schema] = {
    "rank": {"type": "integer", "minimum": 1},
    "score": {"type": "number"},
    "match": _enum(*MatchKind),
    "speaker": MAYBE_TEXT,
    "work": _ref("WorkReference"),
    "chapter": CHAPTER,
    "scene": _object(id=TEXT, number=MAYBE_COUNT),
    "snippet": _object(
        text=TEXT,
        html={
            "type": "string",
            "description": "The text, escaped, with what matched in <mark>. Several paragraphs are in <p>; <br> ends a "
            "line of verse.",
        },
        highlights=_array(SPAN),
    ),
    "copies": {**COUNT, "description": "How many scenes of other works, found too, are this text."},
    "also": {
        **_array(_object(work=_ref("WorkReference"), chapter=CHAPTER, scene=_object(id=TEXT, number=MAYBE_COUNT))),
        "description": "Those, best first, at most 100.",
    },
}

_part = _object(scenes=COUNT, notes=COUNT, words=COUNT)
_duplicate_work: dict[str, _Schema] = {
    **dict.fromkeys(("id", "title", "path", "source", "format", "language", "published", "updated"), TEXT),
    "authors": TEXTS,
    **dict.fromkeys(("scenes", "notes", "words"), COUNT),
    "size": {**COUNT, "description": "Bytes of text."},
    "share": {
        "type": "number",
        "minimum": 0,
        "maximum": 1,
        "description": "Of the words of its story, what the first work has too.",
    },
    "same": {**COUNT, "description": "Story scenes that the first work has word for word."},
    "alike": {**COUNT, "description": "Story scenes that the first work has nearly so."},
    "only": {**_part, "description": "What the first work lacks."},
    "lacks": {**_part, "description": "What the first work has and this one lacks."},
    "again": {**_part, "description": "Scenes that it has had before, word for word."},
    "own_words": {**COUNT, "description": "Words of scenes that no other work has word for word."},
    "shown": {"type": "boolean", "description": "Whether results show its copy of the scenes that both have."},
    "why_shown": TEXT,
    "spare": {
        "type": "boolean",
        "description": "Whether the works that are not spare have all of its words. All spare works may go together.",
    },
    "certain": {
        "type": "boolean",
        "description": "False if its file failed, became a pointer, is away or gone, or was imported with its library.",
    },
}

_answer: dict[str, _Schema] = {
    "query": TEXT,
    "total": {"type": "integer", "minimum": 0, "description": "Scenes found in all, exactly."},
    "seconds": {"type": "number", "minimum": 0},
    "explanation": _object(
        reading=TEXT,
        read_as={
            **_array(_object(typed=TEXT, read=TEXT)),
            "description": "Words of prose that were also read as others, below the exact matches.",
        },
        notes=TEXTS,
        missing=_array(_object(part=TEXT, reason=TEXT, nearest=TEXTS)),
    ),
    "facets": {"type": "object", "additionalProperties": _array(_ref("FacetCount"))},
    "cursor": MAYBE_TEXT,
}

SCHEMAS: dict[str, _Schema] = {
    # RFC 9457.
    "Problem": _object(
        type={"type": "string", "description": "The kind of the error: an address of /problems, which explains it."},
        title={"type": "string", "description": "The kind in words."},
        status={"type": "integer", "minimum": 400, "maximum": 599},
        detail={"type": "string", "description": "What is wrong with this request."},
        instance={"type": "string", "description": "The path that was asked for."},
        code={"type": "string", "description": "The stable name of the kind."},
        hint={"type": "string", "description": "What to do next, or nothing."},
    ),
    # Those of imported works may begin with 0.
    "Chapter": _object(number={**MAYBE_COUNT, "minimum": 0}, title=TEXT),
    "WorkReference": _with_file(_object(id=TEXT, title=TEXT, authors=TEXTS, path=TEXT, source=TEXT)),
    "Hit": _object(**_hit),
    "QuoteHit": _object(**_hit, difference=_array(_ref("Difference"))),
    "SearchAnswer": _object(
        **_answer,
        hits=_array(_ref("Hit")),
        remembered={
            "anyOf": [_ref("QuoteAnswer"), {"type": "null"}],
            "description": "The line that was meant, where it was asked for and no scene has the words in a row.",
        },
    ),
    "AnyAnswer": {"anyOf": [_ref("SearchAnswer"), _ref("QuoteAnswer")]},
    "QuoteAnswer": _object(
        **_answer,
        claimed={"type": "boolean", "description": "Whether the line was found; else the hits are the nearest."},
        threshold={"type": "number", "description": "The score from which on a passage counts as found."},
        hits=_array(_ref("QuoteHit")),
    ),
    "FacetCount": _object(
        value=TEXT,
        count=COUNT,
        spellings={**TEXTS, "description": "Other spellings that are counted with it: one author's."},
    ),
    "Difference": _object(op=_enum(*Op), query=TEXT, text=TEXT),
    "Work": _with_file(_object(**_work)),
    "WorksAnswer": _object(total=COUNT, cursor=MAYBE_TEXT, works=_array(_ref("Work"))),
    "WorkAnswer": _with_file(
        _object(
            **_work,
            cast={
                **_array(
                    _object(
                        name=TEXT,
                        aliases=TEXTS,
                        gender={"type": "string", "description": "f, m, or nothing if it is not known."},
                        utterances={**COUNT, "description": "Pieces of speech."},
                        words={**COUNT, "description": "The words in them."},
                    )
                ),
                "description": "Who speaks, as far as that is known; those with most to say first.",
            },
            contents=_array(_object(id=TEXT, number=MAYBE_COUNT, chapter=CHAPTER, words=COUNT, opening=TEXT)),
        )
    ),
    "SceneAnswer": _object(
        id=TEXT,
        number=MAYBE_COUNT,
        kind=_enum(*SceneKind),
        work=_ref("WorkReference"),
        chapter=CHAPTER,
        words=COUNT,
        cut={"type": "boolean", "description": "Whether it begins at a cut that is not the author's."},
        text=TEXT,
        paragraphs=_array(
            {
                "type": "array",
                "prefixItems": [COUNT, COUNT, _enum(*BlockKind)],
                "items": False,
                "minItems": 3,
                "description": "Start and end, half-open, in Unicode code points; what it is.",
            }
        ),
    ),
    "Stats": _object(
        works=COUNT,
        scenes=COUNT,
        notes=COUNT,
        words=COUNT,
        bytes=COUNT,
        generation=COUNT,
        languages={"type": "object", "additionalProperties": COUNT},
        without_speakers=COUNT,
        speech_due=_object(new=COUNT, rules=COUNT, names=COUNT),
    ),
    "DuplicatesAnswer": _object(
        min_share={"type": "number"},
        works={**COUNT, "description": "The works in all groups."},
        spare=_object(works=COUNT, words=COUNT, size=COUNT),
        total={**COUNT, "description": "The groups in all."},
        cursor=MAYBE_TEXT,
        groups=_array(_ref("DuplicateGroup")),
    ),
    "DuplicateGroup": _object(
        kind=_enum(*DuplicateKind),
        size={**COUNT, "description": "Bytes of text of all works but the first."},
        works={**_array(_with_file(_object(**_duplicate_work))), "description": "The longest first."},
    ),
    "Growth": _object(
        history=_array(_object(**{name: TEXT if name in ("started", "run") else COUNT for name in GrowthPoint._fields}))
    ),
    "Table": {"type": "string", "description": "Comma-separated values, in UTF-8, with a head."},
    "Lines": {"type": "string", "description": "A JSON object on each line."},
    "Health": _object(status=_enum("ok"), generation=COUNT),
    "Document": {"type": "object", "required": ["openapi", "info", "paths"]},
}

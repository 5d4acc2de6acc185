"""Parameters that several endpoints have. Bounds and defaults are those of the search's options."""

from __future__ import annotations

from typing import Any

from fabula.index.work_fields import WORK_FIELDS
from fabula.search.pages import MAX_LIMIT
from fabula.search.syntax import MAX_QUERY
from fabula.search.syntax.fields import FIELDS, is_exact_value, value_pattern
from fabula.search.syntax.filters import MAX_FILTER_VALUES
from fabula.web.search_request import EXCLUDED, HIDDEN
from .endpoint import Parameter

# A work or scene is named by fewer letters.
_MAX_ID = 200
_MAX_CURSOR = 500
_EXACT = " =VALUE: the whole value, as facets count it."
_EXAMPLES = {"author": "Poe", "tag": "slow burn", "lang": "en", "words": ">5000", "date": "2015..", "in": "dialogue"}


def query(description: str, *, example: str, required: bool = True) -> Parameter:
    """What is looked for. Its format is the query language: it has a word at least."""
    schema = {"type": "string", "minLength": 1, "maxLength": MAX_QUERY, "pattern": r"\S", "format": "query"}
    return Parameter("q", description, required=required, schema=schema, example=example)


def number(name: str, description: str, low: int, high: int, default: int) -> Parameter:
    """A whole number. One from 0 to 1 says whether."""
    schema = {"type": "integer", "minimum": low, "maximum": high, "default": default}
    return Parameter(name, description, schema=schema)


def choice(name: str, description: str, values: list[str], default: str | None = None) -> Parameter:
    """One of some words."""
    schema: dict[str, Any] = {"type": "string", "enum": values}
    return Parameter(name, description, schema=schema if default is None else {**schema, "default": default})


def identifier(name: str, description: str) -> Parameter:
    """A part of the path."""
    schema = {"type": "string", "minLength": 1, "maxLength": _MAX_ID}
    return Parameter(name, description, "path", required=True, schema=schema)


def limit(things: str, default: int, low: int = 0) -> Parameter:
    return number("limit", f"How many {things} to return.", low, MAX_LIMIT, default)


CURSOR = Parameter(
    "cursor",
    "Where to go on: the cursor of the answer before.",
    schema={"type": "string", "minLength": 1, "maxLength": _MAX_CURSOR, "format": "cursor"},
)


def pages(things: str, default: int = 100) -> tuple[Parameter, Parameter]:
    """The parameters of a list that comes in pages."""
    return limit(things, default, low=1), CURSOR


def _filter(name: str, description: str) -> Parameter:
    field = name.removeprefix(EXCLUDED)
    pattern = value_pattern(field)
    schema: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": MAX_QUERY}
    schema |= {"pattern": pattern} if pattern else {"pattern": r"\S", "format": "words"}
    return Parameter(name, description, schema=schema, many=True, example=_EXAMPLES.get(name), most=MAX_FILTER_VALUES)


FILTERS = (
    *(
        _filter(
            name,
            f"Only scenes for which {name}: of the query language holds, of several values for one of them."
            f"{_EXACT if is_exact_value(name, '-') else ''}",
        )
        for name in FIELDS
    ),
    *(_filter(f"{EXCLUDED}{name}", f"No scenes for which {name}: holds.") for name in FIELDS),
)
SHOW_HIDDEN = number(HIDDEN, "1 to show works that the library hides by their rating, too.", 0, 1, 0)
WORK_WORDS = Parameter(
    "q",
    "Only works with each of these words in title, authors, fandoms, series or tags.",
    schema={"type": "string", "minLength": 1, "maxLength": MAX_QUERY},
    example="salt",
)
FACETS = tuple(field.name for field in WORK_FIELDS.values() if field.is_facet)

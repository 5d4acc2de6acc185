"""What a row of the table says: an address, its parameters, its answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from fabula.index.shapes import Shape


class Tag(StrEnum):
    """What endpoints are about: they are listed by it. The value is for people."""

    SEARCH = "Search"
    WORKS = "Works and scenes"
    SPEECH = "Speakers"
    WORDS = "Words"
    DUPLICATES = "Duplicates"
    LIBRARY = "The library"
    SERVER = "The server"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter.

    schema   JSON Schema of a value: `type` and bounds, which web/api/parameters.py checks before the endpoint is
             called. `default` stands for a parameter that is not given.
    many     whether it may be repeated; `schema` is that of each value.
    example  a value for documentation; None for none.
    most     how often it may be given, if `many`.
    """

    name: str
    description: str
    place: Literal["path", "query"] = "query"
    required: bool = False
    schema: dict[str, Any] = field(default_factory=lambda: {"type": "string", "minLength": 1})
    many: bool = False
    example: str | int | float | None = None
    most: int = 100


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address. `rule` is Werkzeug's, `answer` is the shape of the answer.

    errors  statuses of errors, besides those that every endpoint may have (web/api/statuses.py).
    media   the type of the answer; errors are problem details always.
    """

    name: str
    rule: str
    summary: str
    answer: Shape
    parameters: tuple[Parameter, ...] = ()
    errors: tuple[int, ...] = (400, 503)
    media: str = "application/json"
    tag: Tag = Tag.LIBRARY

    @property
    def is_paged(self) -> bool:
        return any(parameter.name == "cursor" for parameter in self.parameters)

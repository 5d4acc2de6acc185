"""Declares an object of JSON once: its keys, their shapes, what they mean, and how each is taken from a record.

From one declaration come the object itself (`View.of`), the check of an answer (`View.check`) and its JSON Schema
(web/api/json_schema.py). msgspec does all three as well; its import takes 29 ms of the 0.2 s that `fabula search` has.

>>> point = View("Point", {"x": Whole(), "far": Key(Flag(), lambda point: point.x > 9, "Beyond the fence.")})
>>> point.of(SimpleNamespace(x=12))
{'x': 12, 'far': True}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar

from fabula.index.shapes import Each, Fields, Maybe, Named, Noted, OneOf, Row, Shape, Table

T = TypeVar("T")
Convert = Callable[[Any, bool], Any]
"""Gives the plain value of a part of a record; the flag says whether paths on this machine are shown."""


class Key(NamedTuple):
    """A key of an object.

    shape  of its value. For one that is a view, or that holds views, their objects are made.
    take   gives the value of a record; None for its attribute of the same name.
    note   what it means, where its name does not say it.
    local  True if it is only there for people on this machine: where a file is.
    """

    shape: Shape
    take: Callable[[Any], Any] | None = None
    note: str = ""
    local: bool = False


class View(Generic[T]):
    """An object of JSON that is made from a record.

    name  in schemas; "" for an object that is written out where it stands.
    keys  in the order of the JSON. A shape stands for a Key of the attribute of the same name.
    """

    def __init__(self, name: str, keys: Mapping[str, Key | Shape]) -> None:
        self.name = name
        self.keys = {key: given if isinstance(given, Key) else Key(given) for key, given in keys.items()}
        plans = {key: (key, given.take or attrgetter(key), convert_of(given.shape)) for key, given in self.keys.items()}
        self._local_plans = list(plans.values())
        self._plans = [plan for key, plan in plans.items() if not self.keys[key].local]
        shapes = {
            key: Noted(given.shape, given.note) if given.note else given.shape for key, given in self.keys.items()
        }
        required = {key: shape for key, shape in shapes.items() if not self.keys[key].local}
        optional = {key: shape for key, shape in shapes.items() if self.keys[key].local}
        fields = Fields(required, optional or None, closed=True)
        self.shape: Shape = Named(name, fields) if name else fields

    def keys_from(self, take: Callable[[Any], T]) -> dict[str, Key]:
        """The keys for a larger object, of whose record `take` gives the one of this."""

        def through(key: str, given: Key) -> Key:
            inner = given.take or attrgetter(key)
            return given._replace(take=lambda record: inner(take(record)))

        return {key: through(key, given) for key, given in self.keys.items()}

    def of(self, record: T, *, files: bool = False) -> dict[str, Any]:
        """The object for a record; with `files` also where files are on this machine."""
        plans = self._local_plans if files else self._plans
        return {key: take(record) if convert is None else convert(take(record), files) for key, take, convert in plans}

    def check(self, value: Any) -> None:
        """Raises Misshapen unless `value`, as JSON has it, is such an object."""
        self.shape.check(value)


def convert_of(shape: Shape) -> Convert | None:
    """What makes the plain value of this shape; None if that is the value itself."""
    match shape:
        case View():
            return lambda value, files: shape.of(value, files=files)
        case Noted(inner, _) | Named(_, inner):
            return convert_of(inner)
        case OneOf():
            return lambda value, files: str(value)
        case Row():
            return lambda value, files: list(value)
        case Maybe(inner):
            convert = convert_of(inner)
            return convert and (lambda value, files: None if value is None else convert(value, files))
        case Each(inner):
            return _list_of(convert_of(inner))
        case Table(inner):
            return _table_of(convert_of(inner))
    return None


def _list_of(convert: Convert | None) -> Convert:
    if convert is None:
        return lambda value, files: list(value)
    return lambda value, files: [convert(item, files) for item in value]


def _table_of(convert: Convert | None) -> Convert:
    if convert is None:
        return lambda value, files: dict(value)
    return lambda value, files: {key: convert(item, files) for key, item in value.items()}

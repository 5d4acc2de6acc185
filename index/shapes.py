"""Declares what JSON of a library may hold, and checks it field by field: types, ranges, lengths, nesting.

A shape is a small object; shapes of lists and objects are made of others, so a declaration reads like an example:

>>> works = Fields({"title": Text(), "words": Whole(), "tags": Each(Text())})
>>> works.check({"title": "Ferry", "words": 1200, "tags": ["AU", 7]})
Traceback (most recent call last):
    ...
fabula.index.shapes.Misshapen: tags[1] is no text

msgspec does the same in C, four times as fast. But its import takes 30 ms, which every command would pay, and a search
reads some ten records; all 10,000 of a large archive take 60 ms here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

# What SQLite, spreadsheets and JSON readers in other languages take for an integer.
MAX_COUNT = (1 << 63) - 1


class Misshapen(ValueError):
    """A value has another shape than the declared one. `str(error)` says which value, and what it is not."""

    def __init__(self, problem: str, where: str = "") -> None:
        super().__init__(f"{where.removeprefix('.') or 'it'} {problem}")
        self.problem, self.where = problem, where

    def inside(self, place: str | int) -> Misshapen:
        """The same error, as seen by what holds the value at `place`."""
        return Misshapen(self.problem, f"[{place}]{self.where}" if isinstance(place, int) else f".{place}{self.where}")


class Shape(Protocol):
    """What a value may be."""

    def check(self, value: Any) -> None:
        """Raises Misshapen unless `value`, as `parse_json` made it, is that."""


class Text(NamedTuple):
    """A string of at most so many characters."""

    most: int = MAX_COUNT

    def check(self, value: Any) -> None:
        if type(value) is not str:
            raise Misshapen("is no text")
        if len(value) > self.most:
            raise Misshapen(f"has more than {self.most:,} characters")


class Whole(NamedTuple):
    """A whole number, not a truth value, within bounds that are included."""

    least: int = 0
    most: int = MAX_COUNT

    def check(self, value: Any) -> None:
        if type(value) is not int or not self.least <= value <= self.most:
            raise Misshapen(f"is no whole number from {self.least:,} to {self.most:,}")


class Seconds(NamedTuple):
    """A number of seconds, whole or not, on either side of 0: clocks are set back. No run takes 30,000 years."""

    most: float = 1e12

    def check(self, value: Any) -> None:
        if type(value) not in (int, float) or not -self.most <= value <= self.most:
            raise Misshapen("is no number of seconds")


class Number(NamedTuple):
    """A number, whole or not, within bounds that are included."""

    least: float = -1e300
    most: float = 1e300

    def check(self, value: Any) -> None:
        if type(value) not in (int, float) or not self.least <= value <= self.most:
            raise Misshapen(f"is no number from {self.least:g} to {self.most:g}")


class Flag(NamedTuple):
    """True or false."""

    def check(self, value: Any) -> None:
        if type(value) is not bool:
            raise Misshapen("is neither true nor false")


class OneOf(NamedTuple):
    """One of these strings, say of an enumeration."""

    values: Collection[str]

    def check(self, value: Any) -> None:
        if type(value) is not str or value not in self.values:
            raise Misshapen("is none of the words that may stand there")


class Pattern(NamedTuple):
    """A string that a regular expression of ours matches as a whole."""

    expression: str

    def check(self, value: Any) -> None:
        if type(value) is not str or re.fullmatch(self.expression, value) is None:
            raise Misshapen(f"is nothing like {self.expression}")


class Maybe(NamedTuple):
    """null, or a value of the other shape."""

    shape: Shape

    def check(self, value: Any) -> None:
        if value is not None:
            self.shape.check(value)


class ByType(NamedTuple):
    """A value whose shape follows from its type: a list, a string, an object. Earlier versions wrote another one."""

    shapes: Mapping[type, Shape]

    def check(self, value: Any) -> None:
        shape = self.shapes.get(type(value))
        if shape is None:
            raise Misshapen("is of a type that may not stand there")
        shape.check(value)


class Each(NamedTuple):
    """A list of values of one shape, at most so many."""

    shape: Shape
    most: int = MAX_COUNT

    def check(self, value: Any) -> None:
        if type(value) is not list:
            raise Misshapen("is no list")
        if len(value) > self.most:
            raise Misshapen(f"has more than {self.most:,} items")
        # Nearly all lists are of texts without a bound: a list of tags takes a third of the time so.
        if type(self.shape) is Text and self.shape.most == MAX_COUNT and set(map(type, value)) <= {str}:
            return
        for place, item in enumerate(value):
            try:
                self.shape.check(item)
            except Misshapen as error:
                raise error.inside(place) from None


class Row(NamedTuple):
    """A list with a value of each of these shapes in turn. The last `optional` ones may be missing."""

    shapes: Sequence[Shape]
    optional: int = 0

    def check(self, value: Any) -> None:
        if type(value) is not list:
            raise Misshapen("is no list")
        if not len(self.shapes) - self.optional <= len(value) <= len(self.shapes):
            raise Misshapen(f"has {len(value):,} items instead of {len(self.shapes):,}")
        for place, (shape, item) in enumerate(zip(self.shapes, value, strict=False)):
            try:
                shape.check(item)
            except Misshapen as error:
                raise error.inside(place) from None


class Fields(NamedTuple):
    """An object with these keys.

    optional  keys that may be missing.
    closed    True if it may have no others. Else a later version may write more, which this one ignores.
    """

    required: Mapping[str, Shape]
    optional: Mapping[str, Shape] | None = None
    closed: bool = False

    def check(self, value: Any) -> None:
        if type(value) is not dict:
            raise Misshapen("is no object")
        optional = self.optional or {}
        name = ""
        # It goes through the declared keys and not through those of the object: a hostile one has millions.
        try:
            for name, shape in self.required.items():
                shape.check(value[name])
            for name, shape in optional.items():
                if name in value:
                    shape.check(value[name])
        except KeyError:
            raise Misshapen("is missing").inside(name) from None
        except Misshapen as error:
            raise error.inside(name) from None
        if self.closed and len(value) > len(self.required) and not value.keys() <= {*self.required, *optional}:
            raise Misshapen("has keys that are not known")


class Table(NamedTuple):
    """An object with any keys, whose values have one shape."""

    shape: Shape
    most: int = MAX_COUNT

    def check(self, value: Any) -> None:
        if type(value) is not dict:
            raise Misshapen("is no object")
        if len(value) > self.most:
            raise Misshapen(f"has more than {self.most:,} keys")
        for key, item in value.items():
            try:
                self.shape.check(item)
            except Misshapen as error:
                raise error.inside(key) from None


class Noted(NamedTuple):
    """A value of another shape, with a sentence on what it means for those who read its schema."""

    shape: Shape
    note: str

    def check(self, value: Any) -> None:
        self.shape.check(value)


class Named(NamedTuple):
    """A shape that has a name in schemas, where it stands once however often it is used."""

    name: str
    shape: Shape

    def check(self, value: Any) -> None:
        self.shape.check(value)


class Either(NamedTuple):
    """A value that has one of some shapes. An error is that of the first."""

    shapes: Sequence[Shape]

    def check(self, value: Any) -> None:
        problems: list[Misshapen] = []
        for shape in self.shapes:
            try:
                shape.check(value)
            except Misshapen as error:
                problems.append(error)
            else:
                return
        raise problems[0]

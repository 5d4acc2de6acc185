"""The keys of a work in JSON, and how their values are read from objects that may hold anything."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from typing import Any

from fabula.index.errors import UnreadableSource
from fabula.index.model import Block, BlockKind, LeftOut, Metadata, without_lone_surrogates

METADATA_LISTS = tuple(field.name for field in fields(Metadata) if isinstance(field.default, tuple))
METADATA_TEXTS = tuple(field.name for field in fields(Metadata) if isinstance(field.default, str))
# More than any book has; a larger one is no number of a chapter.
_MAX_CHAPTER_NUMBER = 1_000_000
# A thousand times as many words as the longest novel has.
_MAX_COUNT = 10_000_000_000


def text_of(record: Mapping[str, Any], name: str, needed: str = "") -> str:
    """The string under `name`, exactly as it is; "" if there is none. Raises UnreadableSource for anything else.

    needed  what the value is, if the record cannot do without it.
    """
    value = record.get(name)
    if value is None and not needed:
        return ""
    if not isinstance(value, str):
        raise UnreadableSource(f'its "{name}" is no string' if name in record else f'it lacks "{name}", {needed}')
    return value


def texts_of(record: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The list of strings under `name`, exactly as it is; () if there is none. Raises UnreadableSource."""
    values = record.get(name) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise UnreadableSource(f'its "{name}" is no list of strings')
    return tuple(values)


def count_of(record: Mapping[str, Any], name: str) -> int:
    """The whole number above 0 under `name`; 0 for anything else, and for a number that is no count of anything."""
    value = record.get(name)
    return value if type(value) is int and 0 < value <= _MAX_COUNT else 0


def chapter_number(part: Mapping[str, Any], position: int) -> int | None:
    """The "number" of the chapter at this position, from 1. Raises UnreadableSource."""
    number = part.get("number")
    if number is None:
        return None
    if type(number) is not int or not 0 <= number <= _MAX_CHAPTER_NUMBER:
        raise UnreadableSource(f'the "number" of its chapter {position} is no number')
    return number


def blocks_of(part: Mapping[str, Any], position: int) -> tuple[Block, ...]:
    """The "blocks" of the chapter at this position, from 1, each [kind, text]. Raises UnreadableSource."""
    try:
        return tuple(Block(BlockKind(kind), _checked_text(text)) for kind, text in part["blocks"])
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableSource(f'the "blocks" of its chapter {position} make no sense ({error})') from error


def _checked_text(text: Any) -> str:
    if not isinstance(text, str):
        raise TypeError("a text is no string")
    return text


def strings_in(value: object) -> Iterator[str]:
    """All strings in a JSON value, keys left out."""
    values = [value]
    while values:
        value = values.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list | tuple):
            values += value.values() if isinstance(value, dict) else value


def other_keys(record: Mapping[str, Any], known: Collection[str]) -> Iterator[LeftOut]:
    """The strings under keys that are not read."""
    strings = list(strings_in([value for key, value in record.items() if key not in known]))
    if strings:
        yield LeftOut("other keys", without_lone_surrogates(" ".join(strings)))

"""The characters of a work, as a speech file has them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from fabula.index.model import Gender
from fabula.index.shapes import Each, OneOf, Row, Text, Whole
from fabula.index.stored_json import parse_json

_GENDERS = frozenset(spelling for gender in Gender for spelling in (gender.value, gender.value.upper()))
_CAST_SHAPE = Each(Row((Text(), Each(Text()), OneOf(_GENDERS), Whole(), Whole())))


class CastMember(NamedTuple):
    """A character of a work who speaks or is spoken of.

    aliases     other names of the same character, without `name`.
    utterances  how many this character says; `words` are the words in them.
    """

    name: str
    aliases: tuple[str, ...]
    gender: Gender
    utterances: int
    words: int


def cast_to_json(cast: Sequence[CastMember]) -> bytes:
    if not cast:
        return b""
    plain = [[name, list(aliases), gender, pieces, words] for name, aliases, gender, pieces, words in cast]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def cast_from_json(text: bytes) -> tuple[CastMember, ...]:
    """The cast that `cast_to_json` encoded. Raises ValueError."""
    if not text:
        return ()
    plain = parse_json(text)
    _CAST_SHAPE.check(plain)
    # Files of earlier rules have capitals.
    return tuple(
        CastMember(name, tuple(aliases), Gender(gender.lower()), utterances, words)
        for name, aliases, gender, utterances, words in plain
    )

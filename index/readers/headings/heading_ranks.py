"""What a heading is: its rank among the sections of a work, its text, and whether it has a title of its own."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Rank(IntEnum):
    """The kind of section below a heading, largest first."""

    PART = 0
    CHAPTER = 1
    TITLE = 2
    NUMERAL = 3
    SCENE = 4


class Heading(NamedTuple):
    """`bare`: a label and a number without a title; the next line may be its title."""

    rank: Rank
    text: str
    bare: bool

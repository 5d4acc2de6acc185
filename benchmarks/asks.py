"""Queries independent of any engine's syntax: a kind and words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["TITLES", "Ask", "Kind"]


class Kind(StrEnum):
    EXACT = "exact"
    STEMMED = "stemmed"
    QUOTED = "quoted"
    NATURAL = "natural"
    ANY = "any"
    ALL = "all"
    PREFIX = "prefix"


TITLES = {
    Kind.EXACT: "Phrase, exact: top 10 and count",
    Kind.STEMMED: "Phrase, in any forms: top 10 and count",
    Kind.QUOTED: "Phrase, exact, as it is shown: count, ten scenes with highlighted snippets",
    Kind.NATURAL: "Natural query, as it is shown: ten scenes with highlighted snippets",
    Kind.ANY: "OR of four common words: top 10",
    Kind.ALL: "AND of three words: top 10 and count",
    Kind.PREFIX: "Prefix of four letters: top 10 and count",
}


@dataclass(frozen=True, slots=True)
class Ask:
    """One query.

    words    in lower case, in the order of the text; for PREFIX the prefix alone.
    rarest   number of scenes with the rarest of the words.
    common   True if all words are among the phrases.COMMON commonest.
    """

    kind: Kind
    words: tuple[str, ...]
    rarest: int = 0
    common: bool = False

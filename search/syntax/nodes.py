"""The tree that a query is parsed to. `str(node)` writes it in the query language again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from fabula.index.analysis import words

# A page of text may be asked for; an error names its beginning.
MAX_NAMED_CHARS = 60


class PhraseMode(StrEnum):
    """The mark before the quote: "" folded, "~" stemmed, "=" as written."""

    FOLDED = ""
    STEMMED = "~"
    VERBATIM = "="


@dataclass(frozen=True, slots=True)
class Words:
    """A run of text outside quotes."""

    text: str

    def __str__(self) -> str:
        # A word that would be an operator if typed again is written in lower case. So is a text all in capitals, among
        # which an operator would be read as a word.
        text = self.text.lower() if self.text.isupper() else self.text
        return " ".join(_plain(chunk) for chunk in text.split())


_OPERATOR_SIGNS = frozenset('*?~="“”„«»＂')


def _plain(chunk: str) -> str:
    if chunk in ("AND", "OR", "NOT"):
        return chunk.lower()
    if chunk.startswith("-") or _OPERATOR_SIGNS & set(chunk.rstrip(".,;:!?…")):
        return " ".join(words(chunk))
    return chunk


def shortened(text: str) -> str:
    """The text, or the beginning of one that is too long to be named in an error."""
    return text if len(text) <= MAX_NAMED_CHARS else f"{text[: MAX_NAMED_CHARS - 1].rstrip()}…"


def quoted(text: str) -> str:
    """The text in quote marks that do not end within it (a phrase in guillemets may hold straight quotes)."""
    for opening, closing, closers in (('"', '"', '"“”'), ("«", "»", "»"), ("»", "«", "«")):
        if not any(mark in text for mark in closers):
            return f"{opening}{text}{closing}"
    return '"' + " ".join(re.sub('["“”]', " ", text).split()) + '"'


@dataclass(frozen=True, slots=True)
class Phrase:
    """Quoted text. `slop` is how many other words may stand between its words, in order."""

    text: str
    mode: PhraseMode = PhraseMode.FOLDED
    slop: int = 0

    def __str__(self) -> str:
        return f"{self.mode}{quoted(self.text)}" + (f"~{self.slop}" if self.slop else "")


@dataclass(frozen=True, slots=True)
class Wildcard:
    """A word with "*" (any letters) or "?" (one letter) in it."""

    pattern: str

    def __str__(self) -> str:
        return self.pattern


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word that may be misspelt: at most `edits` letters changed, missing, added or swapped."""

    word: str
    edits: int

    @property
    def folded(self) -> str:
        return words(self.word)[0]

    def __str__(self) -> str:
        return f"{self.word}~{self.edits}"


@dataclass(frozen=True, slots=True)
class Field:
    """`name:value`, a condition on the work (for "in" and "speaker", on the scene or its speech).

    exact   `name:="value"`: one of the work's values is this one, letter by letter.
    others  of "speaker", in a filter: other names, of which one does as well.
    """

    name: str
    value: str
    exact: bool = False
    others: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.others:
            return f"({' OR '.join(str(Field(self.name, value)) for value in (self.value, *self.others))})"
        if self.exact:
            is_plain = not re.search(r"[\s()\"“”„«»＂]", self.value)
            return f"{self.name}:={self.value if is_plain else quoted(self.value)}"
        return f'{self.name}:"{self.value}"' if " " in self.value else f"{self.name}:{self.value}"


@dataclass(frozen=True, slots=True)
class And:
    children: tuple[Node, ...]

    def __str__(self) -> str:
        return "(" + " AND ".join(map(str, self.children)) + ")"


@dataclass(frozen=True, slots=True)
class Or:
    children: tuple[Node, ...]

    def __str__(self) -> str:
        return "(" + " OR ".join(map(str, self.children)) + ")"


@dataclass(frozen=True, slots=True)
class Not:
    child: Node

    def __str__(self) -> str:
        # A run of words is negated as a whole.
        child = str(self.child)
        return f"NOT ({child})" if isinstance(self.child, Words) and " " in child else f"NOT {child}"


class NamedScope(NamedTuple):
    """A part of the text that a condition names: "dialogue" or "narration"; what one of `speakers` says, or anybody."""

    side: str
    speakers: tuple[str, ...] = ()


_OTHER_SIDE = {"dialogue": "narration", "narration": "dialogue"}


def named_scope(node: Node) -> NamedScope | None:
    """Where the words beside this condition stand; None for all other nodes.

    Words that are not in dialogue are in narration, and the other way round.
    """
    match node:
        case Field("speaker", name, others=others):
            return NamedScope("dialogue", (name, *others))
        case Field("in", ("dialogue" | "narration") as side):
            return NamedScope(side)
        case Not(Field("in", ("dialogue" | "narration") as side)):
            return NamedScope(_OTHER_SIDE[side])
    return None


Node = Words | Phrase | Wildcard | Fuzzy | Field | And | Or | Not

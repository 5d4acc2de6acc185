"""The tree that a query is parsed to. `str(node)` writes it in the query language again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from fabula.index.analysis import words


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


@dataclass(frozen=True, slots=True)
class Phrase:
    """Quoted text. `slop` is how many other words may stand between its words, in order."""

    text: str
    mode: PhraseMode = PhraseMode.FOLDED
    slop: int = 0

    def __str__(self) -> str:
        # Quotes in the text (a phrase in guillemets may have them) would end it when it is typed again.
        if not any(mark in self.text for mark in '"“”'):
            quoted = f'"{self.text}"'
        elif "»" not in self.text:
            quoted = f"«{self.text}»"
        else:
            quoted = '"' + " ".join(re.sub('["“”]', " ", self.text).split()) + '"'
        return f"{self.mode}{quoted}" + (f"~{self.slop}" if self.slop else "")


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

    def __str__(self) -> str:
        return f"{self.word}~{self.edits}"


@dataclass(frozen=True, slots=True)
class Field:
    """`name:value`, a condition on the work (for "in" and "speaker", on the scene or its speech)."""

    name: str
    value: str

    def __str__(self) -> str:
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


def names_scope(node: Node) -> bool:
    """True for a condition on where the words beside it stand: in dialogue, in narration, in somebody's speech."""
    match node:
        case Field("speaker", _) | Field("in", "dialogue" | "narration") | Not(Field("in", "dialogue" | "narration")):
            return True
    return False


Node = Words | Phrase | Wildcard | Fuzzy | Field | And | Or | Not

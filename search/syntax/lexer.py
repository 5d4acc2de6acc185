"""Characters to tokens. Only this module decides what is an operator and what is prose.

Prose must never fail, so a sign is an operator only where prose would hardly have it: a quote mark at the beginning of
a word, "-" directly before a word, "*" inside or after one, `word:` only for the fields that exist, AND, OR and NOT
only in capitals in a query that is not all capitals, and parentheses only in a query that has such an operator.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import NamedTuple

from fabula.index.analysis import is_emoji, words
from .fields import FIELDS, is_exact_value, is_value
from .nodes import Field, Fuzzy, Phrase, PhraseMode, Wildcard
from .patterns import pattern_in


class Kind(Enum):
    TEXT = auto()
    LEAF = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    OPEN = auto()
    CLOSE = auto()


class Token(NamedTuple):
    """One token. A LEAF has its finished node `leaf`, and stands in the query from `start` up to `end`."""

    kind: Kind
    text: str
    leaf: Phrase | Wildcard | Fuzzy | Field | None = None
    start: int = 0
    end: int = 0


# Opening mark -> the marks that close it. A curly quote typed the wrong way round still opens.
_CLOSERS = {'"': '"”“', "“": '”"“', "”": '”"', "„": '“”"', "«": "»", "»": "«", "＂": '＂"'}
_PREFIXED = re.compile(r"([=~]?)([\"“”„«»＂])")
_QUOTED = re.compile(r"[\"“”„«»＂][^\"“”„«»＂]*[\"“”„«»＂]")
_SLOP = re.compile(r"~(\d{1,3})")
_CHUNK = re.compile(r"[^\s()]+")
# A chunk of letters and digits alone, which is a word or an operator and nothing else, and the space before it.
_WORD = re.compile(r"\s*+([^\W_]++)(?![^\s()])")
_FIELD = re.compile(rf"({'|'.join(FIELDS)}):(?=\S)")
_OPERATORS = {"AND": Kind.AND, "OR": Kind.OR, "NOT": Kind.NOT}
_MAX_SLOP_WORDS = 100


def tokens(query: str, notes: list[str]) -> list[Token]:
    """The tokens of `query`. Remarks for the person are added to `notes`."""
    # Scripts without capitals, and numbers, are never all capitals; and who writes quotes knows operators.
    all_capitals = ("AND" in query or "OR" in query or "NOT" in query) and _is_all_capitals(_QUOTED.sub(" ", query))
    scanner = _Scanner(query, notes, all_capitals)
    scanned = scanner.scan()
    if not scanner.has_parenthesis or any(token.kind in (Kind.AND, Kind.OR, Kind.NOT) for token in scanned):
        return scanned
    # Without an operator a parenthesis is punctuation.
    return [token for token in scanned if token.kind not in (Kind.OPEN, Kind.CLOSE)]


def _is_all_capitals(unquoted: str) -> bool:
    """True if a query, without its quotes and operators, is all in capitals."""
    return " ".join(chunk for chunk in unquoted.split() if chunk.strip("()") not in _OPERATORS).isupper()


class _Scanner:
    def __init__(self, query: str, notes: list[str], all_capitals: bool) -> None:
        self.query = query
        self.notes = notes
        self.all_capitals = all_capitals
        self.at = 0
        self.has_parenthesis = False

    def scan(self) -> list[Token]:
        scanned: list[Token] = []
        while self.at < len(self.query):
            if word := _WORD.match(self.query, self.at):
                scanned.append(self._word(word[1]))
                self.at = word.end()
                continue
            character = self.query[self.at]
            if character.isspace():
                self.at += 1
            elif character in "()":
                scanned.append(Token(Kind.OPEN if character == "(" else Kind.CLOSE, character))
                self.has_parenthesis = True
                self.at += 1
            else:
                scanned += self._next()
        return scanned

    def _next(self) -> list[Token]:
        negated: list[Token] = []
        if self.query[self.at] == "-" and self._negates():
            negated = [Token(Kind.NOT, "-")]
            self.at += 1
            if self.query[self.at] == "(":
                return negated
        start = self.at
        token = self._phrase() or self._field() or self._chunk()
        if token.kind is Kind.TEXT:
            # A dash by itself between two words means nothing.
            return [*negated, token] if words(token.text) else negated
        return [*negated, token._replace(start=start, end=self.at)]

    def _negates(self) -> bool:
        """True if "-" here is an operator: directly before a word, a quote or "(", after a space or at the start."""
        before = self.query[self.at - 1 : self.at] if self.at else " "
        after = self.query[self.at + 1 : self.at + 2]
        return (before.isspace() or before == "(") and (
            after.isalnum() or after in _CLOSERS or after in ("(", "=", "~") or (after != "" and is_emoji(after))
        )

    def _phrase(self) -> Token | None:
        opening = _PREFIXED.match(self.query, self.at)
        if opening is None:
            return None
        text = self._quoted(opening.end(), opening[2]).strip()
        if not _begins_with_word(text) and not words(text):
            return Token(Kind.TEXT, text)
        slop = _SLOP.match(self.query, self.at) if self.at < len(self.query) else None
        distance = 0
        if slop:
            self.at = slop.end()
            distance = min(int(slop[1]), _MAX_SLOP_WORDS)
            if distance < int(slop[1]):
                self.notes.append(f"words can be at most {_MAX_SLOP_WORDS} apart, so ~{slop[1]} was taken as that")
        return Token(Kind.LEAF, text, Phrase(text, PhraseMode(opening[1]), distance))

    def _quoted(self, start: int, mark: str) -> str:
        """The text from `start` to the mark that closes `mark`; moves past it."""
        end = next((at for at in (self.query.find(closer, start) for closer in _CLOSERS[mark]) if at >= 0), -1)
        if end < 0:
            self.notes.append("the quote was not closed, so it was taken to run to the end")
            end = len(self.query)
        self.at = min(end + 1, len(self.query))
        return self.query[start:end]

    def _field(self) -> Token | None:
        match = _FIELD.match(self.query, self.at)
        if match is None:
            return None
        start, notes_before = self.at, len(self.notes)
        self.at = match.end()
        exact = self.query.startswith("=", self.at)
        self.at += exact
        opening = _PREFIXED.match(self.query, self.at)
        if opening and not opening[1]:
            value = self._quoted(opening.end(), opening[2])
            # White space at the ends is part of an exact value only.
            value = value if exact else value.strip()
        else:
            chunk = _CHUNK.match(self.query, self.at)
            value = chunk[0] if chunk else ""
            self.at += len(value)
        if is_exact_value(match[1], value) if exact else is_value(match[1], value):
            return Token(Kind.LEAF, value, Field(match[1], value, exact))
        # "in:short" and "words:none" are prose after all.
        self.at = start
        del self.notes[notes_before:]
        return None

    def _word(self, word: str) -> Token:
        return Token(Kind.TEXT if self.all_capitals else _OPERATORS.get(word, Kind.TEXT), word)

    def _chunk(self) -> Token:
        """A word with the signs that stick to it."""
        match = _CHUNK.match(self.query, self.at)
        assert match is not None
        chunk = match[0]
        # A quote mark opens a phrase only after a space, so one inside a chunk is part of it.
        self.at = match.end()
        pattern = pattern_in(chunk)
        return Token(Kind.TEXT, chunk) if pattern is None else Token(Kind.LEAF, chunk, pattern)


def _begins_with_word(text: str) -> bool:
    """True if the first letter already shows it, without finding words."""
    return text[:1].isalnum() and text[0].isascii()

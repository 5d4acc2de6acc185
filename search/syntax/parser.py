"""Tokens to a tree, by recursive descent: one method for each rule of the grammar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fabula.index.errors import QueryError
from fabula.search.option_types import check_text
from .lexer import Kind, Token, tokens
from .nodes import And, Field, Fuzzy, Node, Not, Or, Phrase, Wildcard, Words, named_scope
from .patterns import patterns_of, phrase_words

# Characters, a long paragraph: a person who pastes more wants a file compared, not a line found.
MAX_QUERY = 4_096
# Distinct wildcards and misspelt words: each may expand to 1,000 words, which take 50 ms to find and read.
MAX_EXPANSIONS = 32
_MAX_DEPTH = 50


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query.

    root     what has to match.
    natural  the text, if the query is plain prose (with or without conditions on the work): such a query is answered
             in tiers, from the exact phrase to its single words.
    fields   the conditions of a natural query, negated ones as Not.
    notes    remarks for the person.
    """

    text: str
    root: Node
    natural: str | None
    fields: tuple[Node, ...]
    notes: tuple[str, ...]


def parse(text: str) -> Query:
    """Raises QueryError for a query without words, too long, too deeply nested or with too many wildcards."""
    check_text(text, "The query")
    if len(text) > MAX_QUERY:
        raise QueryError(
            f"The query is {len(text):,} characters long; at most {MAX_QUERY:,} are searched for.",
            hint="Search for one or two of its sentences.",
        )
    notes: list[str] = []
    scanned = tokens(text, notes)
    patterns = {pattern for token in scanned for pattern in _patterns(token)}
    if len(patterns) > MAX_EXPANSIONS:
        raise QueryError(
            f"The query has {len(patterns)} wildcards and misspelt words; at most {MAX_EXPANSIONS} are searched for.",
            hint="Leave some of them out, or write the words in full.",
        )
    explicit = False
    leaves = [token.leaf or Words(token.text) for token in scanned if token.kind in (Kind.TEXT, Kind.LEAF)]
    if len(leaves) == len(scanned):
        # Most queries have no operator and need no grammar.
        root = _joined(leaves)
    else:
        parser = _Parser(scanned, notes)
        root = parser.parse()
        explicit = parser.explicit
    if root is None:
        raise QueryError(
            "The query holds no words." if text.strip() else "The query is empty.",
            hint="Type a line that you remember, as: you would have been my choice",
        )
    natural, fields = (None, ()) if explicit else _prose(root)
    return Query(text, root, natural, fields, tuple(notes))


def _patterns(token: Token) -> list[Wildcard | Fuzzy]:
    match token.leaf:
        case Wildcard() | Fuzzy():
            return [token.leaf]
        case Phrase():
            return patterns_of(phrase_words(token.leaf))
    return []


def _prose(root: Node) -> tuple[str | None, tuple[Node, ...]]:
    """The words and the conditions of a query that has nothing else; (None, ()) for other queries."""
    if isinstance(root, Words):
        return root.text, ()
    if not isinstance(root, And):
        return None, ()
    runs = [child.text for child in root.children if isinstance(child, Words)]
    rest = tuple([child for child in root.children if not isinstance(child, Words)])
    return (" ".join(runs), rest) if runs and all(map(_is_condition, rest)) else (None, ())


def _is_condition(node: Node) -> bool:
    return isinstance(node, Field) or (isinstance(node, Not) and isinstance(node.child, Field))


class _Parser:
    def __init__(self, scanned: list[Token], notes: list[str]) -> None:
        self.tokens = scanned
        self._kinds = [*(token.kind for token in scanned), None]
        self.notes = notes
        self.at = 0
        self.depth = 0
        self.explicit = False  # whether there was an operator that the tree does not show

    def parse(self) -> Node | None:
        parts: list[Node] = []
        strays: list[Words] = []
        while self.at < len(self.tokens):
            part = self._or()
            if part is not None:
                parts.append(part)
            elif self.at < len(self.tokens):
                # A ")" without its "(", or an operator without operands.
                stray = self.tokens[self.at]
                self.at += 1
                if stray.kind in (Kind.AND, Kind.OR, Kind.NOT) and stray.text != "-":
                    strays.append(Words(stray.text))
                    parts.append(strays[-1])
        if strays and any(not isinstance(part, Words) for part in parts):
            # In prose it is a word; beside other operators it joins nothing.
            self.notes.append(f"{strays[0].text} has nothing to join there and was left out")
            parts = [part for part in parts if not any(part is stray for stray in strays)]
        return _joined(parts)

    @property
    def kind(self) -> Kind | None:
        return self._kinds[self.at]

    def _or(self) -> Node | None:
        """or = and { "OR" and }"""
        first = self._and()
        if first is None:
            return None
        parts = [first]
        while self.kind is Kind.OR:
            mark = self.at
            self.at += 1
            following = self._and()
            if following is None:
                self.at = mark
                break
            parts.append(following)
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _and(self) -> Node | None:
        """and = not { ["AND"] not }"""
        operands: list[Node] = []
        parts: list[Node] = []
        while True:
            mark = self.at
            explicit = self.kind is Kind.AND and bool(parts)
            if explicit:
                self.at += 1
            part = self._not()
            if part is None:
                self.at = mark
                break
            if explicit and parts:
                # "cats AND dogs" is no run of prose "cats dogs".
                operands += _operands(parts)
                parts = []
                self.explicit = True
            parts.append(part)
        operands += _operands(parts)
        return operands[0] if len(operands) == 1 else And(tuple(operands)) if operands else None

    def _not(self) -> Node | None:
        """not = { "NOT" | "-" } atom"""
        mark = self.at
        while self.kind is Kind.NOT:
            self.at += 1
        negations = self.at - mark
        child = self._atom()
        if child is None:
            self.at = mark
            return None
        if negations % 2:
            if not isinstance(child, Not):
                return Not(child)
            child = child.child
        if negations:
            # They cancel each other, here or with one in parentheses, and are no words.
            self.explicit = True
        return child

    def _atom(self) -> Node | None:
        """atom = "(" or ")" | leaf | text"""
        kind = self.kind
        if kind is Kind.TEXT or kind is Kind.LEAF:
            token = self.tokens[self.at]
            self.at += 1
            return token.leaf or Words(token.text)
        return self._group() if kind is Kind.OPEN else None

    def _group(self) -> Node | None:
        if self.depth >= _MAX_DEPTH:
            raise QueryError(
                f"The query has more than {_MAX_DEPTH} parentheses inside one another.",
                hint="Leave some of the parentheses out.",
            )
        self.at += 1
        self.depth += 1
        inner = self._or()
        self.depth -= 1
        if self.kind is Kind.CLOSE:
            self.at += 1
        return inner


def _operands(parts: list[Node]) -> tuple[Node, ...]:
    """The operands between two ANDs, neighbouring words as one run. A group in parentheses stays together."""
    joined = _joined(parts)
    if joined is None:
        return ()
    return joined.children if isinstance(joined, And) and len(parts) > 1 else (joined,)


def _joined(parts: Sequence[Node]) -> Node | None:
    """All of `parts`, neighbouring words as one run. A scope named in parentheses binds only the words inside them."""
    if len(parts) == 1:
        return parts[0]
    joined: list[Node] = []
    for part in parts:
        if isinstance(part, Words) and joined and isinstance(joined[-1], Words):
            joined[-1] = Words(f"{joined[-1].text} {part.text}")
        elif isinstance(part, And) and not any(map(named_scope, part.children)):
            joined += part.children
        else:
            joined.append(part)
    if not joined:
        return None
    return joined[0] if len(joined) == 1 else And(tuple(joined))

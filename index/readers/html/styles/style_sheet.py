"""Reads a style sheet into the rules that may change the words of a page.

A small reader of our own: tinycss2, the one maintained library, keeps every token of a sheet as an object (23 ms for
15 kB, against 2.5 ms here), and reads neither selectors nor values. What is not understood here (conditions, states,
siblings) hides nothing. (CSS Syntax 3, Selectors 3.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from .style_declarations import parse_declarations, unescape


class Compound(NamedTuple):
    """One part of a selector: the tag ("" for any), the ids, the classes, and words of `epub:type`."""

    tag: str
    ids: frozenset[str]
    classes: frozenset[str]
    types: frozenset[str]


class Selector(NamedTuple):
    """`target` is matched by the element, `above` by elements around it, nearest first; True beside one that must be
    the parent. `pseudo`: "before", "after" or ""."""

    target: Compound
    above: tuple[tuple[Compound, bool], ...] = ()
    pseudo: str = ""

    @property
    def specificity(self) -> tuple[int, int, int]:
        parts = [self.target, *(compound for compound, _ in self.above)]
        return (
            sum(len(part.ids) for part in parts),
            sum(len(part.classes) + len(part.types) for part in parts),
            sum(part.tag != "" for part in parts),
        )


class Rule(NamedTuple):
    selector: Selector
    declarations: dict[str, str]
    important: dict[str, str]


class Sheet(NamedTuple):
    """`imports`: addresses of other sheets, which come first."""

    imports: tuple[str, ...]
    rules: tuple[Rule, ...]


# The longest sheet in the shared books has 60 kB. What lies beyond the caps hides nothing.
MAX_SHEET_CHARS = 512 * 1024
_MAX_RULES = 10_000
_MAX_IMPORTS = 8
_MAX_SELECTOR_CHARS = 300
_MAX_SELECTORS = 500
# Where a list has brackets, its commas must be told apart, which takes longer.
_MAX_BRACKETED_CHARS = 2_000
_MAX_PARTS = 6

_STRING = r"\"(?:[^\"\\\n]|\\.)*\"?|'(?:[^'\\\n]|\\.)*'?"
_COMMENT = re.compile(rf"({_STRING})|/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_TOKEN = re.compile(rf"{_STRING}|[{{}};]", re.DOTALL)
_IMPORT = re.compile(
    r"@import\s+(?:url\(\s*)?[\"']?([^\"')\s;]{1,300})[\"']?\s*\)?\s*(?P<media>.*)", re.IGNORECASE | re.DOTALL
)
_MEDIA = re.compile(r"@media\s+(.*)", re.IGNORECASE | re.DOTALL)
# Conditions that a screen always meets. Nothing is known of any other.
_SHOWN = frozenset(("", "all", "screen", "only screen", "only all"))
_NAME = r"(?:[a-zA-Z0-9_-]|[^\x00-\x7f]|\\(?:[0-9a-fA-F]{1,6}\s?|[^\n]))+"
_COMPOUND = re.compile(
    rf"(?P<tag>{_NAME}|\*)?"
    rf"(?P<rest>(?:[.#]{_NAME}|\[\s*(?:class|id|epub\\?[|:]type)\s*[~]?=\s*[\"']?{_NAME}[\"']?\s*\])*)"
    r"(?P<pseudo>::?(?:before|after))?"
)
_PART = re.compile(
    rf"(?P<sign>[.#])(?P<name>{_NAME})"
    rf"|\[\s*(?P<attribute>class|id|epub\\?[|:]type)\s*[~]?=\s*[\"']?(?P<value>{_NAME})[\"']?\s*\]"
)
_OUTER_COMMA = re.compile(r",(?![^(]*\))")
_COMBINATOR = re.compile(r"\s*(>)\s*|\s+")


# The pages of a folder share their sheets.
@lru_cache(maxsize=8)
def parse_sheet(text: str) -> Sheet:
    """The imports and rules of a style sheet, in order, within bounds. Nothing makes it fail."""
    text = _COMMENT.sub(lambda match: match[1] or " ", text[:MAX_SHEET_CHARS])
    imports: list[str] = []
    rules: list[Rule] = []
    for prelude, body in _statements(text):
        if body is None:
            match = _IMPORT.fullmatch(prelude)
            if match and len(imports) < _MAX_IMPORTS and _is_shown(match["media"]):
                imports.append(match[1])
        elif len(rules) < _MAX_RULES:
            rules += _rules(prelude, body)
    return Sheet(tuple(imports), tuple(rules))


def _statements(text: str) -> Iterator[tuple[str, str | None]]:
    """The text before each block that holds declarations, and the block; None for a statement without a block.

    The blocks of conditions that a screen meets are read through; the others are passed over.
    """
    start = 0  # of the open prelude or block
    prelude = ""
    depth = 0  # of braces inside a rule or an unknown block
    skips = False
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign == "{":
            if depth:
                # Rules in rules depend on the one around them.
                skips = True
                depth += 1
                continue
            prelude = text[start : token.start()].strip()
            start = token.end()
            if not _is_open_condition(prelude):
                depth = 1
                skips = prelude.startswith("@")
        elif sign == "}":
            if depth:
                depth -= 1
                if depth:
                    continue
                if not skips:
                    yield prelude, text[start : token.start()]
            start = token.end()
        elif sign == ";" and not depth:
            yield text[start : token.start()].strip(), None
            start = token.end()


def _is_open_condition(prelude: str) -> bool:
    match = _MEDIA.fullmatch(prelude)
    return match is not None and _is_shown(match[1])


def _is_shown(media: str) -> bool:
    return any(" ".join(medium.lower().split()) in _SHOWN for medium in media.split(","))


def _rules(prelude: str, body: str) -> Iterator[Rule]:
    usual, important = parse_declarations(body)
    if not usual and not important:
        return
    if "(" not in prelude:
        texts = prelude.split(",")
    else:
        texts = _OUTER_COMMA.split(prelude) if len(prelude) <= _MAX_BRACKETED_CHARS else []
    for text in texts[:_MAX_SELECTORS]:
        selector = parse_selector(text.strip())
        if selector is not None:
            yield Rule(selector, usual, important)


def parse_selector(text: str) -> Selector | None:
    """The selector in `text`; None if it holds anything but tags, classes, ids, descendants and children."""
    if not text or len(text) > _MAX_SELECTOR_CHARS:
        return None
    parts: list[tuple[Compound, bool]] = []
    pseudo = ""
    index = 0
    is_child = False
    while index < len(text):
        match = _COMPOUND.match(text, index)
        if pseudo or not match or not match[0] or len(parts) == _MAX_PARTS:
            return None
        parts.append((_compound(match), is_child))
        pseudo = (match["pseudo"] or "").lstrip(":")
        index = match.end()
        if index < len(text):
            combinator = _COMBINATOR.match(text, index)
            if not combinator:
                return None
            is_child = combinator[1] is not None
            index = combinator.end()
            if index == len(text):
                return None
    target = parts[-1][0]
    # "a > b c": c is a descendant of b, and b a child of a.
    above = tuple((parts[i][0], parts[i + 1][1]) for i in range(len(parts) - 2, -1, -1))
    return Selector(target, above, pseudo)


def _compound(match: re.Match[str]) -> Compound:
    ids, classes, types = set(), set(), set()
    for part in _PART.finditer(match["rest"]):
        sign = part["sign"] or part["attribute"]
        name = unescape(part["name"] or part["value"])
        if sign in ("#", "id"):
            ids.add(name)
        elif sign in (".", "class"):
            classes.add(name)
        else:
            types.add(name)
    tag = unescape(match["tag"] or "").lower()
    return Compound("" if tag == "*" else tag, frozenset(ids), frozenset(classes), frozenset(types))

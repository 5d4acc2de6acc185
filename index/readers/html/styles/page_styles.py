"""Says how each element of a page looks, by style sheets and its own `style`: the cascade, for what changes words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

from fabula.index.readers.html.elements import BLOCKS, Attributes
from fabula.index.readers.marks.quote_marks import OPENING_SIGNS
from .style_declarations import (
    CLOSE_QUOTE,
    OPEN_QUOTE,
    PLAIN,
    STRING,
    Look,
    WhiteSpace,
    look_of,
    parse_declarations,
    unescape,
)
from .style_sheet import Compound, Rule, Sheet


class OpenElement(Protocol):
    """An element around another one."""

    @property
    def tag(self) -> str: ...

    @property
    def attributes(self) -> Attributes: ...


# Bounds for hostile pages; the books of the shared corpus have 9 rules for one name at most.
_MAX_RULES_BY_NAME = 32
_MAX_NAMES = 16
_MAX_STEPS = 1_000_000
_MAX_LOOKS = 20_000
_MAX_STYLE_CHARS = 2_000
_MAX_ADDED_CHARS = 60

_STRINGS = re.compile(r"(?:(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')\s*){1,8}", re.DOTALL)
_ALWAYS_SHOWN = Look(has_display=True)
# These are never hidden: the page would be empty. A script shows it later (and "clickjacking" guards hide it first).
_ROOTS = frozenset(("html", "body"))


class _Entry(NamedTuple):
    rule: Rule
    order: tuple[tuple[int, int, int], int]


class PageStyles:
    """The rules of a page's sheets.

    tags, names       an element with none of these, and without a `style`, looks as usual (a quick way out).
    depends_on_place  some elements look different within others.
    """

    def __init__(self, sheets: Sequence[Sheet] = ()) -> None:
        self._entries: dict[str, list[_Entry]] = {}
        self._looks: dict[tuple[str, str, str, str], Look] = {}
        self.depends_on_place = False
        self._steps_left = _MAX_STEPS
        tags: set[str] = set()
        names: set[str] = set()
        rules = [rule for sheet in sheets for rule in sheet.rules if _key(rule.selector.target)]
        changing = [rule for rule in rules if _changes_words(rule)]
        # Other rules only matter where they take back what these say.
        properties = {name for rule in changing for name in (*rule.declarations, *rule.important)}
        for rule in changing:
            key = _key(rule.selector.target)
            if key == rule.selector.target.tag:
                tags.add(key)
            else:
                names.add(key[1:].lower())
        for order, rule in enumerate(rules):
            entries = self._entries.setdefault(_key(rule.selector.target), [])
            if len(entries) < _MAX_RULES_BY_NAME and not properties.isdisjoint((*rule.declarations, *rule.important)):
                entries.append(_Entry(rule, (rule.selector.specificity, order)))
                self.depends_on_place |= bool(rule.selector.above)
        self.tags = frozenset(tags)
        self.names = frozenset(names)

    def look(self, tag: str, attributes: Attributes, around: Sequence[OpenElement]) -> Look:
        """How an element within those `around` it (outermost first) looks."""
        if self is ALL_SHOWN:
            return _ALWAYS_SHOWN
        style = (attributes.get("style") or "")[:_MAX_STYLE_CHARS]
        if not self._entries:
            return _own_look(style) if tag not in _ROOTS else _shown(_own_look(style))
        key = (
            tag,
            attributes.get("class") or "",
            attributes.get("id") or "",
            style + (attributes.get("epub:type") or ""),
        )
        found = None if self.depends_on_place else self._looks.get(key)
        if found is None:
            found = self._look(tag, attributes, style, around)
            if len(self._looks) < _MAX_LOOKS:
                self._looks[key] = found
        return found

    def _look(self, tag: str, attributes: Attributes, style: str, around: Sequence[OpenElement]) -> Look:
        matching = self._matching(tag, attributes, around)
        own, own_important = parse_declarations(style)
        parts: dict[str, dict[str, str]] = {"": {}, "before": {}, "after": {}}
        for entry in matching:
            parts[entry.rule.selector.pseudo].update(entry.rule.declarations)
        parts[""].update(own)
        for entry in matching:
            parts[entry.rule.selector.pseudo].update(entry.rule.important)
        parts[""].update(own_important)
        look = look_of(parts[""])
        if tag in _ROOTS:
            look = _shown(look)
        before, after = _added(parts["before"], ends=True), _added(parts["after"], ends=False)
        if before and before.strip() in OPENING_SIGNS and not after:
            # A large mark beside a quotation is an ornament; without its other half it would begin a speech.
            before = ""
        return look._replace(before=before, after=after)

    def _matching(self, tag: str, attributes: Attributes, around: Sequence[OpenElement]) -> list[_Entry]:
        """The rules that match, the strongest last."""
        element = _element(tag, attributes)
        keys = [
            tag,
            *(f"#{name}" for name in element.ids),
            *(f".{name}" for name in sorted(element.classes)[:_MAX_NAMES]),
            *(f":{name}" for name in sorted(element.types)[:_MAX_NAMES]),
        ]
        entries = [
            entry
            for key in keys
            for entry in self._entries.get(key, ())
            if _matches(entry.rule.selector.target, element)
            and (not entry.rule.selector.above or self._is_within(entry.rule, around))
        ]
        return sorted(entries, key=lambda entry: entry.order)

    def _is_within(self, rule: Rule, around: Sequence[OpenElement]) -> bool:
        """True if the nearest elements that could match those above the target are where the selector has them."""
        index = len(around) - 1
        for compound, is_parent in rule.selector.above:
            while True:
                self._steps_left -= 1
                if index < 0 or self._steps_left < 0:
                    return False
                element = around[index]
                index -= 1
                if _matches(compound, _element(element.tag, element.attributes)):
                    break
                if is_parent:
                    return False
        return True


# For pages that would show nothing: no element has any look.
ALL_SHOWN = PageStyles()


@lru_cache(maxsize=2_000)
def _own_look(style: str) -> Look:
    usual, important = parse_declarations(style)
    return look_of({**usual, **important}) if usual or important else PLAIN


def _shown(look: Look) -> Look:
    return look._replace(is_hidden=False, is_invisible=None)


def _key(target: Compound) -> str:
    """The name under which a rule is found; "" for one of every element."""
    for sign, names in (("#", target.ids), (".", target.classes), (":", target.types)):
        if names:
            return sign + min(names)
    return target.tag


def _changes_words(rule: Rule) -> bool:
    declarations = {**rule.declarations, **rule.important}
    if rule.selector.pseudo:
        return "content" in declarations
    look = look_of(declarations)
    is_usual_line = look.is_line and rule.selector.target.tag in BLOCKS
    return (
        look.is_hidden
        or look.is_invisible is True
        or look.white_space not in (None, WhiteSpace.COLLAPSE)
        or (look.is_line and not is_usual_line)
        or look.is_raised
        or look.quotes is not None
    )


def _element(tag: str, attributes: Attributes) -> Compound:
    get = attributes.get
    return _compound(tag, get("id") or "", get("class") or "", get("epub:type") or "")


@lru_cache(maxsize=4_000)
def _compound(tag: str, ids: str, classes: str, types: str) -> Compound:
    return Compound(tag, frozenset(ids.split()), frozenset(classes.split()), frozenset(types.split()))


def _matches(compound: Compound, element: Compound) -> bool:
    return (
        compound.tag in ("", element.tag)
        and compound.ids <= element.ids
        and compound.classes <= element.classes
        and compound.types <= element.types
    )


def _added(declarations: Mapping[str, str], *, ends: bool) -> str | None:
    """The text that `::before` (which `ends` at the element's own text) or `::after` adds; None if nothing is said.

    Only plain strings; not those that would be part of a word, nor signs of icon fonts.
    """
    content = declarations.get("content")
    if content is None:
        return None
    if content.lower() in (OPEN_QUOTE, CLOSE_QUOTE):
        return content.lower()
    look = look_of(declarations)
    if look.is_hidden or look.is_invisible or declarations.get("position", "").lower() in ("absolute", "fixed"):
        return ""
    if not _STRINGS.fullmatch(content):
        return ""
    text = "".join(unescape(double or single) for double, single in STRING.findall(content))
    if len(text) > _MAX_ADDED_CHARS or any("\ue000" <= sign <= "\uf8ff" or sign == "\ufffd" for sign in text):
        return ""
    edge = text[-1:] if ends else text[:1]
    return "" if edge.isalnum() else text

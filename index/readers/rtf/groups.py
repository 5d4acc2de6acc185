"""The state of a group of rich text: where its text goes, and how it looks.

A group inherits the state of the group around it; control words change it, and its end restores the outer one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, NamedTuple

PROPERTIES = {
    "title": "title", "author": "author", "subject": "subject", "keywords": "keywords", "doccomm": "description",
    "creatim": "created", "revtim": "modified",
}  # fmt: skip
INNER_TEXTS = ("footnote", "shptxt", "dptxbxtext")
# Not part of the story, though no "\*" marks them; with the rule by which their words are left out, or "" for numbers
# and names.
_RULES = {
    "headers and footers": "header headerl headerr headerf footer footerl footerr footerf",
    "comments": "annotation atnid atnauthor comment",
    "repeated text": "shprslt nonesttables upr",
    "list numbers": "listtext pntext pntxtb pntxta",
    "index entries": "xe rxe txe tc tcn",
    "": "colortbl pict nonshppict private objdata datafield listtable revtbl rsidtbl generator filetbl template info"
    " bkmkstart bkmkend themedata colorschememapping datastore latentstyles xmlnstbl listoverridetable",
}
_DROPPED = {word: rule for rule, words in _RULES.items() for word in words.split()}
# Readers may skip groups that they do not know. Most hold settings.
_UNKNOWN_RULE = "unknown groups"
# Known here, so their text is read, although "\*" allows to skip it.
_KNOWN = frozenset(("shpinst", "shppict", "fldinst", "picprop", "ud", "moMath", "moMathPara"))
_COLLECTED = ("sn", "sv", "fldinst")
_DESTINATIONS = _DROPPED.keys() | PROPERTIES.keys() | {*INNER_TEXTS, *_COLLECTED, "fonttbl", "stylesheet", "fldrslt"}
_STYLE_NUMBERS = ("s", "cs", "ds", "ts")
FORMATS = frozenset(
    "f uc li lin ri rin s cs v deleted mvf b plain pard qc ql qr qj outlinelevel brdrb brdrt brdrl brdrr box intbl"
    " super sub nosupersub up dn dropcapli dropcapt absw pvpara phpar phcol".split()
)
# A quarter of an inch on both sides, or half an inch on the left.
_MIN_BOTH_INDENTS_TWIPS, _MIN_LEFT_INDENT_TWIPS = 360, 720


class Destination(Enum):
    """Where the text of a group goes: into the story, nowhere, into a table, or together under a name (`key`)."""

    BODY = "body"
    NOWHERE = "nowhere"
    FONTS = "fonts"
    STYLES = "styles"
    COLLECTED = "collected"


@dataclass(frozen=True, slots=True)
class Group:
    """rule: by which its text is left out, where it goes nowhere. level: of a heading, 0 for text. left, right: indents
    in twips. skip: the number of letters that stand in for one of Unicode."""

    destination: Destination = Destination.BODY
    key: str = ""
    rule: str = ""
    is_bold: bool = False
    is_raised: bool = False
    is_hidden: bool = False
    is_deleted: bool = False
    is_moved: bool = False
    style_hides: bool = False
    letter_style_hides: bool = False
    is_field: bool = False
    is_contents: bool = False
    is_in_table: bool = False
    is_framed: bool = False
    is_drop_capital: bool = False
    level: int = 0
    style: int = 0
    letter_style: int = 0
    is_centred: bool = False
    is_ruled: bool = False
    left: int = 0
    right: int = 0
    skip: int = 1
    font: int = 0

    @property
    def hidden_by(self) -> str:
        """The rule by which its text is left out of the story, where its text goes there; "" for none."""
        if self.is_deleted:
            return "deleted text"
        if self.is_moved:
            return "moved text"
        return "hidden text" if self.is_hidden or self.style_hides or self.letter_style_hides else ""

    @property
    def is_indented(self) -> bool:
        return self.left >= _MIN_LEFT_INDENT_TWIPS or min(self.left, self.right) >= _MIN_BOTH_INDENTS_TWIPS


class Style(NamedTuple):
    """A style of paragraphs or letters: its name, the level of its headings, and whether it hides its text."""

    name: str
    level: int
    is_hidden: bool = False


_PARAGRAPH_DEFAULTS = {
    "level": 0, "style": 0, "is_centred": False, "is_ruled": False, "left": 0, "right": 0, "is_in_table": False,
    "is_framed": False, "is_drop_capital": False, "style_hides": False,
}  # fmt: skip
_LETTER_DEFAULTS = {
    "is_bold": False, "is_raised": False, "is_hidden": False, "is_deleted": False, "is_moved": False, "letter_style": 0,
    "letter_style_hides": False,
}  # fmt: skip


def enter_destination(word: str, group: Group, outer: Sequence[Group], *, is_optional: bool) -> Group | None:
    """The group after a word that sets its destination; None for any other word. `is_optional`: "\\*" comes before."""
    if not is_optional and word not in _DESTINATIONS:
        return None
    if word in _STYLE_NUMBERS and group.destination is Destination.STYLES:
        return None
    is_dropped = group.destination is Destination.NOWHERE
    if word == "fldrslt":
        return _enter_result(group, outer)
    if (word in PROPERTIES and is_dropped) or word in _COLLECTED:
        return replace(group, destination=Destination.COLLECTED, key=word, is_field=False)
    if word == "ud" and is_optional:
        # The text of the group around it, once more in Unicode.
        around = next((one for one in reversed(outer) if one.destination is not Destination.NOWHERE), Group())
        return replace(group, destination=around.destination, key=around.key)
    if word == "fonttbl":
        return replace(group, destination=Destination.FONTS, key="")
    if word == "stylesheet":
        return replace(group, destination=Destination.STYLES, key="")
    if word in INNER_TEXTS and not is_dropped:
        inner: dict[str, Any] = {**_PARAGRAPH_DEFAULTS, "is_bold": False, "is_raised": False, "is_hidden": False}
        return replace(group, **inner, destination=Destination.BODY, key="")
    if word in _DROPPED or (is_optional and word not in _KNOWN):
        rule = _DROPPED.get(word, _UNKNOWN_RULE) if group.destination is Destination.BODY else ""
        # The rule of a comment or header leaves out all that is in it.
        rule = group.rule if is_dropped else rule
        return replace(group, destination=Destination.NOWHERE, key="", rule=rule)
    return None


def _enter_result(group: Group, outer: Sequence[Group]) -> Group | None:
    """The group of a field's result, which is text even where the brace that ends the code is missing.

    A field may also stand in the code of another: its result is code, too.
    """
    if group.key != "fldinst" or not outer or outer[-1].is_field:
        return None
    return out_of_code(group, around_code(outer))


def around_code(outer: Sequence[Group]) -> Group:
    """The innermost group that is no field's code."""
    return next((one for one in reversed(outer) if one.key != "fldinst"), Group())


def out_of_code(group: Group, around: Group) -> Group:
    """`group`; if it is a field's code, its text goes where that of the group `around` the code goes."""
    if group.key != "fldinst":
        return group
    return replace(group, destination=around.destination, key=around.key, rule=around.rule)


_NUMBERS = {
    "uc": "skip", "s": "style", "cs": "letter_style", "li": "left", "lin": "left", "ri": "right", "rin": "right",
}  # fmt: skip
_FRAMES = frozenset(("absw", "pvpara", "phpar", "phcol"))
_RAISING = frozenset(("super", "sub", "nosupersub", "up", "dn"))
_SWITCHES = {"v": "is_hidden", "deleted": "is_deleted", "mvf": "is_moved", "b": "is_bold", "intbl": "is_in_table"}


def apply_format(word: str, number: int | None, group: Group, styles: Mapping[tuple[str, int], Style]) -> Group:
    """The group after one of the `FORMATS`. The styles are known by the word that selects them, "s" or "cs", and their
    number."""
    is_on = number != 0
    changes: dict[str, Any] = {}
    if word == "f":
        changes = {"font": number or 0}
    elif word in _NUMBERS:
        changes = {_NUMBERS[word]: max(0, min(number or 0, 1_000_000))}
        style = styles.get((word, number or 0))
        if style is not None and group.destination is Destination.BODY:
            # Programs repeat the formats of a style, but not its outline level; some do not repeat that it hides.
            if word == "s":
                changes |= {"level": style.level, "style_hides": style.is_hidden}
            else:
                changes["letter_style_hides"] = style.is_hidden
    elif word == "v" and not is_on:
        changes = {"is_hidden": False, "style_hides": False, "letter_style_hides": False}
    elif word in _SWITCHES:
        changes = {_SWITCHES[word]: is_on}
    elif word in _RAISING:
        changes = {"is_raised": word == "super" or (word == "up" and is_on)}
    elif word in ("dropcapli", "dropcapt"):
        changes = {"is_drop_capital": is_on}
    elif word in _FRAMES:
        changes = {"is_framed": True}
    elif word == "plain":
        changes = {**_LETTER_DEFAULTS, "font": 0}
    elif word == "pard":
        changes = _PARAGRAPH_DEFAULTS
    elif word in ("qc", "ql", "qr", "qj"):
        changes = {"is_centred": word == "qc"}
    elif word == "outlinelevel":
        changes = {"level": number + 1 if number is not None and 0 <= number < 9 else 0}
    elif word in ("brdrb", "brdrt"):
        changes = {"is_ruled": True}
    elif word in ("brdrl", "brdrr", "box"):
        changes = {"is_ruled": False}
    if any(getattr(group, name) != value for name, value in changes.items()):
        return replace(group, **changes)
    return group

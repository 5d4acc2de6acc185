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
# Not part of the story, though no "\*" marks them.
_DROPPED = frozenset(
    "colortbl header headerl headerr headerf footer footerl footerr footerf pict nonshppict listtext pntext pntxtb"
    " pntxta xe tc tcn rxe txe annotation atnid atnauthor comment private objdata datafield fldinst shprslt listtable"
    " revtbl rsidtbl generator filetbl template info upr bkmkstart bkmkend".split()
)
# Known here, so their text is read, although "\*" allows to skip it.
_KNOWN = frozenset(("shpinst", "shppict", "fldinst", "picprop", "ud"))
_DESTINATIONS = _DROPPED | PROPERTIES.keys() | {*INNER_TEXTS, "sn", "sv", "fonttbl", "stylesheet"}
FORMATS = frozenset(
    "f uc li lin ri rin s v deleted b plain pard qc ql qr qj outlinelevel brdrb brdrt brdrl brdrr box".split()
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
    """level: of a heading, 0 for text. left, right: indents in twips. skip: the number of letters
    that stand in for one of Unicode."""

    destination: Destination = Destination.BODY
    key: str = ""
    is_bold: bool = False
    is_hidden: bool = False
    is_contents: bool = False
    level: int = 0
    style: int = 0
    is_centred: bool = False
    is_ruled: bool = False
    left: int = 0
    right: int = 0
    skip: int = 1
    font: int = 0

    @property
    def is_indented(self) -> bool:
        return self.left >= _MIN_LEFT_INDENT_TWIPS or min(self.left, self.right) >= _MIN_BOTH_INDENTS_TWIPS


class Style(NamedTuple):
    """A paragraph style: its name, and the level of its headings."""

    name: str
    level: int


_PARAGRAPH_DEFAULTS = {"level": 0, "style": 0, "is_centred": False, "is_ruled": False, "left": 0, "right": 0}


def enter_destination(word: str, group: Group, outer: Sequence[Group], *, is_optional: bool) -> Group | None:
    """The group after a word that sets its destination; None for any other word. `is_optional`: "\\*" comes before."""
    if not is_optional and word not in _DESTINATIONS:
        return None
    is_dropped = group.destination is Destination.NOWHERE
    if (word in PROPERTIES and is_dropped) or word in ("sn", "sv", "fldinst"):
        return replace(group, destination=Destination.COLLECTED, key=word)
    if word == "ud" and is_optional:
        # The text of the group around it, once more in Unicode.
        around = next((one for one in reversed(outer) if one.destination is not Destination.NOWHERE), Group())
        return replace(group, destination=around.destination, key=around.key)
    if word == "fonttbl":
        return replace(group, destination=Destination.FONTS, key="")
    if word == "stylesheet":
        return replace(group, destination=Destination.STYLES, key="")
    if word in INNER_TEXTS and not is_dropped:
        inner: dict[str, Any] = {**_PARAGRAPH_DEFAULTS, "is_bold": False, "is_hidden": False}
        return replace(group, **inner, destination=Destination.BODY, key="")
    if word in _DROPPED or (is_optional and word not in _KNOWN):
        return replace(group, destination=Destination.NOWHERE, key="")
    return None


def apply_format(word: str, number: int | None, group: Group, styles: Mapping[int, Style]) -> Group:
    """The group after one of the `FORMATS`."""
    is_on = number != 0
    changes: dict[str, Any] = {}
    if word == "f":
        changes = {"font": number or 0}
    elif word in ("uc", "li", "lin", "ri", "rin", "s"):
        name = {"uc": "skip", "s": "style"}.get(word, "left" if word[0] == "l" else "right")
        changes = {name: max(0, min(number or 0, 1_000_000))}
        if word == "s" and group.destination is Destination.BODY and number is not None and number in styles:
            # Programs repeat the formats of a style, but not its outline level.
            changes["level"] = styles[number].level
    elif word in ("v", "deleted"):
        changes = {"is_hidden": is_on}
    elif word == "b":
        changes = {"is_bold": is_on}
    elif word == "plain":
        changes = {"is_bold": False, "is_hidden": False, "font": 0}
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

"""Removes the marks within a line of AsciiDoc."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from fabula.index.readers.bytes.angle_brackets import without_tags
from fabula.index.readers.marks.raised_numbers import raise_number
from .blocks import Inline, without_marks
from .left_out_marks import LeftOutMarks, nothing

Attributes = dict[str, str]

_FOOTNOTE = re.compile(r"[ \u2060]?(footnote(?:ref)?:[\w-]*)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]")
_LINK = re.compile(r"(?:link:|xref:|mailto:)?((?:https?|ftp|irc)://[^\s\[\]<>]+|(?<=:)[^\s\[\]<>]+)\[([^\[\]]*)\]")
_CROSS = re.compile(r"<<(?P<target>[^<>,\n]{1,200})(?:,\s*(?P<text>[^<>\n]{1,200}))?>>")
# "other.adoc#scene"
_ELSEWHERE = re.compile(r"\S*#\S*|\S+\.(?:adoc|asciidoc)", re.IGNORECASE)
_IMAGE = re.compile(r"image:[^\s:\[\]][^\s\[\]]*\[([^\[\]]*)\]")
_ANCHOR = re.compile(r"\[\[[^\[\]\n]*\]\]")
_ROLE = re.compile(r"\[[.#%][\w.#% -]*\](?=[#*_`])")
_PASS = re.compile(r"\+{3}(.*?)\+{3}|pass:[a-z,]*\[([^\[\]]*)\]")
_DOUBLED = re.compile(r"(\*\*|__|``|##)(?=\S)((?:(?!\1).){0,2000}?\S)\1")
_SMALL = re.compile(r"(?<=\w)([\^~])([^\s\^~]{1,40})\1")
_QUOTED = ((re.compile(r"\"`(?=\S)(.{0,2000}?\S)`\""), r"“\1”"), (re.compile(r"'`(?=\S)(.{0,2000}?\S)`'"), r"‘\1’"))
_ATTRIBUTE = re.compile(r"(?<!\\)\{([\w-]{1,40})\}")
_CHARACTERS = {
    "nbsp": "\u00a0", "zwsp": "", "wj": "\u2060", "shy": "\u00ad", "sp": " ", "empty": "", "blank": "", "apos": "'",
    "quot": '"', "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "deg": "°", "plus": "+", "brvbar": "¦",
    "vbar": "|", "amp": "&", "lt": "<", "gt": ">", "startsb": "[", "endsb": "]", "caret": "^", "asterisk": "*",
    "tilde": "~", "backslash": "\\", "backtick": "`", "two-colons": "::", "two-semicolons": ";;", "cpp": "C++",
    "mdash": "—", "ndash": "–", "hellip": "…",
}  # fmt: skip
_DASH = re.compile(r"(?<=[\w\"”’'.,!?])--(?=[\w\"“‘'])|(?<=\s)--(?=\s|$)")
_APOSTROPHE = re.compile(r"(?<=[^\W_])'(?=[^\W_])")
_REFERENCE = re.compile(r"&#(\d{1,7}|x[0-9a-fA-F]{1,6});")
_SIGNS = (("(C)", "©"), ("(R)", "®"), ("(TM)", "™"), ("...", "…"))


@dataclass(slots=True)
class InlineContext:
    """What a line needs of its document: attributes, places of references; and what is left out of it."""

    attributes: Attributes = field(default_factory=dict)
    anchors: Mapping[str, str] = field(default_factory=dict)
    left_out: LeftOutMarks = field(default_factory=LeftOutMarks)


def inline(text: str, context: InlineContext) -> Inline:
    """`text` without marks, its footnotes apart."""
    notes: list[str] = []
    if "note" in text:
        for match in _FOOTNOTE.finditer(text):
            context.left_out.add("note marks", match[1])
            notes += [_plain(match[2], context)] if match[2].strip() else []
        text = _FOOTNOTE.sub("", text)
    return Inline(_plain(text, context), tuple(notes))


def _plain(text: str, context: InlineContext) -> str:
    remove = context.left_out.remove
    if "{" in text:
        # A value is inserted as it is, so attributes that refer to each other cannot grow.
        text = remove("names of characters", _ATTRIBUTE, text, lambda match: _attribute_value(match, context))
    if "+++" in text or "[" in text:
        text = remove("macros", _PASS, text, lambda match: without_tags(match[1] or match[2] or ""))
    if "[" in text:
        text = remove("link addresses", _IMAGE, text, lambda match: match[1].split(",")[0])
        text = remove("link addresses", _LINK, text, lambda match: match[2].rstrip("^").strip() or match[1])
        text = remove("attributes", _ROLE, remove("link targets", _ANCHOR, text, nothing), nothing)
    if "<<" in text:
        text = remove("link targets", _CROSS, text, lambda match: _reference_text(match, context.anchors))
    if "`" in text:
        for quoted, curly in _QUOTED:
            text = quoted.sub(curly, text)
    if any(mark in text for mark in "*_`#"):
        text = _DOUBLED.sub(r"\2", text)
        text = without_marks(text, "*_`#")
    text = _SMALL.sub(lambda match: raise_number(match[2]) if match[1] == "^" else match[2], text)
    for spelling, sign in _SIGNS:
        if spelling in text:
            context.left_out.add("names of characters", spelling * text.count(spelling))
            text = text.replace(spelling, sign)
    text = _REFERENCE.sub(_character, text)
    return _APOSTROPHE.sub("’", _DASH.sub("—", text))


def _reference_text(match: re.Match[str], anchors: Mapping[str, str]) -> str:
    """The text of a cross reference; one that leads nowhere is no reference but words ("<<REBIRTH>>")."""
    target = match["target"].strip()
    if target in anchors or _ELSEWHERE.fullmatch(target):
        return match["text"] or anchors.get(target, "")
    return match[0]


def _attribute_value(match: re.Match[str], context: InlineContext) -> str:
    name = match[1].lower()
    return _CHARACTERS.get(name, context.attributes.get(name, match[0]))


def _character(match: re.Match[str]) -> str:
    number = int(match[1][1:], 16) if match[1][0] == "x" else int(match[1])
    return chr(number) if 31 < number < 0x110000 and not 0xD800 <= number < 0xE000 else match[0]

"""Removes the marks within a line of AsciiDoc."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from fabula.index.readers.bytes.angle_brackets import without_tags
from .blocks import Inline, without_marks

Attributes = dict[str, str]

_FOOTNOTE = re.compile(r"[ \u2060]?footnote(?:ref)?:[\w-]*\[((?:[^\[\]]|\[[^\[\]]*\])*)\]")
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


def inline(text: str, attributes: Mapping[str, str], anchors: Mapping[str, str] = MappingProxyType({})) -> Inline:
    """`text` without marks, its footnotes apart. `attributes` and `anchors` are those of the document."""
    notes: tuple[str, ...] = ()
    if "note" in text:
        notes = tuple(_plain(note, attributes, anchors) for note in _FOOTNOTE.findall(text) if note.strip())
    if notes:
        text = _FOOTNOTE.sub("", text)
    return Inline(_plain(text, attributes, anchors), notes)


def _plain(text: str, attributes: Mapping[str, str], anchors: Mapping[str, str]) -> str:
    if "{" in text:
        # A value is inserted as it is, so attributes that refer to each other cannot grow.
        text = _ATTRIBUTE.sub(lambda match: _attribute_value(match, attributes), text)
    if "[" in text:
        text = _PASS.sub(lambda match: without_tags(match[1] or match[2] or ""), text)
        text = _IMAGE.sub(lambda match: match[1].split(",")[0], text)
        text = _LINK.sub(lambda match: match[2].rstrip("^").strip() or match[1], text)
        text = _ROLE.sub("", _ANCHOR.sub("", text))
    elif "+++" in text:
        text = _PASS.sub(lambda match: without_tags(match[1] or match[2] or ""), text)
    if "<<" in text:
        text = _CROSS.sub(lambda match: _reference_text(match, anchors), text)
    if "`" in text:
        for quoted, curly in _QUOTED:
            text = quoted.sub(curly, text)
    if any(mark in text for mark in "*_`#"):
        text = _DOUBLED.sub(r"\2", text)
        text = without_marks(text, "*_`#")
    text = _SMALL.sub(r"\2", text)
    for spelling, sign in _SIGNS:
        text = text.replace(spelling, sign)
    text = _REFERENCE.sub(_character, text)
    return _APOSTROPHE.sub("’", _DASH.sub("—", text))


def _reference_text(match: re.Match[str], anchors: Mapping[str, str]) -> str:
    """The text of a cross reference; one that leads nowhere is no reference but words ("<<REBIRTH>>")."""
    target = match["target"].strip()
    if target in anchors or _ELSEWHERE.fullmatch(target):
        return match["text"] or anchors.get(target, "")
    return match[0]


def _attribute_value(match: re.Match[str], attributes: Mapping[str, str]) -> str:
    name = match[1].lower()
    return _CHARACTERS.get(name, attributes.get(name, match[0]))


def _character(match: re.Match[str]) -> str:
    number = int(match[1][1:], 16) if match[1][0] == "x" else int(match[1])
    return chr(number) if 31 < number < 0x110000 and not 0xD800 <= number < 0xE000 else match[0]

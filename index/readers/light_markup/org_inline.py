"""Removes the marks within a line of org."""

from __future__ import annotations

import re
from collections.abc import Container

from fabula.index.readers.bytes.angle_brackets import without_tags
from fabula.index.readers.marks.raised_numbers import raise_number
from .blocks import Inline, without_marks
from .left_out_marks import LeftOutMarks, nothing

_LINK = re.compile(r"\[\[([^\[\]]+)\](?:\[((?:[^\[\]]|\[[^\[\]]*\])+)\])?\]")
_TARGET = re.compile(r"(?<!<)<<([^<>\n]{1,200})>>(?!>)")
# As programs make ids ("scene-1"); one word alone in a paragraph may be one, too ("preface").
_MADE_ID = re.compile(r"[a-z0-9]+(?:[-_.:]+[a-z0-9]+)+|[a-z]+\d+")
_LOWER_CASE_ID = re.compile(r"[a-z0-9]+")
_RADIO_TARGET = re.compile(r"<<<([^<>\n]{1,200})>>>")
_INLINE_NOTE = re.compile(r"\[(fn:[\w-]*):((?:[^\[\]]|\[[^\[\]]*\])*)\]")
_NOTE_REFERENCE = re.compile(r"[ \u2060]?\[fn:[\w-]+\]")
_SNIPPET = re.compile(r"@@\w+:(.*?)@@")
_ENTITIES = {
    "nbsp": "\u00a0", "ndash": "–", "mdash": "—", "dots": "…", "hellip": "…", "shy": "\u00ad", "deg": "°", "copy": "©",
    "laquo": "«", "raquo": "»", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”",
}  # fmt: skip
_ENTITY = re.compile(rf"\\({'|'.join(_ENTITIES)})(?:\{{\}}|(?![A-Za-z]))")
_RAISED = re.compile(r"(?<=\S)([\^_])\{([^{}\n]{1,40})\}")
_PICTURE_FILE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp)$", re.IGNORECASE)


def link_targets(text: str) -> frozenset[str]:
    """The places in the document `text` that its links lead to: "<<x>>" is a target only if "[[x]]" is somewhere."""
    return frozenset(match[1] for match in _LINK.finditer(text)) if "<<" in text else frozenset()


def inline(text: str, targets: Container[str] = (), left_out: LeftOutMarks | None = None) -> Inline:
    """`text` without marks, its footnotes apart; dashes and ellipses as org exports them."""
    left_out = left_out if left_out is not None else LeftOutMarks()
    notes: list[str] = []
    if "[fn:" in text:
        for match in _INLINE_NOTE.finditer(text):
            left_out.add("note marks", match[1])
            notes += [_plain(match[2], targets, left_out)] if match[2].strip() else []
        text = left_out.remove("note marks", _NOTE_REFERENCE, _INLINE_NOTE.sub("", text), nothing)
    return Inline(_plain(text, targets, left_out), tuple(notes))


def _plain(text: str, targets: Container[str], left_out: LeftOutMarks) -> str:
    if "[[" in text:
        text = left_out.remove("link addresses", _LINK, text, _link_text)
    if "<<" in text:
        # Org shows the words of a radio target, and hides a target; "<<REBIRTH>>" without a link is words.
        text = _RADIO_TARGET.sub(r"\1", text)
        text = left_out.remove("link targets", _TARGET, text, lambda match: _target_text(match, targets))
    if "@@" in text:
        text = left_out.remove("tags", _SNIPPET, text, lambda match: without_tags(match[1]))
    if "\\" in text:
        text = left_out.remove("names of characters", _ENTITY, text, lambda match: _ENTITIES[match[1]])
    if "{" in text:
        text = _RAISED.sub(lambda match: raise_number(match[2]) if match[1] == "^" else match[2], text)
    text = without_marks(text, "*/_=~+")
    return text.replace("---", "—").replace("--", "–").replace("...", "…").replace("\u200b", "")


def _target_text(match: re.Match[str], targets: Container[str]) -> str:
    name = match[1]
    is_alone = match.string.strip() == match[0]
    is_target = name in targets or _MADE_ID.fullmatch(name) or (is_alone and _LOWER_CASE_ID.fullmatch(name))
    return "" if is_target else match[0]


def _link_text(match: re.Match[str]) -> str:
    return match[2] or ("" if _PICTURE_FILE.search(match[1]) else match[1])

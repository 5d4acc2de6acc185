"""Removes the marks within a line of org."""

from __future__ import annotations

import re
from collections.abc import Container

from fabula.index.readers.bytes.angle_brackets import without_tags
from .blocks import Inline, without_marks

_LINK = re.compile(r"\[\[([^\[\]]+)\](?:\[((?:[^\[\]]|\[[^\[\]]*\])+)\])?\]")
_TARGET = re.compile(r"(?<!<)<<([^<>\n]{1,200})>>(?!>)")
_RADIO_TARGET = re.compile(r"<<<([^<>\n]{1,200})>>>")
_INLINE_NOTE = re.compile(r"\[fn:[\w-]*:((?:[^\[\]]|\[[^\[\]]*\])*)\]")
_NOTE_REFERENCE = re.compile(r"[ \u2060]?\[fn:[\w-]+\]")
_SNIPPET = re.compile(r"@@\w+:(.*?)@@")
_ENTITIES = {
    "nbsp": "\u00a0", "ndash": "–", "mdash": "—", "dots": "…", "hellip": "…", "shy": "\u00ad", "deg": "°", "copy": "©",
    "laquo": "«", "raquo": "»", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”",
}  # fmt: skip
_ENTITY = re.compile(rf"\\({'|'.join(_ENTITIES)})(?:\{{\}}|(?![A-Za-z]))")
_PICTURE_FILE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp)$", re.IGNORECASE)


def link_targets(text: str) -> frozenset[str]:
    """The places in the document `text` that its links lead to: "<<x>>" is a target only if "[[x]]" is somewhere."""
    return frozenset(match[1] for match in _LINK.finditer(text)) if "<<" in text else frozenset()


def inline(text: str, targets: Container[str] = ()) -> Inline:
    """`text` without marks, its footnotes apart; dashes and ellipses as org exports them."""
    notes = (
        tuple(_plain(note, targets) for note in _INLINE_NOTE.findall(text) if note.strip()) if "[fn:" in text else ()
    )
    if notes or "[fn:" in text:
        text = _NOTE_REFERENCE.sub("", _INLINE_NOTE.sub("", text))
    return Inline(_plain(text, targets), notes)


def _plain(text: str, targets: Container[str]) -> str:
    if "[[" in text:
        text = _LINK.sub(lambda match: match[2] or ("" if _PICTURE_FILE.search(match[1]) else match[1]), text)
    if "<<" in text:
        # Org shows the words of a radio target, and hides a target; "<<REBIRTH>>" without a link to it is words.
        text = _TARGET.sub(lambda match: "" if match[1] in targets else match[0], _RADIO_TARGET.sub(r"\1", text))
    if "@@" in text:
        text = _SNIPPET.sub(lambda match: without_tags(match[1]), text)
    if "\\" in text:
        text = _ENTITY.sub(lambda match: _ENTITIES[match[1]], text)
    text = without_marks(text, "*/_=~+")
    return text.replace("---", "—").replace("--", "–").replace("...", "…").replace("\u200b", "")

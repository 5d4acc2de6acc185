"""Makes untrusted text safe to print: no story, title or path moves the cursor or reverses a line."""

from __future__ import annotations

import re

# White space that is printed as a plain space. Each function treats "\n" in its own way.
_SPACES = re.compile("[\t\v\f\r\x1c-\x1f\x85\u2028\u2029]")
# C0 and C1 controls (ESC starts terminal commands), and the characters that reorder text.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
# Lone surrogates, which no encoding accepts.
_SURROGATES = re.compile("[\ud800-\udfff]")
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def story_text(text: str) -> str:
    """`text` without control characters; line ends stay."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", _SPACES.sub(" ", text)))


def one_line(text: str) -> str:
    """`text` without control characters, on one line (a title, an author, a remark)."""
    return " ".join(story_text(text).split())


def visible(path: str) -> str:
    r"""`path` with control characters spelled out (`\x1b`): without them it would name another file."""
    return _HIDDEN.sub(_spell_out, path)


def _spell_out(match: re.Match[str]) -> str:
    code = ord(match.group())
    # A byte that is not UTF-8 is decoded as U+DC80 to U+DCFF.
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"

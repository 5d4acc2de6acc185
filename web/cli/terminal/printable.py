"""Text of strangers made safe to print: a story, a title or a path never moves the cursor or turns a line around."""

from __future__ import annotations

import re

__all__ = ["one_line", "story_text", "visible"]

# White space that is no plain space: printed as one. "\n" is dealt with by each function.
_SPACES = re.compile("[\t\v\f\r\x1c-\x1f\x85\u2028\u2029]")
# C0 and C1 controls (ESC starts a terminal's commands), and the characters that reorder what follows them.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
# Half of a surrogate pair: no character, and no encoding takes it.
_HALVES = re.compile("[\ud800-\udfff]")
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def story_text(text: str) -> str:
    """`text` without control characters; line ends stay."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return _HALVES.sub("\ufffd", _CONTROLS.sub("", _SPACES.sub(" ", text)))


def one_line(text: str) -> str:
    """`text` without control characters, on one line (a title, an author, a remark)."""
    return " ".join(story_text(text).split())


def visible(path: str) -> str:
    r"""`path` with every control character spelled out (`\x1b`): leaving one out would name another file."""
    return _HIDDEN.sub(_spelled, path)


def _spelled(match: re.Match[str]) -> str:
    code = ord(match.group())
    # A byte that is no UTF-8 arrives as U+DC80 to U+DCFF.
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"

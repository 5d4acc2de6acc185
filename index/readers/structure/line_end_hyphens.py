"""Tells the hyphens that parted a word at a line's end from those that the word needs.

"har-" and "bour" are one word, "nine-year-" and "old" keep their hyphen. The text itself shows which: the same word
stands elsewhere in it, whole or with a hyphen. Where it does not, it counts whether the text parts words at all.
"""

from __future__ import annotations

import re
from functools import cached_property

# A hyphen between letters at a line's end; OCR writes "¬" for one that parts a word. Nearly all texts have "-" alone,
# which the second pattern begins with.
_LINE_END_HYPHEN = re.compile(r"[-‐¬]\n(?<=[^\W\d_][-‐¬]\n)\s*(?=[^\W\d_])")
_ASCII_LINE_END_HYPHEN = re.compile(r"-\n(?<=[^\W\d_]-\n)\s*(?=[^\W\d_])")
_HEAD = re.compile(r"[^\W\d_]+(?:[-‐'’][^\W\d_]+)*\Z")
_TAIL = re.compile(r"[^\W\d_]+")
# So much of the text on both sides is looked at for the parts of a word.
_MAX_WORD_CHARS = 60
# All ASCII but letters, apostrophes and hyphens becomes blanks, and so does the first byte of typographic punctuation
# in UTF-8. Splitting the bytes so takes 10 ms/MB, a regular expression for words 70.
_BLANKS = bytes(
    32 if byte == 0xE2 or (byte < 128 and not chr(byte).isalpha() and byte not in b"-'") else byte
    for byte in range(256)
)
# Endings that are no words, in languages whose printers part words before them: a short text may show nothing else.
_ENDINGS = frozenset(
    "sion sions tion tions ation ations ment ments ness ly ing ings ble bly ous ously tive sive ance ances ence ences "
    "ity ities ture tures cial tial cious tious ism isms ists ized ised ually ically dom cion ción sión zione zioni "
    "mente dade ção ções tät täten ung ungen heit heiten keit keiten liche lichen isch ische ischen schaft "
    "tely dly sly nly ние ния нию нием ность ности ться тельно ский ского".split()
)
# Two words of this length may as well be a compound ("water-proof").
_MIN_COMPOUND_CHARS = 4


def may_part_words(text: str) -> bool:
    """A quick test for a text with a hyphen at a line's end; False for nearly all."""
    # Two signs that a text lacks take 1.3 ms/MB to look for, one sign 0.07.
    return "-\n" in text or ("‐" in text and "‐\n" in text) or ("¬" in text and "¬\n" in text)


class LineEndHyphens:
    """Learns from a text (line ends "\\n") which words are parted at its line ends."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _words(self) -> frozenset[bytes]:
        """All words of the text in lower case, as UTF-8; those with hyphens whole, and at line ends in parts."""
        words = set(self._text.encode("utf-8", "replace").lower().translate(_BLANKS).split())
        # `str.lower` over all of a text with curly quotes takes 6 ms/MB, `bytes.lower` 0.6; few words are beyond ASCII.
        return frozenset([*words, *(_lower(word) for word in words if not word.isascii())])

    @cached_property
    def _parts_words(self) -> bool:
        """True if more of the words at line ends are known to be whole than to have a hyphen."""
        known = [self._known(*_parts(match)) for match in _pattern(self._text).finditer(self._text)]
        return known.count("") > known.count("-")

    def join(self, text: str) -> str:
        """`text`, lines of the whole, without the line ends after hyphens and without the hyphens that part words."""
        return _pattern(text).sub(self._between, text)

    def mark(self, text: str) -> str:
        """`text`, lines of the whole, with a soft hyphen behind each hyphen that parts a word. The line ends stay."""
        return _pattern(text).sub(self._marked, text)

    def _marked(self, match: re.Match[str]) -> str:
        sign, rest = match[0][0], match[0][1:]
        return match[0] if self._between(match) else f"{sign}\u00ad{rest}"

    def _between(self, match: re.Match[str]) -> str:
        if match[0][0] == "¬":
            return ""
        head, tail = _parts(match)
        known = self._known(head, tail)
        if known is not None:
            return known
        if tail.lower() in _ENDINGS:
            return ""
        is_compound = "-" in head or tail[:1].isupper() or (self._is_word(head) and self._is_word(tail))
        return "-" if is_compound or not self._parts_words else ""

    def _known(self, head: str, tail: str) -> str | None:
        """What the same word elsewhere in the text shows: "-", "" or, where it stands nowhere else, None."""
        head, tail = head.lower(), tail.lower()
        if f"{head}-{tail}".encode() in self._words:
            return "-"
        # "nine-year-" / "old": a hyphen before it says that the next one belongs, too.
        return "" if "-" not in head and f"{head}{tail}".encode() in self._words else None

    def _is_word(self, part: str) -> bool:
        return len(part) >= _MIN_COMPOUND_CHARS and part.lower().encode() in self._words


def _pattern(text: str) -> re.Pattern[str]:
    return _LINE_END_HYPHEN if "‐" in text or "¬" in text else _ASCII_LINE_END_HYPHEN


def _lower(word: bytes) -> bytes:
    """`word`, UTF-8 that may begin or end within a character, in lower case."""
    return word.decode("utf-8", "surrogateescape").lower().encode("utf-8", "surrogateescape")


def _parts(match: re.Match[str]) -> tuple[str, str]:
    """The parts of the word before and after the hyphen."""
    text = match.string
    head = _HEAD.search(text[max(0, match.start() - _MAX_WORD_CHARS) : match.start()])
    tail = _TAIL.match(text, match.end(), match.end() + _MAX_WORD_CHARS)
    return head[0] if head else "", tail[0] if tail else ""

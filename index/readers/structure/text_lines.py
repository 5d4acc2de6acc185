"""The lines of a text as arrays, so that questions about all of them take a few passes over numbers.

A novel has 20,000 lines a megabyte. Asking each in Python takes 2 ms/MB for every question; finding them takes 2 ms
once, and each question then 0.1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import I64

_LINE_END = 10
_SPACE = 32
_TABLE_CODE_BYTES = 2
# Longer than any novel; a process may live on after it.
_MAX_KEPT_CHARS = 5_000_000


@dataclass(frozen=True, slots=True)
class TextLines:
    """The lines of a text, by "\\n" alone; a text has one line more than line ends.

    codes   the code points of the text, with one line end behind the last; unsigned, as wide as the widest needs.
    starts  I64[lines], where each line begins, ascending.
    ends    I64[lines], where each ends, without its line end.
    """

    codes: NDArray[Any]
    starts: I64
    ends: I64

    @classmethod
    def of(cls, text: str) -> TextLines:
        """Those of the last text are kept, as a reader asks for them more than once.

        >>> lines = TextLines.of("one\\n\\ntwo")
        >>> lines.starts.tolist(), lines.ends.tolist()
        ([0, 4, 5], [3, 4, 8])
        """
        global _last
        # By identity: a hash of a novel takes as long as finding its lines.
        if _last is not None and _last[0] is text:
            return _last[1]
        codes = code_points(f"{text}\n")
        ends = np.flatnonzero(codes == _LINE_END)
        lines = cls(codes, np.concatenate([[0], ends[:-1] + 1]), ends)
        _last = (text, lines) if len(text) <= _MAX_KEPT_CHARS else None
        return lines

    @property
    def lengths(self) -> I64:
        """I64[lines]: characters without the line end."""
        return self.ends - self.starts

    def firsts(self) -> NDArray[Any]:
        """[lines]: the code point of the first character; that of a line end for an empty line."""
        return self.codes[self.starts]

    def lasts(self) -> NDArray[Any]:
        """[lines]: the code point of the last character; that of a line end for an empty line."""
        return self.codes[np.maximum(self.ends - 1, self.starts)]

    def to_space(self, numbers: I64) -> I64:
        """I64[numbers]: how many characters of each of these lines stand before its first space, or all."""
        spaces = np.append(np.flatnonzero(self.codes == _SPACE), len(self.codes))
        starts = self.starts[numbers]
        first: I64 = np.minimum(spaces[np.searchsorted(spaces, starts)], self.ends[numbers])
        return first - starts


_last: tuple[str, TextLines] | None = None


def which(codes: NDArray[Any], is_wanted: Callable[[str], bool]) -> NDArray[np.bool_]:
    """bool[codes]: whether each code point is a wanted character. The few different ones are asked once each."""
    if codes.dtype.itemsize > _TABLE_CODE_BYTES:
        return np.isin(codes, [code for code in set(codes.tolist()) if is_wanted(chr(code))])
    # A table takes a tenth of the time of np.isin.
    table = np.zeros(1 << 8 * _TABLE_CODE_BYTES, bool)
    table[codes] = True
    different = np.flatnonzero(table)
    table[different] = [is_wanted(chr(code)) for code in different.tolist()]
    wanted: NDArray[np.bool_] = table[codes]
    return wanted


def code_points(text: str) -> NDArray[Any]:
    """The code points of `text`, unsigned, as wide as the widest needs."""
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), np.uint8)
    narrow = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")
    if len(narrow) == len(text):
        return narrow
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def text_of(codes: NDArray[Any]) -> str:
    """The text with these code points, as `code_points` gives them."""
    encoding = {1: "latin-1", 2: "utf-16-le", 4: "utf-32-le"}[codes.dtype.itemsize]
    return codes.tobytes().decode(encoding, "surrogatepass")

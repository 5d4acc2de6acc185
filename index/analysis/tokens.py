"""Splits text into terms: every word is kept, each at its own position, with its offsets in the text.

A term is a run of letters, digits and combining marks (Unicode categories L, N, M). Everything else separates terms:
quotes, dashes, ellipses, underscores, hyphens, spaces of every width, so that none of them can break a phrase.
Invisible characters neither separate terms nor count: format characters (category Cf: U+2060 word joiner, U+00AD soft
hyphen, U+FEFF …), variation selectors, and marks around a character such as that of a keycap.

A soft hyphen at the end of a line parts a word, with or without a hyphen before it: its pieces are one term, and so is
the line end between them.

In scripts without spaces (ideographs, kana, Thai, Lao, Khmer, Burmese and others) each letter with its marks is a term,
so a word is a phrase. An emoji is a term, too, and so is a sequence that is seen as one: a flag, a family, a skin tone.

Contractions with one reading become the words that they stand for, each with its own offsets ("would've" = would +
have, "can't" = can + not, "I'm" = I + am); "'d" and "'s" have several readings and stay as they are.

Terms are folded (folding.py); characters.py has the classes of characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import I64, U8, U16
from .characters import SHAPES
from .folding import fold


class Term(NamedTuple):
    """A folded word and the half-open code points of the text that it came from."""

    text: str
    start: int
    end: int


WORDS_VERSION = 2
"""Raise it with each change of what a term is. Texts that were indexed under another version may have other terms than
are found in them now."""

# In the letters of characters.py: a word; a letter without spaces around it, with its marks and what joins it; an emoji
# with its skin tone and what is joined to it; a flag.
_RUNS = re.compile(
    r"[wmns][wmnsxzg-]*"
    r"|(?:ii|hl|[caihl])(?:[mxzg-]|s[caihl]?|n[mx-]*a?)*"
    r"|[et][txg]*(?:z+[ew][txg]*)*"
    r"|rx*r?x*"
)
# Where a word is parted at a line's end. Readers put a soft hyphen behind a hyphen that is the printer's.
PARTED = re.compile("(?:-|‐|¬)?\u00ad[ \\t]*\n[ \\t]*")
_SOFT_HYPHEN = "\u00ad"
# The classes of the characters of the basic plane met so far, 0 for the others. What is none of the first four is odd.
_SEPARATOR, _WORD, _MARK, _UNSPACED, _ODD = 1, 2, 3, 4, 5
_CLASS_OF_SHAPE = {" ": _SEPARATOR, "'": _SEPARATOR, "w": _WORD, "m": _MARK, "c": _UNSPACED}
_known_classes = np.zeros(1 << 16, np.uint8)

_AFTER_APOSTROPHE = {"ve": "have", "ll": "will", "re": "are"}
_NEGATED = frozenset(
    "don doesn didn isn aren wasn weren hasn haven hadn wouldn couldn shouldn mustn mightn needn oughtn daren".split()
)
_IRREGULAR_NEGATED = {"can": "can", "won": "will", "shan": "shall"}


def terms(text: str) -> list[Term]:
    """The terms of `text` in order; a term's index in the list is its position.

    >>> [term.text for term in terms("“You,” she says. “You would’ve been my choice—”")]
    ['you', 'she', 'says', 'you', 'would', 'have', 'been', 'my', 'choice']
    """
    shape = _shape(text)
    has_soft_hyphen = _SOFT_HYPHEN in text
    found: list[Term] = []
    for run in _RUNS.finditer(shape):
        start, end = run.span()
        # Format characters at the end of a run (a word joiner before a dash) belong to no word.
        while shape[end - 1] in "-z":
            end -= 1
        written = text[start:end]
        word = fold(PARTED.sub("", written) if has_soft_hyphen else written)
        if start >= 2 and found and found[-1].end == start - 1 and shape[start - 1] == "'":
            _add_contracted(found, word, start, end)
        else:
            found.append(Term(word, start, end))
    return found


def _shape(text: str) -> str:
    """The class of each character of `text`; those that part a word at a line's end are invisible."""
    shape = text.translate(SHAPES)
    if _SOFT_HYPHEN not in text:
        return shape
    pieces, at = [], 0
    for parted in PARTED.finditer(text):
        pieces += [shape[at : parted.start()], "-" * len(parted[0])]
        at = parted.end()
    return "".join([*pieces, shape[at:]])


def edges(text: str) -> I64:
    """I64[2 * terms]: where the run of each term begins and ends, in order.

    These are the offsets that `terms` gives, but for contractions such as "don't", whose two words share one run.
    5,000 letters take a hundredth of the time of `terms` if they are ASCII, and a thirtieth if they are others, or
    ideographs; whatever else there is, a third.
    """
    if text.isascii():
        inside = np.frombuffer(b"\0" + text.encode("ascii").translate(_ascii_words()) + b"\0", np.uint8)
        return _changes(inside)
    codes = np.frombuffer(f" {text} ".encode("utf-16-le", "surrogatepass"), "<u2")
    classes = _classes_of(codes) if len(codes) == len(text) + 2 else None
    # Searched as bytes: 0.1 µs for each class, where a reduction of numpy's takes 3.
    met = b"" if classes is None else classes.tobytes()
    # Words, marks and separators alone: a run of the first two is a word, so that all edges are found at once.
    if classes is not None and _UNSPACED not in met and _ODD not in met:
        return _changes(classes > _SEPARATOR)
    # So they are if letters that are words by themselves take the place of marks, which could belong to either.
    if classes is not None and _ODD not in met and _MARK not in met:
        is_word, is_alone = classes == _WORD, classes == _UNSPACED
        begins = is_alone[1:-1] | (is_word[1:-1] & ~is_word[:-2])
        ends = is_alone[1:-1] | (is_word[1:-1] & ~is_word[2:])
        return np.stack([np.flatnonzero(begins), np.flatnonzero(ends) + 1], axis=1).reshape(-1)
    spans = [run.span() for run in _RUNS.finditer(_shape(text))]
    return np.array(spans, np.int64).reshape(-1)


def _changes(inside: NDArray[Any]) -> I64:
    """Where an item differs from the one before."""
    # np.flatnonzero, which calls nonzero by three others, takes 3 µs more.
    places: I64 = (inside[1:] != inside[:-1]).nonzero()[0]
    return places


@cache
def _ascii_words() -> bytes:
    """A table for `bytes.translate`: 1 for characters of words, 0 for the rest."""
    return bytes(SHAPES[code] == "w" for code in range(256))


def _classes_of(codes: U16) -> U8:
    """U8[len(codes)]: _SEPARATOR, _WORD, _MARK, _UNSPACED or _ODD for each."""
    classes = _known_classes[codes]
    if 0 in classes.tobytes():
        for code in {*codes[classes == 0].tolist()}:
            _known_classes[code] = _CLASS_OF_SHAPE.get(SHAPES[code], _ODD)
        classes = _known_classes[codes]
    return classes


def contracted(before: str, after: str) -> tuple[str, str, int]:
    """The words that two folded words with an apostrophe between them stand for, and how many letters move from the
    first to the second.

    >>> contracted("would", "ve"), contracted("don", "t"), contracted("john", "s")
    (('would', 'have', 0), ('do', 'not', 1), ('john', 's', 0))
    """
    if after in _AFTER_APOSTROPHE:
        return before, _AFTER_APOSTROPHE[after], 0
    if after == "m" and before == "i":
        return before, "am", 0
    if after == "t" and before in _IRREGULAR_NEGATED:
        return _IRREGULAR_NEGATED[before], "not", 0
    if after == "t" and before in _NEGATED:
        # The n belongs to "not": "do" + "n't".
        return before[:-1], "not", 1
    return before, after, 0


def _add_contracted(found: list[Term], word: str, start: int, end: int) -> None:
    """Append `word`, which follows the last term and an apostrophe, in its full form if it has exactly one."""
    before = found[-1]
    first, second, moved = contracted(before.text, word)
    found[-1] = Term(first, before.start, before.end - moved)
    found.append(Term(second, before.end - 1 if moved else start, end))


class _Plain(dict[int, str | None]):
    """Code point -> its character in lower case if a run may hold it, else a space; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        shape = SHAPES[code]
        plain = " " if shape == " " else "'" if shape == "'" else chr(code).lower() if code < 128 else chr(code)
        self[code] = plain
        return plain


class _Runs(dict[str, list[str]]):
    """A run of word characters and apostrophes -> the folded words in it, filled as runs are met."""

    def __missing__(self, run: str) -> list[str]:
        folded = [term.text for term in terms(run)]
        if len(self) >= _MAX_RUNS:
            self.clear()
        self[run] = folded
        return folded


_plain = _Plain()
_words_of = _Runs()
# Twice the distinct runs of 77 MB of novels; about 40 MB.
_MAX_RUNS = 200_000


def encode_words(words: Iterable[str]) -> list[bytes]:
    """Words in UTF-8, all at once; none has a line end."""
    joined = "\n".join(words)
    return joined.encode().split(b"\n") if joined else []


def words(text: str) -> list[str]:
    """The folded words of `text` without offsets: those of `terms`, seven times as fast, as most runs are cached."""
    if _SOFT_HYPHEN in text:
        text = PARTED.sub("", text)
    return [word for run in text.translate(_plain).split() for word in _words_of[run]]

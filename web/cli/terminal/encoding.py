"""Story text in a small encoding such as ASCII: the nearest readable characters."""

from __future__ import annotations

import codecs
import unicodedata
from contextlib import suppress
from typing import IO

_NAME = "fabula.nearest"

# Stories are full of these; with "?" in their place no line of speech could be read.
_NEAREST = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "ʼ": "'", "′": "'", "“": '"', "”": '"', "„": '"', "‟": '"',
        "″": '"', "«": '"', "»": '"', "‹": "'", "›": "'", "‐": "-", "‑": "-", "‒": "-", "–": "-", "−": "-",
        "—": "--", "―": "--", "…": "...", "·": "-", "•": "*", "⁂": "***", "×": "x", "Æ": "AE", "æ": "ae",
        "Œ": "OE", "œ": "oe", "Ø": "O", "ø": "o", "ß": "ss", "ẞ": "SS", "Ł": "L", "ł": "l", "Þ": "Th", "þ": "th",
        "Ð": "D", "ð": "d", "ı": "i", "\u00ad": "", "\u200b": "", "\u200c": "", "\u200d": "", "\ufeff": "",
    }
)  # fmt: skip


def _nearest(character: str) -> str:
    known = character.translate(_NEAREST)
    if known.isascii():
        return known
    pieces = unicodedata.normalize("NFKD", character)
    base = "".join(piece for piece in pieces if not unicodedata.combining(piece))
    # "½" is "1⁄2" in NFKD, of which ASCII would keep "12"; so use it only if all of it is ASCII.
    return base if base.isascii() else "?"


def _encode(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_nearest, error.object[error.start : error.end])), error.end


codecs.register_error(_NAME, _encode)


def accept_every_character(stream: IO[str] | None) -> None:
    """Make `stream` write the nearest characters where its encoding lacks one, instead of raising."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        # If the stream is closed or detached, writing to it will fail with its own error.
        with suppress(ValueError, OSError):
            reconfigure(errors=_NAME)

"""Story text on a terminal that knows only ASCII, or some other small set: the nearest readable character."""

from __future__ import annotations

import codecs
import unicodedata
from contextlib import suppress
from typing import IO

__all__ = ["accept_every_character"]

_NAME = "fabula.nearest"

# Stories are full of these; "?" in their place would make every line of speech a riddle.
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
    # "½" comes apart into "1⁄2", of which "12" would be left: only what is wholly ASCII is a spelling of it.
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
        # A stream that somebody has already closed or detached: writing to it fails for a reason of its own.
        with suppress(ValueError, OSError):
            reconfigure(errors=_NAME)

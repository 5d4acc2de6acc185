"""Cuts a text at blank lines into pieces of about the length of a scene, for the scripts that feed other engines."""

from __future__ import annotations

from collections.abc import Iterator

# The mean of the scenes of the shared stories.
_PIECE_CHARS = 5_000


def pieces(text: str) -> Iterator[str]:
    """Paragraphs together until they have `_PIECE_CHARS` characters; the last piece may be shorter."""
    piece: list[str] = []
    size = 0
    for paragraph in text.split("\n\n"):
        piece.append(paragraph)
        size += len(paragraph) + 2
        if size >= _PIECE_CHARS:
            yield "\n\n".join(piece)
            piece, size = [], 0
    if piece:
        yield "\n\n".join(piece)

"""The digest of a book with metadata beside it: that of the book, then that of the metadata.

So a book whose metadata is broken, or cannot be read for now, is known to be the same book as before.
"""

from __future__ import annotations

from fabula.index.files.source import Source, digest_of

_DIGEST_CHARS = 32


def edition_digest(source: Source, sidecar: Source | None) -> str:
    """The digest of a file and its sidecar. Raises UnreadableSource."""
    return source.digest() + (sidecar.digest() if sidecar is not None else "")


def story_digest(digest: str) -> str:
    """The part of a digest that is about the book; "" if it has none by itself (of an older library, see below)."""
    return digest[:_DIGEST_CHARS] if len(digest) == 2 * _DIGEST_CHARS else ""


def is_same_edition(known: str, source: Source, sidecar: Source | None) -> bool:
    """True if `known` is the digest of these very files. Raises UnreadableSource."""
    if sidecar is None:
        return known == source.digest()
    # Older libraries have one digest of both.
    return known in (edition_digest(source, sidecar), digest_of((source, sidecar)))


def is_same_story(known: str, source: Source) -> bool:
    """True if `known` is the digest of this file, whatever was beside it. Raises UnreadableSource."""
    return source.digest() in (known, story_digest(known))

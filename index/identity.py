"""Ids that survive rebuilding, re-exporting and re-wrapping.

A work's id is a hash of the first of these that it has: its address at the archive it comes from, its package
identifier, its title and authors, its path. A scene's id is the work's id and a hash of the scene's folded words.
Hashes are BLAKE2b (RFC 7693); equal ids of different works or scenes get ".2", ".3" in their order.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from .analysis import words
from .model import Work

# 48 bits: among 100,000 works the chance of any accidental collision is 2 in 100,000, and the second gets ".2".
_WORK_BYTES = 6
# 40 bits, within one work.
_SCENE_BYTES = 5

_AO3 = re.compile(r"(?:www\.)?archiveofourown\.(?:org|com|net)/(?:collections/[^/]+/)?works/(\d+)", re.IGNORECASE)
_FFNET = re.compile(r"(?:www\.|m\.)?fanfiction\.net/s/(\d+)", re.IGNORECASE)


def _hash(text: str, size: int) -> str:
    return hashlib.blake2b(text.encode(), digest_size=size).hexdigest()


def canonical_address(address: str) -> str:
    """One spelling for all addresses of a work: without scheme, "www.", chapter, query and fragment; "" if unusable.

    >>> canonical_address("https://archiveofourown.org/works/123/chapters/456?view_adult=true#main")
    'archiveofourown.org/works/123'
    """
    if match := _AO3.search(address):
        return f"archiveofourown.org/works/{match[1]}"
    if match := _FFNET.search(address):
        return f"fanfiction.net/s/{match[1]}"
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    path = parts.path.rstrip("/")
    # A site's front page is the address of no single work.
    return f"{host}{path}" if host and path else ""


def is_named(work: Work) -> bool:
    """True if the id of `work` is valid anywhere; False if it is made from the path or the opening words."""
    identity = canonical_address(work.metadata.address) or work.metadata.identifier.strip()
    return bool(identity or (words(work.title) and any(words(author) for author in work.authors)))


def work_id(work: Work) -> str:
    """Twelve hexadecimal digits that name `work`."""
    title = " ".join(words(work.title))
    authors = "|".join(sorted(" ".join(words(author)) for author in work.authors))
    if address := canonical_address(work.metadata.address):
        identity = f"address {address}"
    elif identifier := work.metadata.identifier.strip():
        identity = f"identifier {identifier}"
    elif title and authors.strip("|"):
        identity = f"title {title} by {authors}"
    elif work.path:
        identity = f"path {work.path}"
    else:
        # A work made in Python with nothing but text: its title and first words must do.
        opening = next((b.text for c in work.chapters for b in c.blocks if b.text), "")
        identity = f"opening {title} {' '.join(words(opening)[:100])}"
    return _hash(identity, _WORK_BYTES)


def scene_id(work: str, folded: Iterable[str]) -> str:
    """The id of the scene with these folded words in the work with id `work`."""
    return f"{work}-{_hash(' '.join(folded), _SCENE_BYTES)}"


def numbered(wanted: str, taken: Iterable[str] | dict[str, object] | set[str]) -> str:
    """`wanted`, or the first of `wanted`.2, `wanted`.3 … that is not in `taken`."""
    taken = taken if isinstance(taken, set | dict) else set(taken)
    candidate, count = wanted, 1
    while candidate in taken:
        count += 1
        candidate = f"{wanted}.{count}"
    return candidate

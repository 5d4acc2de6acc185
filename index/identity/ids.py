"""Ids that survive rebuilding, re-exporting and re-wrapping.

A work's id is a hash of the first of these that it has: its address at the archive it comes from, its package
identifier, its title and authors, its path. A scene's id is the work's id and a hash of the scene's folded words.
Hashes are BLAKE2b (RFC 7693); equal ids of different works or scenes get ".2", ".3" in their order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from fabula.index.analysis import words
from fabula.index.model import Work, WorkRecord
from .address import canonical_address

# 48 bits: among 100,000 works the chance of any accidental collision is 2 in 100,000, and the second gets ".2".
_WORK_BYTES = 6
# 40 bits, within one work.
_SCENE_BYTES = 5


def _hash(text: str, size: int) -> str:
    return hashlib.blake2b(text.encode(), digest_size=size).hexdigest()


def own_name(work: Work | WorkRecord) -> str:
    """What names `work` anywhere: its address, its identifier, or its title and authors; "" if it lacks all three."""
    if address := canonical_address(work.metadata.address):
        return f"address {address}"
    if identifier := work.metadata.identifier.strip():
        return f"identifier {identifier}"
    title = " ".join(words(work.title))
    authors = "|".join(sorted(" ".join(words(author)) for author in work.authors))
    return f"title {title} by {authors}" if title and authors.strip("|") else ""


def is_named(work: Work | WorkRecord) -> bool:
    """True if the id of `work` is valid anywhere; False if it is made from the path or the opening words."""
    return own_name(work) != ""


def work_id(work: Work) -> str:
    """Twelve hexadecimal digits that name `work`."""
    identity = own_name(work)
    if not identity and work.path:
        identity = f"path {work.path}"
    elif not identity:
        # A work made in Python with nothing but text: its title and first words must do.
        opening = next((b.text for c in work.chapters for b in c.blocks if b.text), "")
        identity = f"opening {' '.join(words(work.title))} {' '.join(words(opening)[:100])}"
    return id_of(identity)


def id_of(identity: str) -> str:
    """The id of a work with this identity (`own_name`, a path, its opening)."""
    return _hash(identity, _WORK_BYTES)


def stem_of(work: str) -> str:
    """The id of a work without the number that tells it from others of the same identity."""
    return work.partition(".")[0]


def scene_id(work: str, folded: Iterable[str]) -> str:
    """The id of the scene with these folded words in the work with id `work`."""
    return f"{work}-{_hash(' '.join(folded), _SCENE_BYTES)}"


def text_hash(scene: str) -> str:
    """The part of a scene's id that is a hash of its words."""
    return scene.rpartition("-")[2].partition(".")[0]


def numbered(wanted: str, taken: Iterable[str] | dict[str, object] | set[str]) -> str:
    """`wanted`, or the first of `wanted`.2, `wanted`.3 … that is not in `taken`."""
    taken = taken if isinstance(taken, set | dict) else set(taken)
    candidate, count = wanted, 1
    while candidate in taken:
        count += 1
        candidate = f"{wanted}.{count}"
    return candidate

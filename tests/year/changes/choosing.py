"""Chooses what a change is made to."""

from __future__ import annotations

import random

from ..archive import ITEM, Archive
from ..items import File


def one_of(archive: Archive, rng: random.Random, kind: type[ITEM]) -> list[ITEM]:
    """One whole item of a kind, or none."""
    items = archive.whole(kind)
    return [rng.choice(items)] if items else []


def some_files(archive: Archive, rng: random.Random, count: int) -> list[File]:
    files = archive.whole(File)
    return rng.sample(files, min(count, len(files)))

"""Twelve short tales in three folders, and what the tests of runs ask of a library of them."""

from __future__ import annotations

import os
from pathlib import Path

from fabula.index import Receipt
from fabula.index.store.opening import open_store

STORY = "Title: {0}\nAuthor: Ann Author\n\n\nThe bell of {0} rang at noon, and again at one.\n"


def write(path: Path, title: str, *more: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(STORY.format(title) + "".join(f"\n{line}\n" for line in more), encoding="utf-8")
    aged(path)


def aged(path: Path) -> None:
    """As if it had been written long ago: only a file older than two seconds is known by its fingerprint."""
    # ctime cannot be set; the tests count it as settled.
    os.utime(path, (1_700_000_000, 1_700_000_000 + hash(path.read_bytes()) % 1000))


def counts(receipt: Receipt) -> tuple[int, int, int, int]:
    return receipt.added, receipt.updated, receipt.unchanged, receipt.removed


def titles(library: Path) -> set[str]:
    return {work.title for work in open_store(library).works().values()}

"""Building with every peer in turn, several times over."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from statistics import median

from .corpus import Collection
from .peers import PEERS
from .processes import Built, build

__all__ = ["folder_of", "interleaved", "median_built"]


def folder_of(peer: str, root: Path) -> Path:
    """Where `interleaved` leaves the last index of `peer`."""
    return root / peer.replace(", ", "-").replace(" ", "-")


def interleaved(
    peers: Sequence[str], collection: Collection, root: Path, repeat: int, *, streamed: bool = False
) -> dict[str, tuple[Built, ...]]:
    """`repeat` rounds, in each every peer once, beginning with another one each time.

    Streamed builds are watched, too: they are for what they hold in memory. The others are for their times.
    """
    root.mkdir(parents=True, exist_ok=True)
    found: dict[str, list[Built]] = {peer: [] for peer in peers}
    for turn in range(repeat):
        start = turn % len(peers)
        for peer in [*peers[start:], *peers[:start]]:
            folder = folder_of(peer, root)
            shutil.rmtree(folder, ignore_errors=True)
            before = PEERS[peer].after
            if before:
                shutil.copytree(folder_of(before, root), folder)
            else:
                folder.mkdir()
            built = build(peer, collection.path, folder, streamed=streamed, watched=streamed)
            print(f"  {collection.name}, {peer}: {built.wall:.2f} s, {collection.megabytes / built.wall:.1f} MB/s")
            found[peer].append(built)
    return {peer: tuple(builts) for peer, builts in found.items()}


def median_built(builts: Sequence[Built]) -> Built:
    """The median of each figure by itself."""
    return Built(**{field.name: median(getattr(built, field.name) for built in builts) for field in fields(Built)})

"""Builds an index with each peer in turn, in several rounds."""

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
    """The folder in which `interleaved` leaves the last index of `peer`."""
    return root / peer.replace(", ", "-").replace(" ", "-")


def interleaved(
    peers: Sequence[str], collection: Collection, root: Path, repeat: int, *, streamed: bool = False
) -> dict[str, tuple[Built, ...]]:
    """`repeat` rounds with one build by each peer; each round begins with another peer.

    Memory is watched in streamed builds only; the others measure time.
    """
    root.mkdir(parents=True, exist_ok=True)
    builds: dict[str, list[Built]] = {peer: [] for peer in peers}
    for turn in range(repeat):
        start = turn % len(peers)
        for peer in [*peers[start:], *peers[:start]]:
            folder = folder_of(peer, root)
            shutil.rmtree(folder, ignore_errors=True)
            base = PEERS[peer].after
            if base:
                shutil.copytree(folder_of(base, root), folder)
            else:
                folder.mkdir()
            built = build(peer, collection.path, folder, streamed=streamed, watched=streamed)
            print(f"  {collection.name}, {peer}: {built.wall:.2f} s, {collection.megabytes / built.wall:.1f} MB/s")
            builds[peer].append(built)
    return {peer: tuple(builds_of_peer) for peer, builds_of_peer in builds.items()}


def median_built(builts: Sequence[Built]) -> Built:
    """The median of each field separately."""
    return Built(**{field.name: median(getattr(built, field.name) for built in builts) for field in fields(Built)})

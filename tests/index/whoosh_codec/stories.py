"""Small libraries in every shape that commits give them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fabula.index import Block, BlockKind, Chapter, Metadata, Scene, Work, WorkRecord, add_works
from fabula.index.store.opening import open_store

VOCABULARY = ["you", "would", "have", "been", "be", "my", "choice", "choices", "walk", "walked", "no", "the", "cat’s"]


def made(seed: int, title: int | None = None, language: str = "en") -> Work:
    """A work of six short scenes over few words, so that every kind of coincidence happens, and a note."""
    state = seed * 7919 + 17
    scenes = []
    for _ in range(6):
        run = []
        for _ in range(4 + state % 23):
            state = (state * 1_103_515_245 + 12_345) % 2**31
            run.append(VOCABULARY[(state >> 16) % len(VOCABULARY)])
        scenes.append(" ".join(run))
    number = seed if title is None else title
    blocks: list[Block] = [Block(BlockKind.NOTE, f"Thanks for reading tale {number}, my choice.")]
    for scene in scenes:
        blocks += [Block(BlockKind.BREAK, "***"), Block(BlockKind.PARAGRAPH, scene)]
    metadata = Metadata(language=language, tags=("slow burn", "choice"), published=f"20{10 + number}-01-02")
    return Work(f"Tale {number}", (f"Author {number % 3}", "Second Hand"), (Chapter(tuple(blocks)),), metadata)


def one_segment(folder: Path) -> None:
    add_works(folder, [made(seed) for seed in range(8)])


def several_segments(folder: Path) -> None:
    add_works(folder, [made(seed) for seed in range(5)])
    add_works(folder, [made(seed, language="de") for seed in range(5, 7)])
    add_works(folder, [made(seed) for seed in range(7, 10)])


def works_replaced(folder: Path) -> None:
    several_segments(folder)
    add_works(folder, [made(seed + 50, title=seed) for seed in (0, 2, 4, 6, 9)])


def segments_merged(folder: Path) -> None:
    """Eight small commits become one segment; then there is a deletion, and a segment more."""
    for seed in range(8):
        add_works(folder, [made(seed), made(seed + 20)])
        if seed == 5:
            add_works(folder, [made(81, title=1)])
    add_works(folder, [made(83, title=3), made(85, title=25)])


SHAPES: list[Callable[[Path], None]] = [one_segment, several_segments, works_replaced, segments_merged]


def everything(folder: Path) -> list[tuple[Scene, WorkRecord]]:
    store = open_store(folder)
    return [(scene, work) for work in store.works().values() for scene in store.scenes(work.id)]

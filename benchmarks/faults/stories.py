"""Stories made of numbers, so that whoever reads one back knows whether it is whole."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable

from fabula.index import Block, BlockKind, Chapter, Metadata, Work
from fabula.index.store.protocol import Store

__all__ = ["files_of", "make_story", "marks_in", "mixed", "sentence", "stories_in", "versions_of"]

_WORDS = (
    "the lamp harbour rope ferry bell stone she he they waited carried never always river winter door letter again "
    "over under answered chosen choose kept keeping night morning orchard choice been would have your hand hands"
).split()
_LANGUAGES = ("en", "en", "de", "fr")
_MARK = re.compile(r"Token t(\d+)v(\d+)s(\d+)of(\d+)\.")


def sentence(number: int, version: int) -> str:
    """A phrase that stands in this version of this story and nowhere else."""
    return f"token t{number}v{version}s0of"


def make_story(number: int, version: int = 0) -> Work:
    """A story of a few scenes, each of which names the story, the version and its place."""
    rng = random.Random(number * 1_000 + version)
    count = rng.randint(2, 4)
    blocks: list[Block] = []
    for scene in range(count):
        if blocks:
            blocks.append(Block(BlockKind.BREAK, "***"))
        words = " ".join(rng.choices(_WORDS, k=rng.randint(30, 120)))
        blocks += [
            Block(BlockKind.PARAGRAPH, f"Token t{number}v{version}s{scene}of{count}. {words.capitalize()}."),
            Block(BlockKind.PARAGRAPH, f"“You would have been my choice,” said Ilse. {words[: rng.randint(20, 90)]}"),
        ]
    language = _LANGUAGES[number % len(_LANGUAGES)]
    return Work(f"Story {number}", (f"Author {number % 5}",), (Chapter(tuple(blocks)),), Metadata(language=language))


def mixed(count: int, first: int = 0) -> list[Work]:
    """Stories, every seventh of which is told again under another title."""
    made = [make_story(number) for number in range(first, first + count)]
    again = [Work(f"{work.title} again", ("Somebody Else",), work.chapters, work.metadata) for work in made[::7]]
    return [*made, *again]


def files_of(versions: Iterable[tuple[int, int]]) -> dict[str, str]:
    """File names and texts of these versions of stories, for what indexes folders."""
    found = {}
    for number, version in versions:
        work = make_story(number, version)
        text = "\n\n".join(block.text for block in work.chapters[0].blocks)
        found[f"story-{number}.txt"] = f"{work.title}\nby {work.authors[0]}\n\n\n{text}\n"
    return found


def marks_in(text: str) -> list[tuple[int, ...]]:
    """(story, version, scene, scenes of the story) of each scene that stands in `text`."""
    return [tuple(map(int, mark)) for mark in _MARK.findall(text)]


def versions_of(marks: Iterable[tuple[int, ...]]) -> dict[int, int]:
    """The version of each story. Raises AssertionError if one is there in part, or in two versions."""
    scenes: dict[tuple[int, int, int], list[int]] = {}
    for number, version, scene, count in marks:
        scenes.setdefault((number, version, count), []).append(scene)
    found: dict[int, int] = {}
    for (number, version, count), own in scenes.items():
        assert sorted(own) == list(range(count)), f"story {number} has the scenes {own} of {count}"
        assert number not in found, f"story {number} is there in two versions"
        found[number] = version
    return found


def stories_in(store: Store) -> dict[int, int]:
    """The version of each story in the library, read from its scenes.

    Raises AssertionError if one is there in part, in two versions, or twice.
    """
    found: dict[int, int] = {}
    for work_id, work in store.works().items():
        marks = [mark for scene in store.scenes(work_id) for mark in marks_in(scene.text)]
        assert marks, f"{work.title} has no scene of its own"
        number, version, _, count = marks[0]
        assert marks == [(number, version, scene, count) for scene in range(count)], (
            f"{work.title} is not whole: {marks}"
        )
        if work.title.endswith("again"):
            continue
        assert number not in found, f"story {number} is there twice"
        found[number] = version
    return found

"""Stories that carry their own numbers, so that a reader can tell whether one is complete."""

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
    """A phrase that occurs only in this version of this story."""
    return f"token t{number}v{version}s0of"


def make_story(number: int, version: int = 0) -> Work:
    """A story of 2 to 4 scenes; each names the story, the version, its own number and the number of scenes."""
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
    """Stories, and a copy of every seventh under another title."""
    works = [make_story(number) for number in range(first, first + count)]
    copies = [Work(f"{work.title} again", ("Somebody Else",), work.chapters, work.metadata) for work in works[::7]]
    return [*works, *copies]


def files_of(versions: Iterable[tuple[int, int]]) -> dict[str, str]:
    """File name -> text of each (story, version)."""
    texts = {}
    for number, version in versions:
        work = make_story(number, version)
        text = "\n\n".join(block.text for block in work.chapters[0].blocks)
        texts[f"story-{number}.txt"] = f"{work.title}\nby {work.authors[0]}\n\n\n{text}\n"
    return texts


def marks_in(text: str) -> list[tuple[int, ...]]:
    """(story, version, scene, scenes of the story) for each scene in `text`."""
    return [tuple(map(int, mark)) for mark in _MARK.findall(text)]


def versions_of(marks: Iterable[tuple[int, ...]]) -> dict[int, int]:
    """Story -> version. Raises AssertionError if a story is incomplete or there in two versions."""
    scenes_by_story: dict[tuple[int, int, int], list[int]] = {}
    for number, version, scene, count in marks:
        scenes_by_story.setdefault((number, version, count), []).append(scene)
    versions: dict[int, int] = {}
    for (number, version, count), scenes in scenes_by_story.items():
        assert sorted(scenes) == list(range(count)), f"story {number} has the scenes {scenes} of {count}"
        assert number not in versions, f"story {number} is there in two versions"
        versions[number] = version
    return versions


def stories_in(store: Store) -> dict[int, int]:
    """Story -> version, read from the scenes of the library.

    Raises AssertionError if a story is incomplete, in two versions, or there twice.
    """
    versions: dict[int, int] = {}
    for work_id, work in store.works().items():
        marks = [mark for scene in store.scenes(work_id) for mark in marks_in(scene.text)]
        assert marks, f"{work.title} has no scene of its own"
        number, version, _, count = marks[0]
        assert marks == [(number, version, scene, count) for scene in range(count)], (
            f"{work.title} is not complete: {marks}"
        )
        if work.title.endswith("again"):
            continue
        assert number not in versions, f"story {number} is there twice"
        versions[number] = version
    return versions

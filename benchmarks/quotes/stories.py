"""The stories that lines are drawn from, and their scenes as answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from fabula.index.analysis import words
from ..copies import renamed
from ..corpus import Story, read_folder, stories_in, write
from .question import Passage

__all__ = ["file_name", "passages_of", "read_stories"]


def read_stories(folder: Path, megabytes: float, work: Path) -> list[Story]:
    """The stories of a folder, up to so much text. `work` keeps them for the next run."""
    path = work / f"stories-{megabytes:g}.bin"
    if not path.exists():
        print(f"reading {folder.name} …", flush=True)
        copies: dict[str, int] = {}
        stories = []
        for story in read_folder(folder, megabytes * 1e6, editions=True):
            copy = copies[story.record.id] = copies.get(story.record.id, -1) + 1
            stories.append(renamed(story, copy) if copy else story)
        write("all", stories, path)
    return list(stories_in(path))


def passages_of(stories: Sequence[Story], file_of: Callable[[Story, int], str]) -> dict[str, Passage]:
    """What each scene answers, by its id."""
    return {
        scene.id: Passage(file_of(story, number), f" {' '.join(words(scene.text))} ")
        for story in stories
        for number, scene in enumerate(story.scenes)
    }


def file_name(folder: Path, story: Story, number: int) -> str:
    """The file of a scene: the name of the folder, then the path below it. Each page of a tree has its own file."""
    return str(Path(folder.name, story.record.path, story.scenes[number].path))

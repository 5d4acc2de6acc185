"""Changed copies of the texts with the same offsets: new words for the growth runs, curly quotes, accents."""

from __future__ import annotations

import random
import re
import string
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from .corpus import Story, text_bytes

__all__ = ["accented", "curly", "expanded", "renamed", "salted", "transformed"]

# Share of the words beyond the commonest that are replaced in each further copy. With it 13 copies of 77 MB of novels
# have 3.8 times the distinct words of one, as Heaps' law predicts with an exponent of 0.52.
_SALTED_PERCENT = 33
_MIN_SALTED_LETTERS = 5
# Share of the distinct words; each is accented everywhere.
_ACCENTED_PERCENT = 10
_WORD = re.compile("[A-Za-z]+")
_VOWELS = str.maketrans("aeiouAEIOU", "àéîöûÀÉÎÖÛ")
_OPENS_AFTER = frozenset(" \t\n([{—–-“‘\"'")


def transformed(story: Story, change: Callable[[str], str]) -> Story:
    """The story with `change` applied to the text of every scene. It must keep the number of characters."""
    scenes = []
    for scene in story.scenes:
        text = change(scene.text)
        assert len(text) == len(scene.text)
        scenes.append(replace(scene, text=text))
    return Story(replace(story.record, size=text_bytes(scenes)), tuple(scenes))


def renamed(story: Story, copy: int) -> Story:
    """The story under new ids, so that a library accepts it beside the original."""
    identity = f"{story.record.id}.{copy + 1}"
    scenes = tuple(
        replace(scene, id=f"{identity}-{scene.id.rpartition('-')[2]}", work_id=identity) for scene in story.scenes
    )
    return Story(replace(story.record, id=identity), scenes)


def salted(copy: int, common: Collection[str]) -> Callable[[str], str]:
    """A function that replaces some words, the same throughout a copy, with words that no other copy has.

    Words in `common` (lower case), short words and words with capitals stay, and so do common phrases.
    """
    letters = list(string.ascii_lowercase)
    random.Random(copy).shuffle(letters)
    table = str.maketrans(string.ascii_lowercase, "".join(letters))

    def salt(match: re.Match[str]) -> str:
        word = match[0]
        if len(word) < _MIN_SALTED_LETTERS or word in common or not word.islower():
            return word
        if zlib.crc32(f"{copy} {word}".encode()) % 100 >= _SALTED_PERCENT:
            return word
        return word[0] + word[1:-1].translate(table) + word[-1]

    return lambda text: _WORD.sub(salt, text)


def expanded(stories: Callable[[], Iterator[Story]], max_bytes: float, common: Collection[str]) -> Iterator[Story]:
    """The stories, then salted copies of them, up to about `max_bytes`."""
    size = copy = 0
    while True:
        change = salted(copy, common)
        for story in stories():
            if copy:
                story = transformed(renamed(story, copy), change)
            yield story
            size += story.record.size
            if size >= max_bytes:
                return
        copy += 1


def curly(text: str) -> str:
    """`text` with curly instead of straight quotes and apostrophes."""

    def turn(match: re.Match[str]) -> str:
        before = text[match.start() - 1] if match.start() else " "
        opens = before in _OPENS_AFTER
        if match[0] == '"':
            return "“" if opens else "”"
        return "‘" if opens else "’"

    return re.sub("[\"']", turn, text)


def accented(text: str) -> str:
    """`text` with accents on all vowels of one distinct word in ten."""

    def accent(match: re.Match[str]) -> str:
        word = match[0]
        return word.translate(_VOWELS) if zlib.crc32(word.lower().encode()) % 100 < _ACCENTED_PERCENT else word

    return _WORD.sub(accent, text)

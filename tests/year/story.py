"""Stories that can be told apart by any of their paragraphs, and what their authors do to them."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace

_WORDS = (
    "the lamp harbour rope ferry bell stone she he they waited carried never always river winter door letter again and "
    "over under answered chosen choose kept keeping night morning orchard of to a in was that it his had with her not "
    "garden tower market goat silver quiet window bread mountain paper summer road song fire rain"
).split()
_MARK = re.compile(r"Token (t\d+v\d\dp\d\d)\.")
_VERSION = re.compile(r"(?<=\dv)\d\d(?=p\d\d\.)")
_WORDS_PER_PARAGRAPH = 45
# Authors who post often use such titles again, so that title and author name several stories: one in six here.
_COMMON_TITLES = ("A Gift", "Drabble")


@dataclass(frozen=True)
class Story:
    """A story, in one version.

    number   says which story it is; another version has the same.
    title    "" and author "" for a text that names neither.
    address  at its archive, "" if it has none.
    scenes   of paragraphs, each with a mark that no other paragraph has.
    """

    number: int
    title: str
    author: str
    address: str
    scenes: tuple[tuple[str, ...], ...]

    @property
    def marks(self) -> tuple[str, ...]:
        """The marks of all paragraphs, in their order."""
        return tuple(mark for scene in self.scenes for paragraph in scene for mark in marks_in(paragraph))

    def with_chapter(self, rng: random.Random) -> Story:
        """The story with a scene more at its end."""
        return replace(self, scenes=(*self.scenes, _scene(self.number, len(self.marks), rng)))

    def with_typo_mended(self, rng: random.Random) -> Story:
        """The story with another mark, of the same length, in one paragraph."""
        place = rng.randrange(len(self.scenes))
        first, *others = self.scenes[place]
        mended = _VERSION.sub(lambda match: f"{(int(match[0]) + 1) % 100:02}", first)
        return replace(self, scenes=(*self.scenes[:place], (mended, *others), *self.scenes[place + 1 :]))

    def cut_short(self) -> Story:
        """Its first paragraph: less than half of the words."""
        return replace(self, scenes=((self.scenes[0][0],),))

    def with_title(self, title: str) -> Story:
        return replace(self, title=title)

    def has_name_of(self, other: Story) -> bool:
        """True if one of them in the file of the other is the same story, written anew: by its title and author."""
        return bool(self.title) and (self.title, self.author) == (other.title, other.author)


def marks_in(text: str) -> tuple[str, ...]:
    """The marks in `text`, in their order."""
    return tuple(_MARK.findall(text))


def new_story(number: int, rng: random.Random) -> Story:
    """A story of 270 to 360 words. One in six has neither title nor author, one in six shares them with others, one in
    three has an address, half of these at an archive that names stories in the query."""
    title, author = f"The {rng.choice(_WORDS).title()} of Tale {number}", f"Author {number % 7}"
    address = ""
    kind = rng.randrange(6)
    if kind == 0:
        title = author = ""
    elif kind == 1:
        title, author = rng.choice(_COMMON_TITLES), f"Author {number % 2}"
    elif kind == 2:
        address = f"https://archive.example.org/efiction/viewstory.php?sid={number}"
    elif kind == 3:
        address = f"https://archiveofourown.org/works/{1_000 + number}"
    scenes = [_scene(number, 2 * place, rng) for place in range(rng.randint(3, 4))]
    return Story(number, title, author, address, tuple(scenes))


def _scene(number: int, first: int, rng: random.Random) -> tuple[str, ...]:
    return tuple(_paragraph(number, first + place, rng) for place in range(2))


def _paragraph(number: int, place: int, rng: random.Random) -> str:
    words = " ".join(rng.choices(_WORDS, k=_WORDS_PER_PARAGRAPH))
    return f"{words[:1].upper()}{words[1:]}. Token t{number}v00p{place:02}. And so it was."

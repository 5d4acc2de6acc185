"""Works that are held out of the library, for lines that are nowhere in it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence, Set

from fabula.index.analysis import words
from ..corpus import Story
from .question import Question

__all__ = ["LEAST_WORDS", "OUTSIDE", "hold_out", "outside_lines"]

OUTSIDE = "from works outside the library"
LEAST_WORDS, MOST_WORDS = 6, 24
_SENTENCE = re.compile(r"[^.!?…]+[.!?…]+[\"'”’»]*")


def hold_out(
    stories: Sequence[Story], kept: Set[str], file_of: Callable[[Story, int], str], percent: int, seed: int
) -> tuple[list[Story], list[Story]]:
    """(inside, outside): about `percent` of the works out, all of an author's together, as editions would be the same.

    Authors with a work whose file is in `kept`, and works without an author, stay in.
    """
    by_author: dict[str, list[Story]] = {}
    for story in stories:
        by_author.setdefault(" ".join(words(" ".join(story.record.authors))), []).append(story)
    staying = {
        author
        for author, own in by_author.items()
        if not author or any(file_of(story, number) in kept for story in own for number in range(len(story.scenes)))
    }
    authors = sorted(by_author.keys() - staying)
    random.Random(seed).shuffle(authors)
    leaving: set[str] = set()
    out: list[Story] = []
    for author in authors:
        if len(out) * 100 >= percent * len(stories):
            break
        leaving.add(author)
        out += by_author[author]
    inside = [story for author, own in by_author.items() if author not in leaving for story in own]
    # In the order of the whole, so that engines are given the same.
    place = {id(story): number for number, story in enumerate(stories)}
    return sorted(inside, key=lambda story: place[id(story)]), out


def outside_lines(outside: Sequence[Story], inside: Sequence[Story], count: int, seed: int) -> list[Question]:
    """Up to `count` sentences of works held out that are not, word for word, in the library.

    A quotation or a proverb that both have would be found rightly.
    """
    chance = random.Random(seed)
    sentences = [
        own
        for story in outside
        for scene in story.scenes
        for match in _SENTENCE.finditer(scene.text)
        if LEAST_WORDS <= len(own := words(match[0])) <= MOST_WORDS
    ]
    chance.shuffle(sentences)
    chosen = sentences[: 2 * count]
    # One pass over the library, by the first words of each line.
    beginnings = {" ".join(own[:LEAST_WORDS]) for own in chosen}
    known: set[str] = set()
    for story in inside:
        for scene in story.scenes:
            own = words(scene.text)
            known.update(
                beginnings.intersection(
                    " ".join(own[at : at + LEAST_WORDS]) for at in range(len(own) - LEAST_WORDS + 1)
                )
            )
    fresh = [own for own in chosen if " ".join(own[:LEAST_WORDS]) not in known]
    return [Question(OUTSIDE, " ".join(own)) for own in fresh[:count]]

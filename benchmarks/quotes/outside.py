"""Holds works out of the library, for lines that are not in it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence, Set

from fabula.index.analysis import words
from ..corpus import Story
from .question import Question

__all__ = ["MIN_WORDS", "OUTSIDE", "hold_out", "outside_lines"]

OUTSIDE = "from works outside the library"
MIN_WORDS, MAX_WORDS = 6, 24
_SENTENCE = re.compile(r"[^.!?…]+[.!?…]+[\"'”’»]*")


def hold_out(
    stories: Sequence[Story], kept: Set[str], file_of: Callable[[Story, int], str], percent: int, seed: int
) -> tuple[list[Story], list[Story]]:
    """(inside, outside): holds out about `percent` of the works, always all of an author's, because of editions.

    Authors with a work whose file is in `kept`, and works without an author, stay inside.
    """
    by_author: dict[str, list[Story]] = {}
    for story in stories:
        by_author.setdefault(" ".join(words(" ".join(story.record.authors))), []).append(story)
    staying = {
        author
        for author, works in by_author.items()
        if not author or any(file_of(story, number) in kept for story in works for number in range(len(story.scenes)))
    }
    authors = sorted(by_author.keys() - staying)
    random.Random(seed).shuffle(authors)
    leaving: set[str] = set()
    outside: list[Story] = []
    for author in authors:
        if len(outside) * 100 >= percent * len(stories):
            break
        leaving.add(author)
        outside += by_author[author]
    inside = [story for author, works in by_author.items() if author not in leaving for story in works]
    # In the original order, so that all engines index the works in the same order.
    order = {id(story): number for number, story in enumerate(stories)}
    return sorted(inside, key=lambda story: order[id(story)]), outside


def outside_lines(outside: Sequence[Story], inside: Sequence[Story], count: int, seed: int) -> list[Question]:
    """Up to `count` sentences of held-out works that are not, word for word, in the library.

    A finder would be right to find a proverb or a quotation that is in both.
    """
    sentences = [
        sentence
        for story in outside
        for scene in story.scenes
        for match in _SENTENCE.finditer(scene.text)
        if MIN_WORDS <= len(sentence := words(match[0])) <= MAX_WORDS
    ]
    random.Random(seed).shuffle(sentences)
    chosen = sentences[: 2 * count]
    # One pass over the library compares the first words of each sentence.
    beginnings = {" ".join(sentence[:MIN_WORDS]) for sentence in chosen}
    known: set[str] = set()
    for story in inside:
        for scene in story.scenes:
            tokens = words(scene.text)
            starts = range(len(tokens) - MIN_WORDS + 1)
            known.update(beginnings.intersection(" ".join(tokens[start : start + MIN_WORDS]) for start in starts))
    absent = [sentence for sentence in chosen if " ".join(sentence[:MIN_WORDS]) not in known]
    return [Question(OUTSIDE, " ".join(sentence)) for sentence in absent[:count]]

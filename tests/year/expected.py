"""What a careful person expects of a library after a run, from what it held before and what can be seen now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import NamedTuple

from .archive import Seen, lies_in
from .story import Story

# More than one work in so many is never lost without consent.
_LOST_SHARE = 10


class Known(NamedTuple):
    """A work of a library: its id, and its story in the version that the library has."""

    id: str
    story: Story


Library = Mapping[str, Known]
"""All works of a library, by their places."""


@dataclass(frozen=True)
class Expected:
    """What holds after a run over the archive.

    stories     by place, all that have to be there, each as the only work of its place.
    unsure      by place, works that may stay or go: a careful person could not tell either.
    least_lost  how many works are lost for certain; `most_lost`, at most, as the rule of a tenth counts them.
    """

    before: Library
    stories: Mapping[str, Story]
    unsure: Mapping[str, Story]
    least_lost: int
    most_lost: int

    @property
    def possible(self) -> Mapping[str, Story]:
        """All works that may be there, by place."""
        return {**self.unsure, **self.stories}

    @property
    def must_refuse(self) -> bool:
        return self.least_lost * _LOST_SHARE > len(self.before)

    @property
    def may_refuse(self) -> bool:
        return self.most_lost * _LOST_SHARE > len(self.before)

    def id_problems(self, after: Mapping[str, str]) -> list[str]:
        """What is wrong with the ids that the works have after the run, by their places. Each story keeps its id: at
        its place, or where it was moved to; no id names another story than before."""
        problems: list[str] = []
        possible = self.possible
        stories = {place: possible[place] for place in after}
        free: dict[int, list[str]] = defaultdict(list)
        for place, known in self.before.items():
            if place not in stories or stories[place].number != known.story.number:
                free[known.story.number].append(known.id)
            elif after[place] != known.id:
                problems.append(f"{place} stayed, and its id {known.id} became {after[place]}")
        owners = {known.id: known.story.number for known in self.before.values()}
        arrived: dict[int, list[str]] = defaultdict(list)
        for place, story in stories.items():
            if place in self.before and self.before[place].story.number == story.number:
                continue
            arrived[story.number].append(place)
            if owners.get(after[place], story.number) != story.number:
                problems.append(f"{place} has the id {after[place]}, which was another story's")
        for number, places in arrived.items():
            kept = [place for place in places if after[place] in free[number]]
            wanted = min(len(places), len(free[number])) - sum(self._may_be_another(place) for place in places)
            if len(kept) < wanted:
                problems.append(f"story {number} moved to {places} and lost its id {free[number]}")
        return problems

    def _may_be_another(self, place: str) -> bool:
        """True for a story at a new place that differs so much from the known one that it may pass for a new one."""
        story = self.stories.get(place)
        known = [known for known in self.before.items() if story and known[1].story.number == story.number]
        return story is None or not any(_agrees(story, place, *entry) for entry in known)


def _agrees(story: Story, place: str, old_place: str, old: Known) -> bool:
    """True if title and text of a moved story agree with what is known. Without a title the same text is enough, or
    most of it under the same name."""
    shared = len(set(story.marks) & set(old.story.marks)) * 2 >= len(old.story.marks)
    same_name = bool(story.title) or PurePosixPath(place).stem == PurePosixPath(old_place).stem
    return story.title == old.story.title and (story.marks == old.story.marks or (shared and same_name))


def expect(before: Library, seen: Seen, settling: Collection[str] = ()) -> Expected:
    """`settling`: places at which an error page stands since the last run."""
    stories = dict(seen.readable)
    hidden = {place: known.story for place, known in before.items() if place not in stories and seen.hides(place)}
    moved = {place: story for place, story in hidden.items() if _may_be_elsewhere(place, story, before, seen)}
    stories |= {place: story for place, story in hidden.items() if place not in moved}
    gone = {place: known for place, known in before.items() if place not in stories}
    unsure = {
        place: known.story
        for place, known in gone.items()
        if place in moved or (seen.is_barren(place) and not _is_moved(place, known.story, before, seen))
    }
    here: dict[int, int] = defaultdict(int)
    for story in stories.values():
        here[story.number] += 1
    least = most = 0
    for place, known in before.items():
        story = stories.get(place)
        if story is not None and story.number == known.story.number:
            shrunk = 2 * len(story.marks) < len(known.story.marks)
            least, most = least + shrunk, most + (shrunk or place in settling)
        elif not _is_moved(place, known.story, before, seen):
            least, most = least + (not here[known.story.number] and place not in unsure), most + 1
    return Expected(before, stories, unsure, least, max(least, most))


def _may_be_elsewhere(place: str, story: Story, before: Library, seen: Seen) -> bool:
    """True for a story in an emptied folder of which more copies have come elsewhere than have gone anywhere: one of
    them may be this one, moved before the folder was emptied."""

    def counts(stories: Mapping[str, Story], others: Mapping[str, Story]) -> int:
        numbers = {place: other.number for place, other in others.items()}
        return sum(each.number == story.number != numbers.get(place) for place, each in stories.items())

    if not lies_in(place, seen.emptied) or not _is_moved(place, story, before, seen):
        return False
    known = {place: each.story for place, each in before.items()}
    in_sight = {place: each for place, each in known.items() if not seen.hides(place)}
    return counts(seen.readable, known) > counts(in_sight, seen.readable)


def _is_moved(place: str, story: Story, before: Library, seen: Seen) -> bool:
    """True if the same bytes are at a place that had another story, or none."""
    suffix = PurePosixPath(place).suffix.lower()
    return any(
        other == story and PurePosixPath(new).suffix.lower() == suffix
        for new, other in seen.readable.items()
        if new not in before or before[new].story.number != story.number
    )

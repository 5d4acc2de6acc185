"""The model of a careful person, tried on cases that are told in a line."""

from __future__ import annotations

import random

import pytest

from .archive import Seen
from .expected import Known, expect
from .story import Story, new_story


def story(number: int) -> Story:
    """A story with title and author."""
    return new_story(number, random.Random(number)).with_title(f"Tale {number}")


STORIES = [story(number) for number in range(20)]
BEFORE = {f"texts/{each.number}.txt": Known(f"id{each.number}", each) for each in STORIES}
PLACES = {place: known.story for place, known in BEFORE.items()}
IDS = {place: known.id for place, known in BEFORE.items()}


def seen(readable: dict[str, Story], *hidden: str, barren: tuple[str, ...] = ()) -> Seen:
    return Seen(readable, hidden, barren)


def without(*numbers: int) -> dict[str, Story]:
    return {place: each for place, each in PLACES.items() if each.number not in numbers}


def test_nothing_changes() -> None:
    """Every work stays, with its id."""
    expected = expect(BEFORE, seen(PLACES))
    assert expected.stories == PLACES
    assert not expected.may_refuse
    assert expected.id_problems(IDS) == []
    assert len(expected.id_problems({**IDS, "texts/3.txt": "other"})) == 1


def test_moved_works_keep_their_ids() -> None:
    """At their new place, also if two stories have swapped theirs; a moved story is not lost."""
    expected = expect(BEFORE, seen({**without(3), "texts/new.txt": STORIES[3]}))
    ids = {place: IDS[place] for place in without(3)}
    assert expected.most_lost == 0
    assert expected.id_problems({**ids, "texts/new.txt": "id3"}) == []
    assert len(expected.id_problems({**ids, "texts/new.txt": "another"})) == 1
    swapped = expect(BEFORE, seen({**PLACES, "texts/3.txt": STORIES[4], "texts/4.txt": STORIES[3]}))
    assert swapped.most_lost == 0
    assert swapped.id_problems({**IDS, "texts/3.txt": "id4", "texts/4.txt": "id3"}) == []
    # Each has the id of the other story.
    assert len(swapped.id_problems(IDS)) == 4


def test_an_id_names_one_story() -> None:
    """Another story at the place of one, or one that comes as another goes, has an id of its own."""
    replaced = expect(BEFORE, seen({**PLACES, "texts/3.txt": story(30)}))
    assert (replaced.least_lost, replaced.most_lost) == (1, 1)
    assert len(replaced.id_problems(IDS)) == 1
    assert replaced.id_problems({**IDS, "texts/3.txt": "id30"}) == []


@pytest.mark.parametrize(("lost", "must"), [(2, False), (3, True)])
def test_more_than_a_tenth_is_refused(lost: int, must: bool) -> None:
    """Whether files are gone, hold other stories, or much less of the same."""
    numbers = tuple(range(lost))
    cut = {place: each.cut_short() if each.number in numbers else each for place, each in PLACES.items()}
    others = {place: story(40 + each.number) if each.number in numbers else each for place, each in PLACES.items()}
    for readable in (without(*numbers), cut, others):
        expected = expect(BEFORE, seen(readable))
        assert (expected.must_refuse, expected.may_refuse) == (must, must)


def test_hidden_works_stay() -> None:
    """All below a folder that is away, all members of a damaged archive; one without a reason to stay may do both."""
    expected = expect(BEFORE, seen({}, "texts"))
    assert (expected.stories, expected.most_lost) == (PLACES, 0)
    assert not seen({}, "texts/1").hides("texts/10.txt")
    assert seen({}, "texts/a.zip").hides("texts/a.zip!/in.txt")
    unsure = expect(BEFORE, seen({}, barren=("texts",)))
    assert (unsure.unsure, unsure.least_lost, unsure.most_lost) == (PLACES, 0, 20)


def test_what_was_in_an_emptied_folder_may_have_moved() -> None:
    """If its bytes are elsewhere now, unless it is another copy that has moved."""
    before = {"texts/a/0.txt": Known("id0", STORIES[0]), "texts/1.txt": Known("id1", STORIES[1])}
    readable = {"texts/1.txt": STORIES[1], "texts/new.txt": STORIES[0]}
    hidden = Seen(readable, ("texts/a",), ())
    assert "texts/a/0.txt" in expect(before, hidden).stories
    moved = expect(before, hidden._replace(emptied=("texts/a",)))
    assert set(moved.stories) == set(readable) and set(moved.unsure) == {"texts/a/0.txt"} and not moved.most_lost
    copied = {**before, "texts/copy.txt": Known("id0.2", STORIES[0])}
    assert "texts/a/0.txt" in expect(copied, hidden._replace(emptied=("texts/a",))).stories

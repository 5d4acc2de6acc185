"""Copies of scenes are folded away: which of them stay, and that all answers agree on them."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fabula.index import Work, add_works
from fabula.index.analysis import words
from fabula.search import ConcordanceOptions, Library
from fabula.search.concordance import answer, coded_words, groups, order
from fabula.search.matches.folding import shown_scenes
from ...conftest import make_work

WORDS = [f"{a}{b}" for a in "bdfgk" for b in ("ana", "olo", "iri", "une")]


def _text(seed: int, swapped: int = 0) -> str:
    """300 words; copies differ in a few of them."""
    draw = random.Random(seed)
    chosen = [draw.choice(WORDS) for _ in range(300)]
    for number in range(swapped):
        chosen[40 * number + 7] = WORDS[number]
    return " ".join(chosen)


def _works() -> list[Work]:
    """Works of which some scenes are in others, letter by letter or nearly."""
    shelf = []
    for number in range(8):
        scenes = [_text(100 * number + scene) for scene in range(2)]
        scenes += [_text(shared, swapped=number % 3) for shared in range(number % 4)]
        shelf.append(make_work(*scenes, title=f"Work {9 - number}", authors=(("Ann Lee", "Bo", "")[number % 3],)))
    return shelf


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder: Path = tmp_path_factory.mktemp("folding") / "library"
    add_works(folder, _works()[:5])
    add_works(folder, _works()[5:])
    with Library.open(folder) as opened:
        yield opened


def _groups(library: Library) -> dict[str, int]:
    """The group of copies of each scene, by its id."""
    snapshot = library._store.snapshot()
    assert snapshot.copies is not None
    return {
        opened.segment.scene_id(number): int(group)
        for opened, copies in zip(snapshot.segments, snapshot.copies, strict=True)
        for number, group in enumerate(copies)
    }


@pytest.mark.parametrize(
    "query", [*WORDS[:6], f"{WORDS[0]} OR {WORDS[5]}", f'"{WORDS[1]} {WORDS[2]}"', f"{WORDS[3]}~1"]
)
def test_a_group_of_copies_has_the_matches_of_one_work(library: Library, query: str) -> None:
    """Of one that has as many as any; scenes without copies have all of theirs."""
    groups_of = _groups(library)
    everything = list(library.concordance_lines(query, ConcordanceOptions(fold=False)))
    folded = list(library.concordance_lines(query))
    by_group: dict[int, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for line in everything:
        by_group[groups_of[line.scene_id]][line.work.id][line.scene_id] += 1
    alone = [line for line in everything if not groups_of[line.scene_id]]
    assert [line for line in folded if not groups_of[line.scene_id]] == alone
    assert any(len(by_work) > 1 for group, by_work in by_group.items() if group)
    for group, by_work in by_group.items():
        if group:
            kept = [line for line in folded if groups_of[line.scene_id] == group]
            (work,) = {line.work.id for line in kept}
            assert kept == [line for line in everything if line.work.id == work and groups_of[line.scene_id] == group]
            most = max(count for scenes in by_work.values() for count in scenes.values())
            assert max(by_work[work].values()) == most
    answer = library.concordance(query)
    assert answer.total == len(folded) and answer.folded == len(everything) - len(folded)
    assert answer.works == len({line.work.id for line in folded})


@settings(max_examples=40)
@given(
    query=st.sampled_from([*WORDS, f"{WORDS[0]} OR {WORDS[5]}", f"{WORDS[3]}~1"]),
    place=st.sampled_from(["left1", "left5", "match", "right1"]),
    page=st.tuples(st.integers(0, 60), st.integers(1, 30)),
    by_index=st.booleans(),
    by_codes=st.booleans(),
)
def test_sorted_and_counted_matches_are_those_that_stay(
    library: Library, query: str, place: str, page: tuple[int, int], by_index: bool, by_codes: bool
) -> None:
    """By texts and by the index alike."""
    first, limit = page
    lines = list(library.concordance_lines(query, ConcordanceOptions(context=5)))

    def word(number: int) -> str:
        line = lines[number]
        if place == "match":
            return " ".join(words(line.match))
        side, distance = (words(line.left)[::-1], place[4:]) if place[0] == "l" else (words(line.right), place[5:])
        return side[int(distance) - 1] if len(side) >= int(distance) else ""

    in_order = [lines[number] for number in sorted(range(len(lines)), key=word)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answer, "kept_groups", lambda key: None)
        if by_index:
            patch.setattr(order, "MAX_READ", 1)
            patch.setattr(groups, "MAX_READ", 1)
            patch.setattr(coded_words, "_FIRST_WITH_CODES", 1 if by_codes else 1_000)
        found = library.concordance(query, ConcordanceOptions(first + limit, context=5, sort=(place,)))
        counted = library.concordance(query, ConcordanceOptions(1_000, group=place))
    assert list(found) == in_order[: first + limit]
    assert {group.word: group.count for group in counted.groups} == Counter(map(word, range(len(lines))))


def test_the_scenes_of_one_work_stay(library: Library) -> None:
    """The one with most matches, and of equals the one that says best what it is; scenes of no group stay always."""
    records = library.works()
    works = np.array([0, 0, 1, 1, 2, 2])
    groups_of = np.array([0, 1, 1, 2, 1, 2], np.uint32)
    shown = shown_scenes(groups_of, works, np.array([5, 3, 4, 2, 3, 2]), records)
    assert shown.tolist()[:3] == [True, False, True] and shown.tolist()[4] is False
    assert shown[3] != shown[5]
    assert shown_scenes(groups_of[:0], works[:0], works[:0], records).tolist() == []
    assert shown_scenes(groups_of * 0, works, works, records).all()

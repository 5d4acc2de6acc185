"""Scenes that are one text are found as such, and no others."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fabula.index import Work, add_works
from fabula.index.analysis import words
from fabula.index.analysis.sketch import SHINGLE, sketch, word_hashes
from fabula.index.codec.container import Container, write_container
from fabula.index.codec.layout import SEGMENT_KIND, SEGMENT_VERSION
from fabula.index.codec.near_duplicates import write_copies
from fabula.index.codec.toc import CopiesEntry, read_toc, write_toc
from fabula.index.errors import LibraryDamaged
from fabula.index.store.library_store import create_store
from fabula.index.store.opening import open_store
from fabula.index.writer.near_duplicates import ComparedScenes, group_near_duplicates, near_pairs

Made = Callable[..., Work]


def prose(seed: int, count: int = 600) -> str:
    """Words in an order that no other seed gives."""
    chance = random.Random(seed)
    said = [f"{chance.choice('bdfgklmnprst')}{chance.choice('aeiou')}{chance.choice('bdgklmnr')}" for _ in range(count)]
    return " ".join(said)


def edited(text: str, seed: int, every: int = 40) -> str:
    """`text` with one word in `every` replaced, all in other case, typography and lines."""
    chance = random.Random(seed)
    changed = [f"x{word}" if not chance.randrange(every) else word for word in text.split()]
    return "".join(word.capitalize() + chance.choice([" ", ", ", "\n", "  ", "! "]) for word in changed)


def grouped(library: Path) -> set[frozenset[tuple[str, int]]]:
    """The groups, their scenes as (title, number)."""
    snapshot = open_store(library).snapshot()  # type: ignore[attr-defined]
    found: dict[int, set[tuple[str, int]]] = {}
    for opened, groups in zip(snapshot.segments, snapshot.copies or [], strict=False):
        for number in np.flatnonzero(groups):
            scene = opened.segment.scene(int(number))
            title = opened.segment.work(int(opened.segment.scene_works[number])).title
            found.setdefault(int(groups[number]), set()).add((title, scene.number))
    return {frozenset(group) for group in found.values()}


def test_another_edition(make_work: Made, make_library: Callable[..., Path]) -> None:
    """Spelling, punctuation, case and wrapping do not make another text of a scene."""
    texts = [prose(number) for number in range(3)]
    first = make_work(*texts, title="One")
    second = make_work(*(edited(text, 9) for text in texts), title="Two", authors=("Another",))
    expected = {frozenset({("One", number), ("Two", number)}) for number in (1, 2, 3)}
    assert grouped(make_library(first, second)) == expected


def test_more_chapters_were_added(make_work: Made, make_library: Callable[..., Path]) -> None:
    """What both uploads have is one text; what is new has no copy."""
    texts = [prose(number) for number in range(5)]
    library = make_library(make_work(*texts[:3], title="Early"), make_work(*texts, title="Late"))
    assert grouped(library) == {frozenset({("Early", number), ("Late", number)}) for number in (1, 2, 3)}


def test_an_anthology(make_work: Made, make_library: Callable[..., Path]) -> None:
    """An anthology shares one story with one book and another with another, and does not make them one."""
    first, second, third = prose(1), prose(2), prose(3)
    library = make_library(
        make_work(first, title="Alone"), make_work(second, title="Other"), make_work(first, third, second, title="All")
    )
    assert grouped(library) == {frozenset({("Alone", 1), ("All", 1)}), frozenset({("Other", 1), ("All", 3)})}


def test_the_same_title(make_work: Made, make_library: Callable[..., Path]) -> None:
    """Different stories with one title have no copies."""
    library = make_library(*(make_work(prose(number), title="Home", authors=(f"A{number}",)) for number in range(3)))
    assert grouped(library) == set()


def test_a_shared_quotation(make_work: Made, make_library: Callable[..., Path]) -> None:
    """A quotation of 100 words in two stories does not make them one, and neither does a banner in fifty."""
    quoted = prose(100, 100)
    library = make_library(
        *(make_work(f"{prose(number)} {quoted} {prose(number + 50)}", title=f"T{number}") for number in range(50))
    )
    assert grouped(library) == set()


def test_within_one_work(make_work: Made, make_library: Callable[..., Path]) -> None:
    """A refrain of a single work is told twice because its author did; it is no copy."""
    assert grouped(make_library(make_work("The bell rang.", prose(1), "The bell rang.", title="One"))) == set()


def test_short_scenes(make_work: Made, make_library: Callable[..., Path]) -> None:
    """Of a scene of few words only the same words are a copy."""
    one = make_work("The bell rang, and rang.", "They ran.", title="One")
    two = make_work("the bell rang and rang", "They walked.", title="Two")
    assert grouped(make_library(one, two)) == {frozenset({("One", 1), ("Two", 1)})}


def test_scenes_cut_at_other_places(make_work: Made, make_library: Callable[..., Path]) -> None:
    """What shares its halves with two neighbours does not make them one text."""
    said = prose(1, 2400).split()
    cuts = [(0, 1200), (500, 1700), (1000, 2200)]
    works = [make_work(" ".join(said[a:b]), title=f"T{a}") for a, b in cuts]
    (group,) = grouped(make_library(*works))
    assert len(group) == 2


def test_removed_and_merged(make_work: Made, tmp_path: Path) -> None:
    """Copies are known over many commits, whose segments are merged, and forgotten with the work that is removed."""
    library = tmp_path / "library"
    for number in range(10):
        add_works(library, [make_work(prose(1), prose(number + 20), title=f"T{number}")])
    assert grouped(library) == {frozenset((f"T{number}", 1) for number in range(10))}
    store = create_store(library)
    for kept in (1, 0):
        gone = [work.id for work in store.works().values()][kept:]
        with store.write() as writer:
            for work_id in gone:
                writer.remove(work_id)
            writer.commit()
        assert grouped(library) == set()
    assert not list((library / "index").glob("*.copies"))


shingled = st.lists(st.lists(st.integers(0, 3), max_size=60), min_size=1, max_size=5)


@settings(max_examples=200, deadline=None)
@given(shingled)
def test_sketches_are_those_of_each_scene(scenes: list[list[int]]) -> None:
    """A scene has the same sketch alone and among others, and no shingle reaches over its end."""
    hashes = [word_hashes(f"word{number}" for number in scene) for scene in scenes]
    edges = np.cumsum([0, *map(len, scenes)])
    numbers, counts = sketch(np.concatenate(hashes), edges)
    alone = [sketch(own, np.array([0, len(own)]))[0].tolist() for own in hashes]
    assert counts.tolist() == [len(own) for own in alone]
    assert numbers.tolist() == list(itertools.chain(*alone))
    assert all(len(own) <= max(0, len(scene) - SHINGLE + 1) for own, scene in zip(alone, scenes, strict=True))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.floats(0, 1))
def test_a_sketch_estimates_resemblance(seed: int, part: float) -> None:
    """The share of numbers in common is about that of the shingles in common, counted one by one."""
    chance = random.Random(seed)
    first = prose(seed, 3000).split()
    second = [word if chance.random() > part / SHINGLE else f"x{word}" for word in first]
    shingles = [{tuple(text[at : at + SHINGLE]) for at in range(len(text) - SHINGLE + 1)} for text in (first, second)]
    sketches = [set(sketch(word_hashes(text), np.array([0, len(text)]))[0].tolist()) for text in (first, second)]
    share = [len(one & two) / len(one) for one, two in (shingles, sketches)]
    # Some 94 numbers: four standard deviations are 0.2.
    assert abs(share[0] - share[1]) < 0.25


few = st.lists(
    st.tuples(st.integers(0, 3), st.frozensets(st.integers(0, 12), max_size=9), st.integers(10, 25)),
    min_size=1,
    max_size=9,
)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(few)
def test_pairs_and_groups_are_those_that_comparing_all_finds(
    given_scenes: list[tuple[int, frozenset[int], int]],
) -> None:
    """Every scene against every other; one joins the first group with all of which it is paired."""
    works = np.array([work for work, _, _ in given_scenes], np.int64)
    numbers = [sorted(own) for _, own, _ in given_scenes]
    scenes = ComparedScenes(
        works,
        np.zeros(len(works), np.uint64),
        np.array([length for _, _, length in given_scenes], np.int64),
        np.array([number for own in numbers for number in own], np.uint32),
        np.array([len(own) for own in numbers], np.int64),
    )
    expected = {
        (a, b)
        for (a, (work_a, own_a, long_a)), (b, (work_b, own_b, long_b)) in itertools.combinations(
            enumerate(given_scenes), 2
        )
        if work_a != work_b
        and len(own_a & own_b) >= 4
        and 2 * len(own_a & own_b) >= max(len(own_a), len(own_b))
        and 2 * min(long_a, long_b) >= max(long_a, long_b)
    }
    left, right = near_pairs(scenes, np.ones(len(works), bool))
    assert set(zip(left.tolist(), right.tolist(), strict=True)) == expected
    sets: list[set[int]] = []
    for scene in range(len(works)):
        fits = [own for own in sets if all((other, scene) in expected for other in own)]
        if fits:
            fits[0].add(scene)
        else:
            sets.append({scene})
    groups = group_near_duplicates(scenes).tolist()
    for a, b in itertools.combinations(range(len(works)), 2):
        assert (groups[a] == groups[b] != 0) == any({a, b} <= own for own in sets)


def test_words_are_what_counts() -> None:
    """The sketch is that of folded words, so that typography makes no difference."""
    texts = ["“You’d have been—my choice,” she said. " * 9, '"you\'d have been -- my choice" SHE said ' * 9]
    first, second = (sketch(word_hashes(words(text)), np.array([0, len(words(text))]))[0] for text in texts)
    assert first.tolist() == second.tolist()


def test_a_damaged_file_of_copies_is_named(make_work: Made, make_library: Callable[..., Path]) -> None:
    """A file that is cut short, of other scenes or gone is damage, and so is a name that leads elsewhere."""
    library = make_library(make_work(prose(1), title="One"), make_work(prose(1), title="Two"))
    (path,) = (library / "index").glob("*.copies")
    whole = path.read_bytes()
    toc = read_toc(library / "index", 2)
    assert toc.copies is not None and toc.files == {path.name, *toc.segments[0].files}
    other = write_copies(library / "index", "MAIN_0.copies", np.ones(3, np.uint32))
    for damaged in (toc._replace(copies=other), toc._replace(copies=CopiesEntry("../" + path.name, len(whole)))):
        write_toc(library / "index", damaged)
        with pytest.raises(LibraryDamaged):
            open_store(library)
    write_toc(library / "index", toc)
    assert len(grouped(library)) == 1
    for content in (whole[:-9], b"", None):
        path.unlink()
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(LibraryDamaged):
            open_store(library)
        path.write_bytes(whole)


def test_a_library_without_sketches(make_work: Made, tmp_path: Path) -> None:
    """Segments of the release before are read, and merged: their copies are known by their words alone."""
    library = tmp_path / "library"
    add_works(library, [make_work(prose(1), prose(2), title="Old")])
    folder = library / "index"
    toc = read_toc(folder, 2)
    (entry,) = toc.segments
    found = Container(folder / entry.file, SEGMENT_KIND, SEGMENT_VERSION)
    kinds = {name: code for name, (code, *_) in found._sections.items() if "sketch" not in name}
    sections = {name: np.array(found.array(name, kind)) for name, kind in kinds.items()}
    size = write_container(folder / "MAIN_0.seg", SEGMENT_KIND, SEGMENT_VERSION, sections, found.meta)
    write_toc(folder, toc._replace(segments=(entry._replace(file="MAIN_0.seg", size=size),)))
    for number in range(8):
        add_works(library, [make_work(prose(1), edited(prose(2), 9), prose(number + 20), title=f"T{number}")])
    expected = {frozenset((title, 1) for title in ["Old", *(f"T{number}" for number in range(8))])}
    assert grouped(library) == expected | {frozenset((f"T{number}", 2) for number in range(8))}

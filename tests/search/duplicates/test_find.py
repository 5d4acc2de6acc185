"""Works that tell the same text are found, and what differs between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index import Block, BlockKind, Work, add_works
from fabula.index.errors import OptionError, QueryTooDear
from fabula.search import DuplicateGroup, DuplicateKind, Duplicates, Library, TextPart
from ...prose import prose

Made = Callable[..., Work]
Shelf = Callable[..., Path]


def found(library: Path, min_share: float = 0.5) -> Duplicates:
    with Library.open(library) as opened:
        return opened.duplicates(min_share)


def named(duplicates: Duplicates) -> list[tuple[str, str]]:
    """The groups, each with its kind and the titles of its works."""
    return [(group.kind.value, "".join(each.work.title for each in group.works)) for group in duplicates.groups]


def spare(duplicates: Duplicates) -> str:
    return "".join(sorted(work.title for work in duplicates.spare))


def only(library: Path) -> DuplicateGroup:
    (group,) = found(library).groups
    return group


def test_the_same_file_twice(make_work: Made, make_library: Shelf) -> None:
    """All words are the same, in other case and typography; the copy that says more of itself is shown and kept."""
    text = prose(1)
    group = only(
        make_library(
            make_work(text, title="A", authors=("ann",)),
            make_work(text.title().replace(" ", ", "), title="B", authors=("Ann Lee",)),
            make_work(prose(2), title="C"),
        )
    )
    assert group.kind is DuplicateKind.SAME
    assert [each.work.title for each in group.works] == ["B", "A"]
    first, second = group.works
    assert (first.is_shown, first.why_shown, first.is_spare) == (True, "it has its author's full name", False)
    assert (second.is_shown, second.is_spare, second.share, second.same, second.own_words) == (False, True, 1.0, 1, 0)


def test_editions(make_work: Made, make_library: Shelf) -> None:
    """An older export with three of five scenes, one of them corrected: how many are the same, alike and lacking."""
    scenes = [prose(number) for number in range(5)]
    corrected = scenes[2].replace(" ba", " bay", 3)
    assert corrected != scenes[2]
    library = make_library(
        make_work(*scenes, title="A"), make_work(*scenes[:2], corrected, title="B", authors=("Another Author",))
    )
    group = only(library)
    assert group.kind is DuplicateKind.EDITIONS
    older = group.works[1]
    assert (older.work.title, older.same, older.alike, older.share) == ("B", 2, 1, 1.0)
    assert (older.only, older.lacks) == (TextPart(), TextPart(2, 0, 600))
    # It has words that no other work has.
    assert older.own_words == 300 and not older.is_spare


def test_an_older_export_is_spare(make_work: Made, make_library: Shelf) -> None:
    """Where the later one has all of its scenes, and its notes."""
    scenes = [prose(number) for number in range(5)]
    whole = make_work(*scenes, title="A")
    older = make_work(*scenes[:4], title="B", authors=("Another Author",))
    assert spare(found(make_library(whole, older))) == "B"


def test_a_note_that_only_one_has(make_work: Made, make_library: Shelf) -> None:
    """Works with the same story are no longer the same with another note, and its words keep it from being spare."""
    work = make_work(prose(1), title="A")
    chapter = work.chapters[0]
    note = Block(BlockKind.NOTE, "Thanks to my beta.")
    noted = replace(work, title="B", chapters=(replace(chapter, blocks=(note, *chapter.blocks)),))
    duplicates = found(make_library(work, noted))
    (group,) = duplicates.groups
    assert group.kind is DuplicateKind.EDITIONS and spare(duplicates) == "A"
    difference = {each.work.title: (each.only, each.lacks) for each in group.works}
    assert (TextPart(0, 1, 4), TextPart()) in difference.values() or (
        TextPart(),
        TextPart(0, 1, 4),
    ) in difference.values()


def test_a_collection(make_work: Made, make_library: Shelf) -> None:
    """Stories that stand alone and in a collection are its parts, and are spare; the collection is not."""
    first, second, third = prose(1, 400), prose(2, 300), prose(3, 900)
    duplicates = found(
        make_library(
            make_work(first, title="A"), make_work(second, title="B"), make_work(first, third, second, title="C")
        )
    )
    assert named(duplicates) == [("contained", "CAB")]
    assert spare(duplicates) == "AB"
    whole, part, _ = duplicates.groups[0].works
    assert (part.share, part.same, part.lacks) == (1.0, 1, TextPart(2, 0, 1200))
    assert (whole.own_words, whole.is_spare) == (900, False)


def test_a_collection_of_what_all_stands_alone(make_work: Made, make_library: Shelf) -> None:
    """Either may go, not both: what is longest stays."""
    texts = [prose(number, 300 + number) for number in range(4)]
    works = [make_work(text, title=title) for text, title in zip(texts, "ABCD", strict=True)]
    duplicates = found(make_library(*works, make_work(*texts, title="E")))
    assert named(duplicates) == [("contained", "EDCBA")]
    assert spare(duplicates) == "ABCD"


def test_anthologies_do_not_chain(make_work: Made, make_library: Shelf) -> None:
    """Anthologies that share a story each with the next are no group."""
    texts = [prose(number) for number in range(9)]
    works = [make_work(*texts[at : at + 3], title="ABCDEFG"[at]) for at in range(0, 7, 2)]
    assert found(make_library(*works)).groups == ()


def test_scenes_that_are_cut_elsewhere(make_work: Made, make_library: Shelf) -> None:
    """The same words in other scenes are a likely copy, and never spare."""
    said = prose(1, 3000).split()
    one = [" ".join(said[at : at + 1000]) for at in range(0, 3000, 1000)]
    other = [" ".join(said[at : at + 1000]) for at in (500, 1500)]
    duplicates = found(make_library(make_work(*one, title="A"), make_work(*other, title="B", authors=("Bo Ree",))))
    assert named(duplicates) == [("likely", "AB")]
    assert duplicates.groups[0].works[1].share > 0.8
    assert spare(duplicates) == ""


def test_a_chapter_posted_twice(make_work: Made, make_library: Shelf) -> None:
    """A long scene that a work has twice is named; a refrain is not."""
    chapter = prose(1)
    duplicates = found(
        make_library(
            make_work(chapter, prose(2), chapter, title="A"),
            make_work("The bell rang.", prose(3), "The bell rang.", title="B"),
        )
    )
    assert named(duplicates) == [("repeated", "A")]
    assert duplicates.groups[0].works[0].again == TextPart(1, 0, 300)


def test_a_file_of_several_works_goes_whole_or_stays(make_work: Made, make_library: Shelf, tmp_path: Path) -> None:
    """Nothing is spare in a file with two stories if only one of them stands elsewhere, too."""
    one, other = prose(1), prose(2)
    (tmp_path / "all.jsonl").touch()
    filed = [
        replace(make_work(text, title=title), path="all.jsonl", source=str(tmp_path))
        for text, title in ((one, "A"), (other, "B"))
    ]
    copy = make_work(one, title="C", authors=("ann",))
    assert spare(found(make_library(*filed, copy))) == "C"
    both = make_library(*filed, copy, make_work(other, title="D", authors=("ann",)))
    assert spare(found(both)) == "CD"


def test_what_may_have_no_file_makes_nothing_spare(make_work: Made, make_library: Shelf, tmp_path: Path) -> None:
    """Neither of two copies is spare while one of them is gone from the disk."""
    (tmp_path / "b.txt").touch()
    works = [
        replace(make_work(prose(1), title=name, authors=(author,)), path=f"{name}.txt", source=str(tmp_path))
        for name, author in (("a", "Ann Lee"), ("b", "ann"))
    ]
    library = make_library(*works)
    assert spare(found(library)) == ""
    assert {each.work.title: each.is_certain for each in only(library).works} == {"a": False, "b": True}
    (tmp_path / "a.txt").touch()
    assert spare(found(library)) == "b"


def test_stories_with_one_banner(make_work: Made, make_library: Shelf) -> None:
    """A banner or a quotation in every story makes no groups."""
    banner = "This story may not be copied. " * 4
    works = [make_work(banner, prose(number), title=f"T{number}", authors=(f"A{number}",)) for number in range(50)]
    assert found(make_library(*works)).groups == ()


def test_forty_uploads(make_work: Made, make_library: Shelf) -> None:
    """More uploads of a story than are compared one by one are still one group."""
    texts = [prose(number) for number in range(3)]
    works = [
        make_work(*texts, prose(100 + number, 40 + number), title=f"T{number:02}", authors=(f"A{number}",))
        for number in range(40)
    ]
    group = only(make_library(*works))
    assert (group.kind, len(group.works)) == (DuplicateKind.EDITIONS, 40)


def test_the_least_share(make_work: Made, make_library: Shelf) -> None:
    """It decides what is a group; a senseless one is an error."""
    texts = [prose(number) for number in range(5)]
    library = make_library(make_work(*texts, title="A"), make_work(*texts[:3], title="B", authors=("Bo Ree",)))
    assert named(found(library)) == [("editions", "AB")]
    assert named(found(library, 0.7)) == [("contained", "AB")]
    for senseless in (0.0, 1.01, float("nan")):
        with pytest.raises(OptionError):
            found(library, senseless)


def test_an_empty_library(tmp_path: Path) -> None:
    """It has no groups."""
    add_works(tmp_path / "library", [])
    assert found(tmp_path / "library").groups == ()


# Scenes by number; equal ones are equal texts of 120 + number words.
shelves = st.lists(st.lists(st.integers(1, 6), min_size=1, max_size=4), min_size=1, max_size=7)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shelves)
def test_against_sets_of_scenes(
    tmp_path_factory: pytest.TempPathFactory, make_work: Made, shelf: list[list[int]]
) -> None:
    """Kinds, shares and spare works are those that sets of scenes give."""
    folder = tmp_path_factory.mktemp("shelf") / "library"
    works = [
        make_work(*(prose(scene, 120 + scene) for scene in scenes), title=f"{number}", authors=(f"By {number}",))
        for number, scenes in enumerate(shelf)
    ]
    add_works(folder, works)
    duplicates = found(folder)
    words = {number: sum(120 + scene for scene in scenes) for number, scenes in enumerate(shelf)}

    def share(one: int, other: int) -> float:
        return sum(120 + scene for scene in shelf[one] if scene in shelf[other]) / words[one]

    grouped = {kind: set[tuple[int, int]]() for kind in DuplicateKind}
    for group in duplicates.groups:
        first, *others = (int(each.work.title) for each in group.works)
        assert words[first] == max(words[work] for work in (first, *others))
        for other, each in zip(others, group.works[1:], strict=True):
            grouped[group.kind].add((first, other))
            # That of likely copies is an estimate.
            if group.kind is not DuplicateKind.LIKELY:
                assert each.share == pytest.approx(share(other, first))
            assert each.same == sum(scene in shelf[first] for scene in shelf[other]) and each.alike == 0
            assert each.lacks.scenes == sum(scene not in shelf[other] for scene in shelf[first])
            assert each.only.words == sum(120 + scene for scene in shelf[other] if scene not in shelf[first])
    for one, other in grouped[DuplicateKind.SAME]:
        assert Counter(shelf[one]) == Counter(shelf[other])
    for one, other in grouped[DuplicateKind.EDITIONS]:
        assert min(share(one, other), share(other, one)) >= 0.5
    for one, other in grouped[DuplicateKind.CONTAINED]:
        assert share(other, one) >= 0.9 and share(one, other) < 0.5
    listed = {int(each.work.title) for group in duplicates.groups for each in group.works}
    for one, other in combinations(range(len(shelf)), 2):
        if min(share(one, other), share(other, one)) >= 0.5 or max(share(one, other), share(other, one)) >= 0.9:
            assert {one, other} & listed
        if Counter(shelf[one]) == Counter(shelf[other]):
            assert {one, other} <= listed
    repeated = {int(group.works[0].work.title) for group in duplicates.groups if group.kind is DuplicateKind.REPEATED}
    assert repeated == {number for number, scenes in enumerate(shelf) if len(set(scenes)) < len(scenes)}
    gone = {int(work.title) for work in duplicates.spare}
    stay = [scenes for number, scenes in enumerate(shelf) if number not in gone]
    assert {scene for scenes in shelf for scene in scenes} == {scene for scenes in stay for scene in scenes}
    for group in duplicates.groups:
        for each in group.works:
            number = int(each.work.title)
            elsewhere = {scene for other, scenes in enumerate(shelf) if other != number for scene in scenes}
            assert each.own_words == sum(120 + scene for scene in shelf[number] if scene not in elsewhere)
            assert not (each.is_spare and each.own_words)


def test_what_results_show(make_work: Made, make_library: Shelf) -> None:
    """The work that is said to be shown is the one whose copy a search finds: of one text, and of each part."""
    first, second = prose(1, 400), prose(2, 300)
    library = make_library(
        make_work(first, title="A", authors=("ann",)),
        make_work(first, title="B", authors=("Ann Lee",), tags=("ferries",)),
        make_work(first, title="C", authors=("Ann Lee",)),
        make_work(second, title="D", authors=("someone",)),
        make_work(first, prose(3, 900), second, title="E", authors=("Various Hands",)),
    )
    with Library.open(library) as opened:
        shown = {
            group.kind: {each.work.title for each in group.works if each.is_shown}
            for group in opened.duplicates().groups
        }
        hits = [opened.search(f'"{" ".join(text.split()[:9])}"').hits for text in (first, second)]
    assert [[hit.work.title for hit in found] for found in hits] == [["B"], ["E"]]
    assert shown == {DuplicateKind.SAME: {"B"}, DuplicateKind.CONTAINED: {"B", "E"}}


def test_a_comparison_that_takes_too_long_ends(make_library: Shelf, make_work: Made) -> None:
    """The next one begins anew, and is the same as one that was never ended."""
    library = make_library(*(make_work(prose(3, 200), title=title) for title in "AB"))
    with Library.open(library) as opened:
        with pytest.raises(QueryTooDear, match=r"longer than 1e-09 s") as caught:
            opened.duplicates(timeout=1e-9)
        assert caught.value.hint == "Allow more time, or give each of the sources a library of its own."
        assert opened.duplicates() == found(library)

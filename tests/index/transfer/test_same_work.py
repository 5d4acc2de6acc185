"""An imported work takes the place of a work that it is, and of no other."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from fabula.index import Block, BlockKind, Chapter, Metadata, Scene, Work, WorkRecord
from fabula.index.ingest.outcome import SegmentedWork
from fabula.index.ingest.read_task import segment_work
from fabula.index.records.work_record import make_record
from fabula.index.reports.retired_ids import RetiredIds, retire
from fabula.index.transfer.same_work import LibraryWorks

# Four stories that share nothing, and each of them with a word changed.
TEXTS = [
    "the ferry crossed the pewter river before noon and nobody paid the toll",
    "seven goats climbed onto a bakery roof while church bells kept silent",
    "her brother mended clocks whose hands ran backwards every rainy tuesday",
    "beyond the lighthouse two captains argued about maps drawn from memory",
]
EDITED = [text.replace(" the ", " that ", 1).replace(" a ", " one ", 1) for text in TEXTS]
TITLES = ["The Lamp", "Untitled"]


def made(title: str, text: str, path: str = "") -> SegmentedWork:
    chapter = Chapter((Block(BlockKind.PARAGRAPH, text),))
    return segment_work(Work(title, ("Ann Author",), (chapter,), Metadata(language="en"), path=path, source=path))


def library(*works: SegmentedWork) -> tuple[LibraryWorks, dict[str, tuple[WorkRecord, tuple[Scene, ...]]]]:
    """A library with these works, and its records and scenes by id."""
    contents: dict[str, tuple[WorkRecord, tuple[Scene, ...]]] = {}
    for number, work in enumerate(works):
        identity = work.identity if work.identity not in contents else f"{work.identity}.{number + 1}"
        contents[identity] = make_record(work.work, identity, work.scenes), work.scenes
    records = {identity: record for identity, (record, _) in contents.items()}
    scenes_of: Callable[[str], tuple[Scene, ...]] = lambda identity: contents[identity][1]  # noqa: E731
    return LibraryWorks(records, scenes_of), contents


def story_of(scenes: tuple[Scene, ...]) -> int:
    """Which of the stories it is."""
    text = scenes[0].text
    return next(number for number in range(len(TEXTS)) if text in (TEXTS[number], EDITED[number]))


works = st.tuples(st.sampled_from(TITLES), st.sampled_from(TEXTS + EDITED)).map(lambda drawn: made(*drawn))
exported = st.tuples(works, st.none() | st.integers(0, 5))


@settings(max_examples=200, deadline=None)
@given(st.lists(works, max_size=5), st.lists(exported, max_size=5))
def test_no_story_takes_the_place_of_another(
    there: list[SegmentedWork], lines: list[tuple[SegmentedWork, int | None]]
) -> None:
    """A line replaces at most one work, which has its text, or its id and its title; lines never replace each other."""
    chosen, before = library(*there)
    ids = [*before, "0" * 12]
    replaced: set[str] = set()
    for line, number in lines:
        wanted = "" if number is None else ids[number % len(ids)]
        old = chosen.same_as(line, wanted)
        if old is None:
            identity = chosen.new_id(line, wanted)
            assert identity not in chosen.by_id
        else:
            identity = old.id
            assert identity in before and identity not in replaced
            same_title = old.title == line.work.title
            assert story_of(before[identity][1]) == story_of(line.scenes) or same_title
            replaced.add(identity)
        chosen.put(make_record(line.work, identity, line.scenes))
    assert before.keys() <= chosen.by_id.keys()


def test_the_same_text_is_found_under_another_id() -> None:
    """Of several works with one title, an edited line replaces the one that it is; a work it is not stays."""
    chosen, before = library(*(made("Untitled", text) for text in TEXTS))
    for number, (identity, _) in enumerate(before.items()):
        old = chosen.same_as(made("Untitled", EDITED[number]), "f" * 12)
        assert old is not None and old.id == identity
        chosen.put(old)


def test_of_works_with_one_title_none_goes_by_its_number() -> None:
    """Another library may have numbered them in another order, or have one that this one has not."""
    chosen, before = library(made("Untitled", TEXTS[0]), made("Untitled", TEXTS[1]))
    first, second = before
    old = chosen.same_as(made("Untitled", TEXTS[1]), first)
    assert old is not None and old.id == second
    assert chosen.same_as(made("Untitled", TEXTS[2]), first) is None


def test_a_line_without_an_id_leaves_the_work_of_a_file_alone() -> None:
    """A story that somebody wrote by hand under the title of a file's is another one, unless the text is the same."""
    chosen, _ = library(made("The Lamp", TEXTS[0], path="/stories/lamp.txt"))
    assert chosen.same_as(made("The Lamp", TEXTS[1]), "") is None
    assert chosen.same_as(made("The Lamp", EDITED[0]), "") is not None
    from_python, _ = library(made("The Lamp", TEXTS[0]))
    assert from_python.same_as(made("The Lamp", TEXTS[1]), "") is not None


def test_a_thousand_stories_under_one_title_take_time_in_proportion() -> None:
    """Each line is compared with few of them, and all are found again in the order in which they came."""
    stories = [made("Untitled", f"story {number} {number * 7919} {number * 104729}") for number in range(1_000)]
    chosen, before = library(*stories)
    for identity, story in zip(before, stories, strict=True):
        old = chosen.same_as(story, "")
        assert old is not None and old.id == identity
        chosen.put(old)


def test_an_id_that_is_retired_goes_to_its_own_story_only() -> None:
    """A link to a story that is gone leads to no other; the story itself has its id again."""
    gone = made("The Lamp", TEXTS[0])
    _, before = library(gone)
    record, scenes = before[gone.identity]
    retired = RetiredIds(retire({}, {gone.identity: record}, {}, lambda _: scenes))
    empty = LibraryWorks({}, lambda _: (), retired)
    other = made("The Lamp", TEXTS[1])
    assert other.identity == gone.identity
    assert empty.new_id(other, gone.identity) == empty.new_id(other, "") == f"{gone.identity}.2"
    assert empty.new_id(gone, gone.identity) == empty.new_id(gone, "") == gone.identity

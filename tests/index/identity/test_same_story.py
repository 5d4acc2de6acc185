"""Two works are one story by their names and texts together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index import Block, BlockKind, Chapter, Metadata, Work
from fabula.index.identity.same_story import likeness
from fabula.index.identity.story_text import StoryText, overlap, part_by_runs
from fabula.index.ingest.read_task import segment_work
from fabula.index.records.work_record import make_record
from ...prose import prose

MakeWork = Callable[..., Work]
ADDRESS = "http://tales.org/viewstory.php?sid="


LONG, OTHER = prose(1, 400), prose(2, 400)
SHORT = "The lamp was lit at noon, and nobody came to see it before the bell rang."
EDITED_SHORT = SHORT.replace("noon", "dusk")
EDITED = LONG.replace(" ba", " x")
LONGER = f"{LONG} {prose(3, 700)}"


def is_same(old: Work, new: Work, *, same_file: bool) -> bool:
    segmented = [segment_work(work) for work in (old, new)]
    record = make_record(segmented[0].work, segmented[0].identity, segmented[0].scenes)
    texts = [StoryText.of(each.scenes) for each in segmented]
    return likeness(record, segmented[1].work, lambda: overlap(*texts), same_file=same_file) is not None


# The old and the new title, text, author and address; whether it is one story in the same file, and at another place.
CASES = {
    "edited": ("Lamp", LONG, "Ann", "", "Lamp", EDITED, "Ann", "", True, True),
    "a short one edited": ("Lamp", SHORT, "Ann", "", "Lamp", EDITED_SHORT, "Ann", "", True, True),
    "grown": ("Lamp", LONG, "Ann", "", "Lamp", LONGER, "Ann", "", True, True),
    "shrunk": ("Lamp", LONGER, "Ann", "", "Lamp", LONG, "Ann", "", True, True),
    "without an author": ("Lamp", LONG, "", "", "Lamp", EDITED, "", "", True, True),
    "another author of the same text": ("Lamp", LONG, "Ann", "", "Lamp", EDITED, "Ann Author", "", True, True),
    "renamed": ("Lamp", LONG, "Ann", "", "Torch", LONG, "Ann", "", True, False),
    "renamed and edited": ("Lamp", LONG, "Ann", "", "Torch", EDITED, "Ann", "", True, False),
    "a short one renamed": ("Lamp", SHORT, "Ann", "", "Torch", SHORT, "Ann", "", True, False),
    "rewritten": ("Lamp", LONG, "Ann", "", "Lamp", OTHER, "Ann", "", True, False),
    "another text by nobody": ("Lamp", LONG, "", "", "Lamp", OTHER, "", "", False, False),
    "another story": ("Lamp", LONG, "Ann", "", "Torch", OTHER, "Ann", "", False, False),
    "a story by the same pattern": ("Lamp", SHORT, "Ann", "", "Torch", EDITED_SHORT, "Ann", "", False, False),
    "renamed, at the same address": ("Lamp", LONG, "Ann", "1", "Torch", EDITED, "Ann", "1", True, True),
    "rewritten, at the same address": ("Lamp", LONG, "Ann", "1", "Lamp", OTHER, "Ann", "1", True, True),
    "another story at a useless address": ("Lamp", LONG, "Ann", "1", "Torch", OTHER, "Ann", "1", True, False),
    "another story of the archive": ("Lamp", LONG, "Ann", "1", "Torch", OTHER, "Ann", "2", False, False),
    "the same text, said to be another": ("Lamp", LONG, "Ann", "1", "Torch", LONG, "Ann", "2", False, False),
    "moved to another number": ("Lamp", LONG, "Ann", "1", "Lamp", EDITED, "Ann", "2", True, False),
    "an address that was not known": ("Lamp", LONG, "Ann", "", "Lamp", EDITED, "Ann", "2", True, True),
    "in a collection": ("Lamp", LONG, "Ann", "", "Tales", f"{LONG} {prose(4, 2_000)}", "Ann", "", False, False),
}  # fmt: skip


@pytest.mark.parametrize("same_file", [True, False])
@pytest.mark.parametrize("name", CASES)
def test_names_and_texts_decide(make_work: MakeWork, name: str, same_file: bool) -> None:
    """The name is enough in the same file; elsewhere title and text agree, whatever else is said."""
    title, text, author, number, new_title, new_text, new_author, new_number, in_file, elsewhere = CASES[name]
    old, new = (
        replace(
            make_work(text, title=title, authors=(author,) if author else ()),
            metadata=Metadata(address=ADDRESS + number if number else ""),
        )
        for title, text, author, number in (
            (title, text, author, number),
            (new_title, new_text, new_author, new_number),
        )
    )
    assert is_same(old, new, same_file=same_file) is (in_file if same_file else elsewhere)


def test_the_name_of_a_file_is_no_title(make_work: MakeWork) -> None:
    """A file may have another name at another place; then most of the text must be the same."""
    old, same, other = (
        replace(make_work(text, title=title, authors=()), metadata=Metadata(title_source="file"))
        for title, text in (("lamp", LONG), ("lamp final", EDITED), ("lamp final", OTHER))
    )
    assert is_same(old, same, same_file=False)
    assert not is_same(old, other, same_file=False)


# Texts left of a story whose title is the name of its file, or in its place, and whether each is the same story.
TOLD = prose(5, 900).split()
OPENING = "Once upon a time there was a king who had no lamp in his tower,".split()
REMAINDERS = {
    "the first paragraph": (TOLD, TOLD[:55], True),
    "the last paragraph": (TOLD, TOLD[-55:], True),
    "one in the middle": (TOLD, TOLD[400:455], True),
    "a sentence": (TOLD, TOLD[300:309], True),
    "the opening line": ([*OPENING, *TOLD], OPENING, True),
    "three words": (TOLD, TOLD[:3], True),
    "a download that broke off": (TOLD, [*TOLD[:9], TOLD[9][:1]], True),
    "half of a short one": (TOLD[:60], TOLD[:20], True),
    "another short one": (TOLD, prose(6, 55).split(), False),
    "another one with its opening": ([*OPENING, *TOLD[:50]], [*OPENING, *prose(6, 40).split()], False),
    "another short one with its opening": ([*OPENING, *TOLD[:20]], [*OPENING, *prose(6, 12).split()], False),
    "another one that quotes it": (TOLD, [*prose(6, 300).split(), *TOLD[:30]], False),
    "its words in another order": (TOLD, sorted(TOLD[:55]), False),
    "one of its words": (["so", *TOLD], ["no"], False),
}  # fmt: skip


@pytest.mark.parametrize("name", REMAINDERS)
def test_what_is_left_in_the_file_is_the_story(make_work: MakeWork, name: str) -> None:
    """However little it is, and wherever it stood; and so is the whole when it comes back. Elsewhere it is not."""
    old, new, is_one = REMAINDERS[name]
    works = [
        replace(make_work(" ".join(words), title="Tale 4", authors=()), metadata=Metadata(title_source="file"))
        for words in (old, new)
    ]
    assert is_same(*works, same_file=True) is is_one
    assert is_same(*reversed(works), same_file=True) is is_one
    assert not is_same(*works, same_file=False)


@pytest.mark.parametrize(
    ("titles", "sources", "is_one"),
    [
        (("Lamp", "Tale 4"), ("", "file"), True),
        (("Lamp", "The Second Night"), ("heading", "heading"), True),
        (("Lamp", "The Second Night"), ("", "heading"), True),
        (("Tales", "Lamp"), ("", ""), False),
    ],
)
def test_a_title_may_go_with_what_is_cut_off(
    make_work: MakeWork, titles: tuple[str, str], sources: tuple[str, str], is_one: bool
) -> None:
    """But two titles that are stated name two works: one story is left of a collection."""
    old, new = (
        replace(make_work(" ".join(words), title=title), metadata=Metadata(title_source=source))
        for words, title, source in zip((TOLD, TOLD[-55:]), titles, sources, strict=True)
    )
    assert is_same(old, new, same_file=True) is is_one
    assert not is_same(old, new, same_file=False)


@given(st.lists(st.integers(0, 3), max_size=12), st.lists(st.integers(0, 3), max_size=30))
def test_runs_are_those_of_a_plain_search(part: list[int], whole: list[int]) -> None:
    """The words of the part that lie in a run of six which the whole has, or in all of a shorter part."""
    size = min(6, len(part))
    runs = [part[start : start + size] for start in range(len(part) - size + 1)] if part else []
    found = [any(whole[start : start + size] == run for start in range(len(whole) - size + 1)) for run in runs]
    covered = {start + place for start, is_found in enumerate(found) if is_found for place in range(size)}
    share = part_by_runs(np.array(part, np.uint32), np.array(whole, np.uint32))
    assert share == pytest.approx(len(covered) / len(part) if part else 0)


@given(st.lists(st.sampled_from("lamp river bell rope stone".split()), max_size=40), st.data())
def test_what_is_shared_is_a_share(found: list[str], data: st.DataObject) -> None:
    """It is from 0 to 1, the same both ways, and all of a text that is equal."""

    def text(words: list[str]) -> StoryText:
        work = Work("T", ("A",), (Chapter((Block(BlockKind.PARAGRAPH, " ".join(words)),)),))
        return StoryText.of(segment_work(work).scenes)

    other = data.draw(st.permutations(found))
    one, two = text(found), text(list(other))
    shared = overlap(one, two)
    assert shared == overlap(two, one)
    assert all(0 <= share <= 1 for share in (*shared[1:4], shared.runs))
    assert overlap(one, one).is_equal == bool(found)

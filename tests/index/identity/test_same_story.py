"""Two works are one story by their names and texts together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index import Block, BlockKind, Chapter, Metadata, Work
from fabula.index.identity.same_story import likeness
from fabula.index.identity.story_text import StoryText, overlap
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
    assert all(0 <= share <= 1 for share in shared[1:4])
    assert overlap(one, one).is_equal == bool(found)

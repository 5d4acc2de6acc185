"""Changed copies of texts keep every offset."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.copies import accented, curly, expanded, renamed, salted, transformed
from benchmarks.corpus import TINY, head, stories_in, write

TEXT = "\"It's late,\" she said; 'the lantern-keeper' isn't here.\n\nNobody answered."


@pytest.mark.parametrize("change", [curly, accented, salted(3, frozenset({"lantern"}))])
def test_a_change_keeps_the_length(change: object) -> None:
    """Paragraph offsets stay right in every copy."""
    assert callable(change)
    assert len(change(TEXT)) == len(TEXT)


def test_curly_quotes_open_and_close() -> None:
    """Straight quotes become opening and closing quotes."""
    assert curly(TEXT).splitlines()[0] == "“It’s late,” she said; ‘the lantern-keeper’ isn’t here."


def test_accents_are_the_same_everywhere() -> None:
    """A word is spelt the same everywhere, so that queries can be changed like texts."""
    words = [f"{a}{b}ne" for a in "bcdfghlmnprst" for b in "aeiou"]
    assert accented(" ".join(words)).split() == [accented(word) for word in words]
    assert accented(" ".join(words)) != " ".join(words)


def test_salted_copies_have_words_of_their_own() -> None:
    """Common words stay; some of the others differ in each copy."""
    words = [f"{a}{b}nter{c}" for a in "bcdfg" for b in "aeiou" for c in "nslr"]
    first, second = (salted(copy, frozenset(words[:50]))(" ".join(words)).split() for copy in (1, 2))
    assert first[:50] == second[:50] == words[:50]
    changed = {copy for copy, word in zip(first, words, strict=True) if copy != word}
    assert changed
    assert not changed & set(second)


def test_a_collection_grows_by_copies_under_their_own_ids(tmp_path: Path) -> None:
    """All ids are distinct, and the first copy has the original texts."""
    collection = write("tiny", [TINY], tmp_path / "tiny.stories")
    assert (collection.works, collection.scenes, collection.bytes) == (1, 1, 7)
    grown = list(expanded(lambda: stories_in(collection.path), 30, frozenset()))
    assert grown[0] == TINY == next(head(collection, 1))
    assert len({story.record.id for story in grown}) == len({story.scenes[0].id for story in grown}) == 5
    assert all(story.scenes[0].work_id == story.record.id for story in grown)


def test_a_changed_copy_has_its_own_size() -> None:
    """An accent takes another byte."""
    story = transformed(renamed(TINY, 1), lambda text: text.replace("i", "í"))
    assert story.record.size == TINY.record.size + 1

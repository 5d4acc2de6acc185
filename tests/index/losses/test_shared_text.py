"""Edited stories share most of their passages, different ones next to none."""

from __future__ import annotations

import random

import pytest

from fabula.index import Scene, SceneKind
from fabula.index.losses.shared_text import passages, shared_part


def scene(text: str, kind: SceneKind = SceneKind.STORY) -> Scene:
    return Scene("w-1", "w", kind, 1, 0, None, text, (), len(text.split()))


def share(one: str, other: str) -> float:
    return shared_part(passages([scene(one)]), passages([scene(other)]))


LONG = "She lit the lamp, and nobody came. The ferry was late; the river, high. “Who is there?” he asked.\n"
WORDS = [f"{a}{b}{c}" for a in ("bel", "dor", "fen", "gal") for b in ("a", "i", "o") for c in ("n", "r", "s", "th", "")]


def story(seed: int, sentences: int = 60) -> list[str]:
    dice = random.Random(seed)
    return [" ".join(dice.choices(WORDS, k=9)) + "." for _ in range(sentences)]


def test_equal_texts_share_all_and_different_ones_nothing() -> None:
    """Nothing shares nothing."""
    assert share(LONG, LONG) == 1.0
    assert share(" ".join(story(1)), " ".join(story(2))) < 0.02
    assert share("", "") == share(LONG, "") == 0.0


def test_case_and_punctuation_do_not_count() -> None:
    """Another edition has other quotation marks."""
    assert share(LONG, LONG.upper().replace("“", '"').replace("”", '"').replace(";", ",")) == 1.0


@pytest.mark.parametrize(("kept", "least"), [(1.0, 1.0), (0.6, 0.6), (0.3, 0.3)])
def test_the_share_is_that_of_the_passages(kept: float, least: float) -> None:
    """A longer text has all of the shorter one, whatever it adds."""
    old = story(1)
    changed = old[: int(kept * len(old))] + story(2)[int(kept * len(old)) :]
    assert share(" ".join(old), " ".join(changed)) == pytest.approx(least, abs=0.05)
    assert share(" ".join(old), " ".join([*old, *story(3, 500)])) == 1.0


def test_a_text_without_punctuation_is_parted() -> None:
    """One changed word is no other text."""
    text = " ".join(sentence.rstrip(".") for sentence in story(1))
    words = text.split()
    words[200] = "changed"
    assert 0.9 < share(text, " ".join(words)) < 1.0


def test_a_short_text_is_compared_by_words_too() -> None:
    """Each of two sentences may have been touched."""
    assert share("The old cat sat on the mat.", "The old cat had sat on the mat!") > 0.8
    assert share("The old cat sat on the mat.", "Please log in to read this story.") < 0.1


def test_notes_count_only_where_there_is_nothing_else() -> None:
    """All works of an archive have the same."""
    note = scene("This is mine.", SceneKind.PARATEXT)
    assert passages([scene("A lamp."), note]) == {"a lamp"}
    assert passages([note]) == {"this is mine"}

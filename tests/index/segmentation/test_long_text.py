"""Text that is too long for a scene is cut between its words, whatever it is made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.analysis import words
from fabula.index.model import Block, BlockKind, Chapter, Work
from fabula.index.segmentation.long_text import MAX_SCENE_CHARACTERS, split_text
from fabula.index.segmentation.scenes import segment
from tests.growth import grows_evenly

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
PIECES = st.sampled_from(
    [
        "One two. ",
        "three ",
        "don't",
        "’ve ",
        "“Go!” ",
        "日本。",
        "字",
        "x",
        "e\u0301",
        "*",
        "\n",
        " ",
        "…",
        "🇫🇷",
        FAMILY,
        "คำ",
        "so\u00ad\nft",
    ]
)


@given(st.lists(PIECES, max_size=120).map("".join), st.integers(8, 60))
def test_no_word_is_cut_or_lost(text: str, limit: int) -> None:
    """The words of the pieces are those of the text, and only a word by itself is longer than a piece may be."""
    pieces = split_text(text, limit)
    assert [word for piece in pieces for word in words(piece)] == words(text)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    for piece in pieces:
        assert len(piece) <= limit or not any(character.isspace() for character in piece.replace("\u00ad\n", ""))


def test_pieces_end_where_sentences_do() -> None:
    """Sentences are kept whole if there are any, then words with spaces around them, then words without."""
    pieces = split_text("It rained, and nobody came. " * 50, 200)
    assert all(piece.endswith("came.") and len(piece) <= 200 for piece in pieces)
    assert set(split_text("pewter " * 500, 200)) == {" ".join(["pewter"] * 28), " ".join(["pewter"] * 24)}
    assert [len(piece) for piece in split_text("字" * 500, 200)] == [200, 200, 100]
    assert [len(piece) for piece in split_text("*" * 500, 200)] == [200, 200, 100]


def test_a_long_word_is_a_piece_by_itself() -> None:
    """What stands before and behind a word that is too long is in other pieces."""
    assert split_text("Before it. " + "é" * 300 + " After it.", 100) == ["Before it.", "é" * 300, "After it."]


@pytest.mark.parametrize("unit", ["é", "字", "a'", "* ", "e\u0301", "a b" + "c" * 500, "\u00ad\n", "🇫🇷", "!", "\n"])
def test_the_time_grows_with_the_text_alone(unit: str) -> None:
    """Four times the text takes four times as long, whatever it repeats."""
    texts = {size: (unit * (size // len(unit) + 1))[:size] for size in (80_000, 320_000)}
    assert grows_evenly(lambda size: split_text(texts[size]), 320_000)


def scene_texts(*paragraphs: str) -> list[str]:
    blocks = tuple(Block(BlockKind.PARAGRAPH, paragraph) for paragraph in paragraphs)
    return [scene.text for scene in segment(Work("T", (), (Chapter(blocks=blocks),)), "w")]


@pytest.mark.parametrize(
    "long_paragraph",
    ["「a」" * 20_000, "字" * 80_000, "no end " * 9_000, "word " + "-" * 70_000 + " word", "a, b; " * 20_000],
)
def test_no_scene_is_longer_than_may_be(long_paragraph: str) -> None:
    """A paragraph without an end is several scenes, each of a bounded size, with all of its words."""
    texts = scene_texts("It began.", long_paragraph, "It ended.")
    assert max(map(len, texts)) <= MAX_SCENE_CHARACTERS
    assert words(" ".join(texts)) == words(f"It began. {long_paragraph} It ended.")


def test_a_word_that_is_too_long_is_a_scene() -> None:
    """A word of 40,000 letters has a scene of its own; the scenes around it stay readable."""
    assert scene_texts("It began.", "x" * 40_000, "It ended.") == ["It began.", "x" * 40_000, "It ended."]


def test_other_scenes_keep_their_ids() -> None:
    """Around a paragraph that is cut the scenes are those that they would be if it had been cut by nobody."""
    before, behind = ["A quiet evening on the river. " * 40] * 12, ["The road went on for days. " * 40] * 12
    long_paragraph = "Extraordinarily incomprehensible circumlocution notwithstanding. " * 600
    texts = scene_texts(*before, long_paragraph, *behind)
    whole = scene_texts(*before, "short. " * 2_400, *behind)
    assert [text for text in texts if "quiet" in text or "road" in text] == [
        text for text in whole if "quiet" in text or "road" in text
    ]
    assert sum("circumlocution" in text for text in texts) == 2

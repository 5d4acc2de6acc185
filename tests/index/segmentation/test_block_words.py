"""The words of many blocks at once."""

from __future__ import annotations

from random import Random

from hypothesis import example, given
from hypothesis import strategies as st

from fabula.index import Block, BlockKind
from fabula.index.analysis import words
from fabula.index.segmentation.block_words import BlockWords

TEXT = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("aA'’ \n-\u00ad\u2060漢é")), max_size=40)


@given(st.lists(TEXT, max_size=8), TEXT)
@example(["I", "'m", "don", "’t", ""], "would've")
def test_blocks_have_the_same_words_together_as_alone(texts: list[str], other: str) -> None:
    """The words of a block, and their number, do not depend on the blocks around it."""
    blocks = [Block(BlockKind.PARAGRAPH, text) for text in texts]
    block_words = BlockWords(blocks)
    for block in [*blocks, Block(BlockKind.PARAGRAPH, other)]:
        assert block_words.count(block) == len(words(block.text))
        assert block_words.folded([block]) == " ".join(words(block.text))


@given(st.lists(TEXT, max_size=8), TEXT, st.randoms())
def test_the_words_of_scenes_are_joined(texts: list[str], other: str, random: Random) -> None:
    """Blocks in a row, in any other order, and one that was not known before."""
    blocks = [Block(BlockKind.PARAGRAPH, text) for text in texts]
    block_words = BlockWords(blocks)
    mixed = [*blocks, Block(BlockKind.PARAGRAPH, other)]
    random.shuffle(mixed)
    for scene in (blocks, blocks[1:4], mixed):
        expected = [word for block in scene for word in words(block.text)]
        assert block_words.folded(scene) == " ".join(expected)
        assert block_words.total(scene) == len(expected)

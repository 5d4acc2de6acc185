"""Scenes that a file states are taken as they are."""

from __future__ import annotations

import pytest

from fabula.index import Block, BlockKind, Chapter, SceneKind, Work
from fabula.index.model import StatedScene
from fabula.index.segmentation import segment
from fabula.index.segmentation.cuts import MAX_SCENE_WORDS
from fabula.index.segmentation.stated_scenes import stated_runs

STORY, PARATEXT = SceneKind.STORY, SceneKind.PARATEXT


def paragraphs(*texts: str) -> tuple[Block, ...]:
    return tuple(Block(BlockKind.BREAK if text == "***" else BlockKind.PARAGRAPH, text) for text in texts)


def test_no_rule_is_applied_to_stated_scenes() -> None:
    """Neither breaks, nor notes by their words, nor headings part or join scenes that are stated."""
    blocks = paragraphs("A/N: please review!", "***", "She left.", "The End", "***", "Outtakes")
    stated = (StatedScene(STORY, 1), StatedScene(PARATEXT, 2), StatedScene(STORY, 1, cut=True))
    scenes = segment(Work("T", (), (Chapter(blocks, scenes=stated),)), "w")
    assert [(scene.kind, scene.text, scene.cut, scene.number) for scene in scenes] == [
        (STORY, "A/N: please review!", False, 1),
        (PARATEXT, "She left.\n\nThe End", False, None),
        (STORY, "Outtakes", True, 2),
    ]


def test_a_stated_scene_is_cut_where_it_is_too_long() -> None:
    """A file cannot make a scene that would take seconds to show."""
    blocks = paragraphs(*["word " * 1_000] * 4, "word " * 30_000)
    stated = (StatedScene(STORY, 4), StatedScene(STORY, 1))
    scenes = segment(Work("T", (), (Chapter(blocks, scenes=stated),)), "w")
    assert len(scenes) > 20 and [scene.cut for scene in scenes].count(False) == 2
    assert max(scene.words for scene in scenes) <= 1.5 * MAX_SCENE_WORDS


@pytest.mark.parametrize("counts", [(1,), (3,), (1, 2), (2, 1)])
def test_every_block_is_in_one_scene(counts: tuple[int, ...]) -> None:
    """Scenes that have more blocks than the chapter, or fewer, are refused."""
    chapter = Chapter(paragraphs("One.", "***", "Two."), scenes=tuple(StatedScene(STORY, count) for count in counts))
    with pytest.raises(ValueError, match="block"):
        stated_runs([chapter])

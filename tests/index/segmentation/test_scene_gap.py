"""Rare wide gaps between paragraphs break scenes."""

from __future__ import annotations

import pytest

from fabula.index import Block, BlockKind
from fabula.index.segmentation.scene_gap import scene_gap

P, H = BlockKind.PARAGRAPH, BlockKind.HEADING


@pytest.mark.parametrize(
    ("gaps", "expected"),
    [
        ([], None),
        ([1, 1, 1], None),
        ([1, 1, 1, 1, 2, 1, 1, 1, 1], 2),
        ([1, 2, 1, 2, 1, 2], None),
        ([2, 2, 2, 2, 4, 2, 2, 2, 2], 4),
        ([1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 3], 3),
        ([0, 0, 1], 1),
    ],
)
def test_the_least_rare_gap_above_the_usual_one(gaps: list[int], expected: int | None) -> None:
    """Gaps wider than the usual one break scenes if at most a fifth are so wide, or if there is only one of them."""
    blocks = [Block(P, "x", gap=0), *(Block(P, "x", gap=gap) for gap in gaps)]
    assert scene_gap(blocks) == expected


def test_gaps_beside_headings_and_unknown_gaps_do_not_count() -> None:
    """A heading breaks scenes by itself; formats with markup know no gaps."""
    assert scene_gap([Block(P, "x", gap=1), Block(H, "X", gap=5), Block(P, "x", gap=5)]) is None
    assert scene_gap([Block(P, "x"), Block(P, "x"), Block(P, "x")]) is None

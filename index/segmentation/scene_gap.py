"""What a text's own blank lines mean: the gap that parts its scenes, learned from the gaps between its paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from fabula.index.model import Block, BlockKind

__all__ = ["scene_gap"]

# A break is much rarer than a paragraph; a file in which a third of the gaps are wide has no habit to go by.
_MOST_BREAKS = 0.2
_TEXT = (BlockKind.PARAGRAPH, BlockKind.VERSE)


def scene_gap(blocks: Iterable[Block]) -> int | None:
    """The least number of blank lines that parts scenes in a work with these blocks; None if they never do.

    The usual gap between two paragraphs is the commonest one (of equals, the smallest). Wider gaps are scene breaks
    if they are rare; if gaps one line wider are too common, two lines wider may still be rare, and so on. Gaps beside
    headings, breaks and notes say nothing, for those part scenes by themselves.
    """
    gaps: Counter[int] = Counter()
    before: Block | None = None
    for block in blocks:
        if block.gap is not None and before is not None and block.kind in _TEXT and before.kind in _TEXT:
            gaps[block.gap] += 1
        before = block
    if not gaps:
        return None
    usual = max(gaps, key=lambda gap: (gaps[gap], -gap))
    total = gaps.total()
    for candidate in sorted(gap for gap in gaps if gap > max(usual, 0)):
        wider = sum(count for gap, count in gaps.items() if gap >= candidate)
        # Two paragraphs and one break are a story, too: a single wide gap among few is always rare enough.
        if wider <= max(1, total * _MOST_BREAKS):
            return candidate
    return None

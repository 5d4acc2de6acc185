"""Learns from the blank lines between a work's paragraphs how many of them break a scene."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from fabula.index.model import Block, BlockKind

# Breaks are much rarer than paragraphs; a file in which a third of the gaps are wide follows no rule.
_MAX_BREAK_SHARE = 0.2
_TEXT = (BlockKind.PARAGRAPH, BlockKind.VERSE)


def scene_gap(blocks: Iterable[Block]) -> int | None:
    """The least number of blank lines that breaks scenes in a work with these blocks; None if blank lines never do.

    The usual gap between two paragraphs is the commonest one (of equals, the smallest). Wider gaps are scene breaks
    if they are rare; if gaps one line wider are too common, two lines wider may still be rare, and so on. Gaps beside
    headings, breaks and notes do not count, since those break scenes by themselves.
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
        breaks = sum(count for gap, count in gaps.items() if gap >= candidate)
        # Two paragraphs and one break are a story, too: a single wide gap among few is always rare enough.
        if breaks <= max(1, total * _MAX_BREAK_SHARE):
            return candidate
    return None

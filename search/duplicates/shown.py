"""Why results show one copy of a scene rather than another (engine/ranking/standing.py)."""

from __future__ import annotations

from fabula.index.model import WorkRecord
from fabula.search.engine.ranking.standing import Standing, standing_of

_CREDITS = ("its author's full name", "an author's name of one word", "an author's handle")


def shown_key(work: WorkRecord) -> tuple[Standing, str]:
    """Results show a scene in the copy of the work with the least key."""
    return standing_of(work), work.id


def why_shown(shown: WorkRecord, other: WorkRecord) -> str:
    """A sentence part: why the copy of `shown` is shown, and not that of `other`."""
    best, next_best = standing_of(shown), standing_of(other)
    if best.untitled != next_best.untitled:
        return "it has a title, not just a file's name"
    if best.credit != next_best.credit:
        return f"it has {_CREDITS[best.credit]}"
    if best.unsaid != next_best.unsaid:
        return f"it has the most metadata: {-best.unsaid} fields, the next {-next_best.unsaid}"
    return "both have equally much metadata; its id comes first"

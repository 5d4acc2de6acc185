"""FanFicFare's books: what it writes among a book's subjects for calibre's sake, and what the archive really said."""

from __future__ import annotations

import re
from dataclasses import replace

from fabula.index.model import Metadata

__all__ = ["remove_shelf_tags"]

_MARK = re.compile(
    r"FanFiction|Last Update(?: Year/Month)?: [\d/]+"
    r"|Completed|Complete|In-Progress|In Progress|Abandoned|Hiatus|Dropped"
)
_UPDATED = re.compile(r"Last Update: (\d{4})/(\d{2})/(\d{2})")


def remove_shelf_tags(metadata: Metadata) -> Metadata:
    """`metadata` of a book of FanFicFare's, told by its subject "Last Update: 2011/07/09", with its tags only.

    Its fandoms, characters and warnings are subjects, too, and known from its title page; the status is no tag.
    """
    day = next((match for tag in metadata.tags if (match := _UPDATED.fullmatch(tag))), None)
    if day is None:
        return metadata
    known = {
        *metadata.fandoms, *metadata.characters, *metadata.relationships, *metadata.warnings, *metadata.categories,
        metadata.series, metadata.rating,
    }  # fmt: skip
    return replace(
        metadata,
        tags=tuple(tag for tag in metadata.tags if tag not in known and not _MARK.fullmatch(tag)),
        status=metadata.status or next((tag for tag in metadata.tags if _is_status(tag)), ""),
        updated=metadata.updated or "-".join(day.groups()),
    )


def _is_status(tag: str) -> bool:
    return tag != "FanFiction" and not tag.startswith("Last") and _MARK.fullmatch(tag) is not None

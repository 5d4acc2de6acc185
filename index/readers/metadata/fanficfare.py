"""Removes from a book's tags what FanFicFare adds to its subjects for calibre."""

from __future__ import annotations

import re
from dataclasses import replace

from fabula.index.model import Metadata

_SHELF_TAG = re.compile(
    r"FanFiction|Last Update(?: Year/Month)?: [\d/]+"
    r"|Completed|Complete|In-Progress|In Progress|Abandoned|Hiatus|Dropped"
)
_UPDATED_TAG = re.compile(r"Last Update: (\d{4})/(\d{2})/(\d{2})")


def remove_shelf_tags(metadata: Metadata) -> Metadata:
    """`metadata` without FanFicFare's additions; "Last Update: 2011/07/09" among the tags identifies its books.

    Fandoms, characters and warnings are subjects, too, but known from the title page; the status is no tag.
    """
    updated = next((match for tag in metadata.tags if (match := _UPDATED_TAG.fullmatch(tag))), None)
    if updated is None:
        return metadata
    known = {
        *metadata.fandoms, *metadata.characters, *metadata.relationships, *metadata.warnings, *metadata.categories,
        metadata.series, metadata.rating,
    }  # fmt: skip
    return replace(
        metadata,
        tags=tuple(tag for tag in metadata.tags if tag not in known and not _SHELF_TAG.fullmatch(tag)),
        status=metadata.status or next((tag for tag in metadata.tags if _is_status(tag)), ""),
        updated=metadata.updated or "-".join(updated.groups()),
    )


def _is_status(tag: str) -> bool:
    return tag != "FanFiction" and not tag.startswith("Last") and _SHELF_TAG.fullmatch(tag) is not None

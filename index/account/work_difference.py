"""What differs between a work before a run and after it, in words for the receipt."""

from __future__ import annotations

from collections.abc import Sequence

from fabula.index.files.paths import path_key
from fabula.index.model import Scene, WorkRecord

# A receipt says "series" for both of its fields, and "date" for both of its dates. `title_source` only says how the
# title was found, and the work's own language is known for every work, the metadata's for some.
_METADATA_NAMES = {
    "fandoms": "fandoms",
    "relationships": "relationships",
    "characters": "characters",
    "tags": "tags",
    "warnings": "warnings",
    "categories": "categories",
    "rating": "rating",
    "series": "series",
    "series_number": "series",
    "more_series": "series",
    "status": "status",
    "stated_words": "length",
    "stated_chapters": "length",
    "publisher": "publisher",
    "published": "date",
    "updated": "date",
    "summary": "summary",
    "address": "address",
    "identifier": "identifier",
}


def differences(before: WorkRecord, after: WorkRecord, *, same_text: bool | None = None) -> tuple[str, ...]:
    """What differs, in a fixed order: "text", "title", "authors" … "path"; ("file",) for other bytes of the same work.

    same_text  False if a word or sign of any scene differs; None if nobody compared them. Then the counts tell, and
               other bytes without any other difference.
    """
    is_guess = same_text is None
    if is_guess:
        same_text = _counts(before) == _counts(after)
    found = [] if same_text else ["text"]
    found += [name for name in ("title", "authors", "language") if getattr(before, name) != getattr(after, name)]
    found += [
        word
        for name, word in _METADATA_NAMES.items()
        if getattr(before.metadata, name) != getattr(after.metadata, name)
    ]
    if not found and before.digest != after.digest:
        found = ["text"] if is_guess else ["file"]
    if before.id != after.id:
        found.append("id")
    if before.path and path_key(before.source, before.path) != path_key(after.source, after.path):
        found.append("path")
    return tuple(dict.fromkeys(found))


def have_same_text(before: Sequence[Scene], after: Sequence[Scene]) -> bool:
    """True if the scenes have the same texts in the same order."""
    return [scene.text for scene in before] == [scene.text for scene in after]


def _counts(record: WorkRecord) -> tuple[int, ...]:
    return record.chapters, record.scenes, record.notes, record.words, record.size

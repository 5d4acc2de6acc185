"""Duplicates as plain values: a tree for JSON, flat rows for tables.

`files` adds to each work where its file is on this machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fabula.search.json_shapes import work_reference
from .results import DuplicateGroup, Duplicates, DuplicateWork, TextPart

# The columns of a table of duplicates, with what a person decides by first; FILE_COLUMNS are those with files.
ROW_COLUMNS = (
    *"group kind spare certain shown share title authors path source format language size words scenes notes".split(),
    *"published updated same alike only_scenes only_notes only_words lacks_scenes lacks_notes lacks_words".split(),
    *"again_scenes again_notes again_words own_words why_shown id".split(),
)
FILE_COLUMNS = (*ROW_COLUMNS, "file")


def duplicates_shape(duplicates: Duplicates, *, files: bool = False) -> dict[str, Any]:
    """One document; `spare` are the works that may go together without the loss of a word."""
    return {**totals_shape(duplicates), "groups": [group_shape(group, files=files) for group in duplicates.groups]}


def totals_shape(duplicates: Duplicates) -> dict[str, Any]:
    spare = duplicates.spare
    return {
        "min_share": duplicates.min_share,
        "works": duplicates.works,
        "spare": {
            "works": len(spare),
            "words": sum(work.words for work in spare),
            "size": sum(work.size for work in spare),
        },
    }


def group_shape(group: DuplicateGroup, *, files: bool = False) -> dict[str, Any]:
    works = [_work_shape(each, files) for each in group.works]
    return {"kind": group.kind.value, "size": group.size, "works": works}


def duplicate_rows(duplicates: Duplicates, *, files: bool = False) -> Iterator[dict[str, Any]]:
    """A row for each work of each group, with the keys of ROW_COLUMNS or FILE_COLUMNS; groups are numbered from 1."""
    for number, group in enumerate(duplicates.groups, 1):
        for each in group.works:
            row: dict[str, Any] = {"group": number, "kind": group.kind.value}
            for name, value in _work_shape(each, files).items():
                if isinstance(value, dict):
                    row |= {f"{name}_{part}": amount for part, amount in value.items()}
                else:
                    row[name] = value
            yield row


def _work_shape(each: DuplicateWork, files: bool) -> dict[str, Any]:
    work = each.work
    return {
        **work_reference(work, files=files),
        "format": work.reader,
        "language": work.language,
        "published": work.metadata.published,
        "updated": work.metadata.updated,
        "scenes": work.scenes,
        "notes": work.notes,
        "words": work.words,
        "size": work.size,
        # Rounded down: only a whole is 1.
        "share": int(each.share * 10_000) / 10_000,
        "same": each.same,
        "alike": each.alike,
        "only": _part_shape(each.only),
        "lacks": _part_shape(each.lacks),
        "again": _part_shape(each.again),
        "own_words": each.own_words,
        "shown": each.is_shown,
        "why_shown": each.why_shown,
        "spare": each.is_spare,
        "certain": each.is_certain,
    }


def _part_shape(part: TextPart) -> dict[str, int]:
    return part._asdict()

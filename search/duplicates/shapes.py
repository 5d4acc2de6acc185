"""Duplicates as plain values: a tree for JSON, flat rows for tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .results import DuplicateGroup, Duplicates, DuplicateWork, TextPart

# The columns of a table of duplicates, with what a person decides by first.
ROW_COLUMNS = (
    *"group kind spare certain shown share title authors path source format language size words scenes notes".split(),
    *"published updated same alike only_scenes only_notes only_words lacks_scenes lacks_notes lacks_words".split(),
    *"again_scenes again_notes again_words own_words why_shown id".split(),
)


def duplicates_shape(duplicates: Duplicates) -> dict[str, Any]:
    """One document; `spare` are the works that may go together without the loss of a word."""
    return {**totals_shape(duplicates), "groups": list(map(group_shape, duplicates.groups))}


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


def group_shape(group: DuplicateGroup) -> dict[str, Any]:
    return {"kind": group.kind.value, "size": group.size, "works": list(map(_work_shape, group.works))}


def duplicate_rows(duplicates: Duplicates) -> Iterator[dict[str, Any]]:
    """A row for each work of each group, with the keys of ROW_COLUMNS; groups are numbered from 1."""
    for number, group in enumerate(duplicates.groups, 1):
        for each in group.works:
            row: dict[str, Any] = {"group": number, "kind": group.kind.value}
            for name, value in _work_shape(each).items():
                if isinstance(value, dict):
                    row |= {f"{name}_{part}": amount for part, amount in value.items()}
                else:
                    row[name] = value
            yield row


def _work_shape(each: DuplicateWork) -> dict[str, Any]:
    work = each.work
    return {
        "id": work.id,
        "title": work.title,
        "authors": list(work.authors),
        "path": work.path,
        "source": work.source,
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

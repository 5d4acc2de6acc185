"""Duplicates as plain values: a tree for JSON, flat rows for tables."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from fabula.index.shapes import Each, Flag, Noted, Number, OneOf, Text, Whole
from fabula.search.duplicates.results import DuplicateKind
from .view import Key, View
from .works import WORK_REFERENCE

if TYPE_CHECKING:
    from fabula.search.duplicates.results import DuplicateGroup, Duplicates, DuplicateWork, TextPart

# The columns of a table of duplicates, with what a person decides by first; FILE_COLUMNS are those with files.
ROW_COLUMNS = (
    *"group kind spare certain shown share title authors path source format language size words scenes notes".split(),
    *"published updated same alike only_scenes only_notes only_words lacks_scenes lacks_notes lacks_words".split(),
    *"again_scenes again_notes again_words own_words why_shown id".split(),
)
FILE_COLUMNS = (*ROW_COLUMNS, "file")


PART: View[TextPart] = View("", {"scenes": Whole(), "notes": Whole(), "words": Whole()})


DUPLICATE_WORK: View[DuplicateWork] = View(
    "",
    {
        **WORK_REFERENCE.keys_from(attrgetter("work")),
        "format": Key(Text(), attrgetter("work.reader")),
        "language": Key(Text(), attrgetter("work.language")),
        "published": Key(Text(), attrgetter("work.metadata.published")),
        "updated": Key(Text(), attrgetter("work.metadata.updated")),
        **{name: Key(Whole(), attrgetter(f"work.{name}")) for name in ("scenes", "notes", "words")},
        "size": Key(Whole(), attrgetter("work.size"), "Bytes of text."),
        "share": Key(
            Number(0, 1),
            # Rounded down: only a whole is 1.
            lambda each: int(each.share * 10_000) / 10_000,
            "Of the words of its story, what the first work has too.",
        ),
        "same": Key(Whole(), note="Story scenes that the first work has word for word."),
        "alike": Key(Whole(), note="Story scenes that the first work has nearly so."),
        "only": Key(PART, note="What the first work lacks."),
        "lacks": Key(PART, note="What the first work has and this one lacks."),
        "again": Key(PART, note="Scenes that it has had before, word for word."),
        "own_words": Key(Whole(), note="Words of scenes that no other work has word for word."),
        "shown": Key(Flag(), attrgetter("is_shown"), "Whether results show its copy of the scenes that both have."),
        "why_shown": Text(),
        "spare": Key(
            Flag(),
            attrgetter("is_spare"),
            "Whether the works that are not spare have all of its words. All spare works may go together.",
        ),
        "certain": Key(
            Flag(),
            attrgetter("is_certain"),
            "False if its file failed, became a pointer, is away or gone, or was imported with its library.",
        ),
    },
)
GROUP: View[DuplicateGroup] = View(
    "DuplicateGroup",
    {
        "kind": OneOf(tuple(DuplicateKind)),
        "size": Key(Whole(), note="Bytes of text of all works but the first."),
        "works": Key(Noted(Each(DUPLICATE_WORK), "The longest first.")),
    },
)


def _sum_of_spare(name: str) -> Key:
    return Key(Whole(), lambda duplicates: sum(getattr(work, name) for work in duplicates.spare))


_SPARE: View[Duplicates] = View(
    "",
    {
        "works": Key(Whole(), lambda duplicates: len(duplicates.spare)),
        "words": _sum_of_spare("words"),
        "size": _sum_of_spare("size"),
    },
)
TOTALS: View[Duplicates] = View(
    "",
    {
        "min_share": Number(0, 1),
        "works": Key(Whole(), note="The works in all groups."),
        # The works that may go together without the loss of a word.
        "spare": Key(_SPARE, lambda duplicates: duplicates),
    },
)
DUPLICATES: View[Duplicates] = View("", {**TOTALS.keys, "groups": Each(GROUP)})


def duplicate_rows(duplicates: Duplicates, *, files: bool = False) -> Iterator[dict[str, Any]]:
    """A row for each work of each group, with the keys of ROW_COLUMNS or FILE_COLUMNS; groups are numbered from 1."""
    for number, group in enumerate(duplicates.groups, 1):
        for each in group.works:
            row: dict[str, Any] = {"group": number, "kind": group.kind.value}
            for name, value in DUPLICATE_WORK.of(each, files=files).items():
                if isinstance(value, dict):
                    row |= {f"{name}_{part}": amount for part, amount in value.items()}
                else:
                    row[name] = value
            yield row

"""The names of all that is in a folder, and those of its files that may be stories."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.index.files.source import Source
from .globs import folded
from .rules import NameRules

_DEFAULT_RULES = NameRules()


def folded_names(folder: Source) -> frozenset[str]:
    """The names of all that is in `folder`, as they are compared. Raises UnreadableSource."""
    return frozenset(folded(child.name) for child in folder.children())


def likely_stories(folder: Source) -> Iterator[Source]:
    """What is in `folder`, without what the defaults leave out, for readers, who know no library's settings."""
    names = folded_names(folder)
    for child in folder.children():
        if _DEFAULT_RULES.judge_name(child.name) is None and _DEFAULT_RULES.conflict_copy(child.name, names) is None:
            yield child

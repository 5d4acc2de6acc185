"""The names of all that is in a folder, and those of its files that may be stories."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from fabula.index.files.placeholders import placeholder_for
from fabula.index.files.source import Source
from .globs import folded
from .rules import NameRules

_DEFAULT_RULES = NameRules()


def folded_names(folder: Source) -> Callable[[], frozenset[str]]:
    """Gives the names of all that is in `folder`, as they are compared; hardly any folder is asked for them.

    A file of which only a placeholder is there is one of them: it was not deleted.
    """

    @cache
    def names() -> frozenset[str]:
        found = {child.name for child in folder.children()}
        found |= {placeholder.target for name in found if (placeholder := placeholder_for(name)) is not None}
        return frozenset(map(folded, found))

    return names


def likely_stories(files: Iterable[Source], folder: Source) -> Iterator[Source]:
    """Those of the `files` in `folder` that the defaults do not leave out. Readers know no library's settings."""
    names = folded_names(folder)
    for file in files:
        if _DEFAULT_RULES.judge_name(file.name) is None and _DEFAULT_RULES.conflict_copy(file.name, names) is None:
            yield file

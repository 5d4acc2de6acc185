"""The patterns by which names are left out of a library's sources, each with where it is written and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from fabula.index.files.left_out import Origin
from fabula.index.files.left_out.default_patterns import REASONS
from fabula.index.store.library_marker import check_marker
from fabula.index.store.opening import folder_at
from .settings import read_settings
from .sources import name_rules, sources_of


class LibraryPattern(NamedTuple):
    """A pattern that a library uses.

    is_include  True if what it matches is read all the same.
    source      the path of the source that it is for; "" for all.
    reason      why Fabula leaves the names out; "" for a pattern that a person wrote.
    """

    pattern: str
    is_include: bool
    origin: Origin
    source: str = ""
    reason: str = ""


_CONFLICT_REASON = "it is a conflict copy of a file beside it"


def library_patterns(library: str | Path) -> tuple[LibraryPattern, ...]:
    """The patterns of the sources, then those of the library, then the defaults: in this order they are compared.

    Raises LibraryMissing and the like, SettingsError.
    """
    folder = folder_at(library)
    check_marker(folder)
    settings = read_settings(folder)
    patterns: list[LibraryPattern] = []
    for root in sources_of(folder, settings):
        patterns += _written(root.setting.include, root.setting.exclude, Origin.SOURCE, root.display_path)
    patterns += _written(settings.files.include, settings.files.exclude, Origin.LIBRARY)
    if settings.files.default_exclude is not None:
        patterns += _written((), settings.files.default_exclude, Origin.LIBRARY)
    else:
        patterns += [
            LibraryPattern(pattern, False, Origin.DEFAULT, reason=REASONS.get(pattern, _CONFLICT_REASON))
            for pattern in name_rules(settings.files).defaults
        ]
    return tuple(patterns)


def _written(
    include: Iterable[str], exclude: Iterable[str], origin: Origin, source: str = ""
) -> Iterator[LibraryPattern]:
    yield from (LibraryPattern(pattern, True, origin, source) for pattern in include)
    yield from (LibraryPattern(pattern, False, origin, source) for pattern in exclude)

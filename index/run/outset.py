"""What a run begins with: the sources that it surveys, and what the run before left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fabula.index.library.catalogue import Catalogue
from fabula.index.library.sources import LibrarySource
from fabula.index.reports.known_problems import KnownProblems
from .unchanged_run import SourcesFingerprint


class Scope(NamedTuple):
    """The sources of a run.

    verb     as it is called on the command line.
    roots    the sources that it surveys; `others` are the rest of the library's.
    removes  whether works of files that are gone are removed.
    """

    verb: str
    roots: Sequence[LibrarySource]
    others: Sequence[LibrarySource]
    removes: bool


class Outset(NamedTuple):
    """What is known before any file is opened.

    readers      the fingerprint of all readers.
    catalogue    the files as the last run saw them, and `problems` what failed in it.
    fingerprint  of the sources; None if they have none.
    """

    readers: str
    catalogue: Catalogue
    problems: KnownProblems
    fingerprint: SourcesFingerprint | None

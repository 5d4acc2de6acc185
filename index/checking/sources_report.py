"""The report of a comparison between the sources of a library and what it holds of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fabula.index.word_audit import Quote


@dataclass(frozen=True, slots=True)
class LostText:
    """Words of a file that are neither in the library nor left out by a rule.

    path    of the file, relative to `source`.
    work    the title of its work; the titles of all, parted by "; ", where it has several.
    words   the number of such words, of `of` words in the file.
    quotes  the first of them, with some words around.
    """

    path: str
    source: str
    work: str
    words: int
    of: int
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class SourceNote:
    """A file that could not be compared. `reason` is a sentence part: "it has changed since it was read"."""

    path: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class SourcesReport:
    """What a comparison covered, and the words that it found lost.

    generation   the commit that was compared.
    files        the number of files that were compared, with `words` words in `works` works.
    left_out     the number of words that each rule leaves out of them.
    lost         files with words that nobody read, in the order of the sources.
    gone         files of works that are not there any more, or whose source is not.
    changed      files that have changed since they were read.
    failed       files that cannot be read now.
    not_audited  files of formats, or with contents, that there is no second way to read.
    without_source  works that have no file here: they were made in Python or imported.
    """

    generation: int
    files: int
    works: int
    words: int
    left_out: Mapping[str, int]
    lost: tuple[LostText, ...]
    gone: tuple[SourceNote, ...]
    changed: tuple[SourceNote, ...]
    failed: tuple[SourceNote, ...]
    not_audited: tuple[SourceNote, ...]
    without_source: int
    seconds: float

    @property
    def lost_words(self) -> int:
        """The number of words of all files that were lost without a reason."""
        return sum(lost.words for lost in self.lost)

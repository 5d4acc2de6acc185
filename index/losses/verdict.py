"""A file with works has other bytes now: are its works still in it?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NamedTuple

from fabula.index.identity.same_story import Titles, compare_titles
from fabula.index.ingest.outcome import SegmentedWork
from fabula.index.model import Scene, WorkRecord, story_scenes
from .error_pages import looks_like_error_page
from .repeated_pages import MAX_PAGE_WORDS
from .shared_text import passages, shared_part

# How much of the shorter text has to be in the longer one (see `shared_text.py`). Different stories share 0.02, of one
# author in one style 0.05; the two versions of an edited one share 0.5 and more.
MIN_SHARED = 0.15
# If the title changed as well, or so much of the text is gone that a phrase may be shared by chance.
_MIN_SHARED_IN_DOUBT = 0.5
# A work has shrunk if it has less than one word in so many.
_SHRUNK = 2
# So few words are no story where one with so many more was, whatever they say.
_MAX_REMNANT_WORDS = 60
_MIN_STORY_WORDS = 100
# Two texts with so few words may share none and be one all the same: somebody wrote the sentence anew.
_MAX_SENTENCE_WORDS = 30

ScenesOf = Callable[[WorkRecord], Sequence[Scene]]


class Fate(StrEnum):
    """KEPT  the work is in the file, edited or not. SHRUNK: so it is, and has less than half of its words.
    REPLACED    another story is in the file. MISSING: an error page is there, or next to nothing.
    """

    KEPT = "kept"
    SHRUNK = "shrunk"
    REPLACED = "replaced"
    MISSING = "missing"


class Verdict(NamedTuple):
    """The fate of a work; `words` is the number of words of what is there in its place."""

    record: WorkRecord
    fate: Fate
    words: int


class _Found(NamedTuple):
    """A work as it was read."""

    work: SegmentedWork
    words: int
    passages: frozenset[str]

    @classmethod
    def of(cls, work: SegmentedWork) -> _Found:
        return cls(work, _story_words(work.scenes), passages(work.scenes))


def judge(before: Sequence[WorkRecord], after: Sequence[SegmentedWork], scenes_of: ScenesOf) -> list[Verdict]:
    """The fate of each of the works that the file had `before`, now that it has those `after` (not none).

    `scenes_of` gives the scenes of a work as the library has them, () if it cannot; then only titles are compared. It
    is not called for a work that keeps its title and half of its words.
    """
    verdicts: list[Verdict] = []
    found: list[_Found] = []
    for record in before:
        same = next((work for work in after if _has_title_of(work, record)), None)
        if same is not None and (count := _story_words(same.scenes)) * _SHRUNK >= record.words:
            verdicts.append(Verdict(record, Fate.KEPT, count))
            continue
        found = found or [_Found.of(work) for work in after]
        verdicts.append(_verdict(record, passages(scenes_of(record)), found))
    return verdicts


def _verdict(record: WorkRecord, old: frozenset[str], found: Sequence[_Found]) -> Verdict:
    parts = [shared_part(old, new.passages) for new in found]
    best = max(range(len(found)), key=lambda number: (parts[number], _has_title_of(found[number].work, record)))
    new = found[best]
    is_short = new.words * _SHRUNK < record.words
    is_titled = _are_titled(new.work, record)
    in_doubt = is_short or compare_titles(record, new.work.work) is Titles.DIFFERENT
    is_sentence = (
        not is_titled and max(new.words, record.words) <= _MAX_SENTENCE_WORDS and not _is_no_story(new, record)
    )
    if not old or is_sentence or parts[best] >= (_MIN_SHARED_IN_DOUBT if in_doubt else MIN_SHARED):
        return Verdict(record, Fate.SHRUNK if is_short and not is_sentence else Fate.KEPT, new.words)
    is_missing = parts[best] < _MIN_SHARED_IN_DOUBT and all(_is_no_story(work, record) for work in found)
    return Verdict(record, Fate.MISSING if is_missing else Fate.REPLACED, new.words)


def _is_no_story(new: _Found, record: WorkRecord) -> bool:
    work = new.work.work
    text = "\n".join(scene.text for scene in new.work.scenes)
    if new.words * _SHRUNK < record.words:
        # A book's format is never another while its file keeps its name: that is a page which was saved in its place.
        is_other_format = record.path == work.path and record.reader != work.reader
        is_remnant = new.words <= _MAX_REMNANT_WORDS and record.words >= _MIN_STORY_WORDS
        return is_other_format or is_remnant or looks_like_error_page(work.title, text)
    # A page with more words has to be less than half of the work, to be taken for no story.
    return new.words <= MAX_PAGE_WORDS and looks_like_error_page(work.title, text)


def _has_title_of(new: SegmentedWork, record: WorkRecord) -> bool:
    """True if both have the same title, and it is not only the name of the file."""
    return _are_titled(new, record) and compare_titles(record, new.work) is Titles.EQUAL


def _are_titled(new: SegmentedWork, record: WorkRecord) -> bool:
    return "file" not in (record.metadata.title_source, new.work.metadata.title_source)


def _story_words(scenes: Sequence[Scene]) -> int:
    return sum(scene.words for scene in story_scenes(scenes))

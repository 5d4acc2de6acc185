"""Which work that was read takes the place, and so the id, of which work that the library has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache, partial
from heapq import nsmallest
from zlib import crc32

from fabula.index.analysis import words
from fabula.index.errors import FabulaError
from fabula.index.identity.ids import own_name
from fabula.index.identity.same_story import Likeness, Titles, compare_titles, likeness
from fabula.index.identity.story_text import Overlap, StoryText, overlap
from fabula.index.ingest.outcome import SegmentedWork
from fabula.index.model import Scene, WorkRecord, story_scenes

# All pairs are compared if there are no more, else only those that share a name, a title or some text.
_MAX_PAIRS = 400
# A scene or a number of a sketch in more works than this is boilerplate, and a title in more works is none.
_MAX_HOLDERS = 32
# So much text of works that are gone is read to find one without its name; it takes some seconds.
_MAX_COMPARED_WORDS = 10_000_000
# The pairs of words with the least hashes mark a short text (Broder's "min-wise" sample). If two texts share half of
# their pairs, they share one of so many marks in 24 of 25 cases.
_MARKED_PAIRS = 8
_EQUAL = Overlap(True, 1.0, 1.0, 1.0, 0, 1.0)


class Succession:
    """Compares works that were read with works that the library had before.

    scenes_before  the scenes of a work of the library, by its id.
    """

    def __init__(self, scenes_before: Callable[[str], Sequence[Scene]] | None) -> None:
        # Of no method of this object: it would hold itself, and with `scenes_before` an open library.
        self._text_before = lru_cache(maxsize=256)(partial(_text_before, scenes_before or (lambda _: ())))

    def assign(
        self, read: Sequence[SegmentedWork], before: Sequence[WorkRecord], *, same_file: bool
    ) -> dict[int, WorkRecord]:
        """The index of each work of `read` that is one of `before` -> that one. The most alike find each other first.

        same_file  they were read from the files of those.
        """
        if not read or not before:
            return {}
        places = _by_only_name(read, before) if same_file else {}
        taken = {record.id for record in places.values()}
        open_read = [index for index in range(len(read)) if index not in places]
        open_before = [record for record in before if record.id not in taken]
        text_read = cache(lambda index: StoryText.of(read[index].scenes))

        def alike_as(record: WorkRecord, index: int) -> Likeness | None:
            def texts_overlap() -> Overlap:
                is_same = is_as_it_was(record, read[index])
                return _EQUAL if is_same else overlap(self._text_before(record.id), text_read(index))

            return likeness(record, read[index].work, texts_overlap, same_file=same_file)

        found: list[tuple[Likeness, int, int]] = []
        for index, place in self._possible_pairs(open_read, open_before, read, text_read):
            if (alike := alike_as(open_before[place], index)) is not None:
                found.append((alike, -place, -index))
        for _, place, index in sorted(found, reverse=True):
            record = open_before[-place]
            if -index not in places and record.id not in taken:
                places[-index] = record
                taken.add(record.id)
        return places

    def _possible_pairs(
        self,
        open_read: Sequence[int],
        before: Sequence[WorkRecord],
        read: Sequence[SegmentedWork],
        text_read: Callable[[int], StoryText],
    ) -> Iterator[tuple[int, int]]:
        """(index in `read`, index in `before`) of the works that are compared, each pair once."""
        if len(open_read) * len(before) <= _MAX_PAIRS:
            yield from ((index, place) for index in open_read for place in range(len(before)))
            return
        holders: dict[object, list[int]] = {}
        compared_words = 0
        for place, record in enumerate(before):
            marks: list[object] = [own_name(record), *_titles(record.title)]
            compared_words += record.words
            if compared_words <= _MAX_COMPARED_WORDS:
                marks += _marks(self._text_before(record.id))
            for mark in marks:
                holders.setdefault(mark, []).append(place)
        for index in open_read:
            work = read[index].work
            places: dict[int, None] = {}
            for mark in (own_name(work), *_titles(work.title), *_marks(text_read(index))):
                if mark and len(holders.get(mark, ())) <= _MAX_HOLDERS:
                    places.update(dict.fromkeys(holders.get(mark, ())))
            yield from ((index, place) for place in places)


def _text_before(scenes_before: Callable[[str], Sequence[Scene]], identity: str) -> StoryText:
    """The text of a work of the library; an empty one if it cannot be read."""
    try:
        return StoryText.of(scenes_before(identity))
    except FabulaError:
        # It is damaged. Names must do.
        return StoryText.of(())


def is_as_it_was(record: WorkRecord, read: SegmentedWork) -> bool:
    """True if `read` is `record` out of the same bytes, which may hold several works."""
    return (
        record.digest != ""
        and record.digest == read.work.digest
        and record.words == sum(scene.words for scene in story_scenes(read.scenes))
        and compare_titles(record, read.work) is not Titles.DIFFERENT
    )


def _by_only_name(read: Sequence[SegmentedWork], before: Iterable[WorkRecord]) -> dict[int, WorkRecord]:
    """The works of one file whose name no other work of the file has, then or now."""
    names_read: dict[str, list[int]] = {}
    for index, segmented in enumerate(read):
        names_read.setdefault(own_name(segmented.work), []).append(index)
    names_before: dict[str, list[WorkRecord]] = {}
    for record in before:
        names_before.setdefault(own_name(record), []).append(record)
    return {
        indices[0]: names_before[name][0]
        for name, indices in names_read.items()
        if name and len(indices) == 1 and len(names_before.get(name, ())) == 1
    }


def _titles(title: str) -> list[object]:
    folded = " ".join(words(title))
    return [("title", folded)] if folded else []


def _marks(text: StoryText) -> list[object]:
    """What another edition of the text is likely to have, too."""
    pairs = nsmallest(_MARKED_PAIRS, text.pairs, key=lambda pair: crc32(" ".join(pair).encode())) if text.pairs else []
    return [*text.scenes, *text.numbers.tolist(), *pairs]

"""A book whose metadata file is broken keeps the title, authors and metadata that the library has of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from fabula.index.identity import work_id
from fabula.index.ingest.edition_digest import story_digest
from fabula.index.ingest.outcome import SegmentedWork
from fabula.index.model import Scene, Work, WorkRecord


class KeptDescriptions:
    """`before`: the works of the library, by id."""

    def __init__(self, before: Mapping[str, WorkRecord]) -> None:
        self._before = before

    def describe(self, segmented: SegmentedWork, same_file: Sequence[WorkRecord]) -> SegmentedWork:
        """The work as the library describes it; a new one as it is.

        same_file  the works of the same file. If there are none, that of the same book counts, which was moved.
        """
        old = next(iter(same_file), None) or self._by_story.get(segmented.work.digest)
        if old is None:
            return segmented
        work = replace(segmented.work, title=old.title, authors=old.authors, metadata=old.metadata)
        if story_digest(old.digest) == work.digest:
            work = replace(work, digest=old.digest)
        return described_as(segmented, work)

    @cached_property
    def _by_story(self) -> dict[str, WorkRecord]:
        """The works by the digests of their books, without what was beside them."""
        return {digest: record for record in self._before.values() if (digest := story_digest(record.digest))}


def described_as(segmented: SegmentedWork, work: Work) -> SegmentedWork:
    """`work` with the scenes of `segmented`, which is the same under another description."""
    identity = work_id(work)
    return SegmentedWork(work, with_work_id(segmented.scenes, segmented.identity, identity), identity)


def with_work_id(scenes: tuple[Scene, ...], identity: str, other: str) -> tuple[Scene, ...]:
    """`scenes` of a work with the id `other` instead of `identity`."""
    return tuple(replace(scene, id=other + scene.id.removeprefix(identity), work_id=other) for scene in scenes)

"""The source and path by which a file was first indexed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fabula.index.files.paths import path_key
from fabula.index.ingest.outcome import SegmentedWork
from fabula.index.model import WorkRecord
from .kept_description import described_as
from .work_record import key_of


def under_known_source(segmented: SegmentedWork, before: Sequence[WorkRecord]) -> SegmentedWork:
    """The work with the source and path that its file was first indexed by, so that its identity stays the same."""
    work = segmented.work
    key = path_key(work.source, work.path)
    for record in before:
        if work.path != record.path and key == key_of(record):
            return described_as(segmented, replace(work, source=record.source, path=record.path))
    return segmented

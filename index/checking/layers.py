"""Checks of the files that are made from the segments and lie beside them: near-duplicates and speech.

A check takes the folder, the table of contents, the open segments and the findings; what it raises is damage. A commit
without such a file is as whole as one with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from fabula.index.codec.near_duplicates import open_copies, read_copies, verify_copies
from fabula.index.codec.speech import SpeechLayer
from fabula.index.codec.toc import Toc
from fabula.index.store.snapshot import OpenSegment
from fabula.index.writer.near_duplicates import group_near_duplicates, scenes_to_compare
from .findings import Findings

LayerCheck = Callable[[Path, Toc, Sequence[OpenSegment], Findings], None]


def _check_copies(files: Path, toc: Toc, opened: Sequence[OpenSegment], findings: Findings) -> None:
    """The stored groups of copies are those of the scenes."""
    groups = group_near_duplicates(scenes_to_compare([(part.segment, part.deleted) for part in opened]))
    if toc.copies is None:
        findings.require(not groups.any(), "", "scenes have copies, and the table of contents names none")
        return
    for section in verify_copies(files, toc.copies):
        findings.add(section, "it fails its checksum")
    stored = read_copies(open_copies(files, toc.copies), len(groups))
    findings.require(np.array_equal(stored, groups), "groups", "they are not the copies that there are")


def _check_speech(files: Path, toc: Toc, opened: Sequence[OpenSegment], findings: Findings) -> None:
    """Utterances lie in order within their segments, and their speakers are characters of their works."""
    for part in opened:
        if part.entry.speech is None:
            continue
        layer = SpeechLayer(files, part.entry.speech, part.segment)
        damaged = layer.verify()
        for section in damaged:
            findings.add(section, f"it fails its checksum in {part.entry.speech.file}")
        if damaged:
            continue
        # Unpacking raises if it contradicts itself or the segment.
        speech = layer.speech
        segment = part.segment
        scenes = segment.scenes_of(speech.firsts)
        ends = segment.scene_starts[scenes].astype(np.int64) + segment.scene_lengths[scenes]
        findings.require((speech.lasts < ends).all(), "last", "an utterance goes on after its scene")
        findings.require(
            (speech.opens <= 1).all(), "opens", "an utterance neither begins a speech nor goes on with one"
        )


def works_without_speakers(files: Path, opened: Sequence[OpenSegment]) -> Iterator[str]:
    """The title of each work in which speakers could not be found, and why. Raises LibraryDamaged."""
    for part in opened:
        if part.entry.speech is not None:
            with_speech = part._replace(speech=SpeechLayer(files, part.entry.speech, part.segment))
            for number, reason in with_speech.failures.items():
                yield f"{part.segment.work(number).title}: {reason}"


LAYER_CHECKS: dict[str, LayerCheck] = {"copies": _check_copies, "speech": _check_speech}
"""By the ending of the files' names."""

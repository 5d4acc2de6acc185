"""What lies beside the segments and is made from them: one check for each kind of such a file.

A layer is a name and a function of the folder, the table of contents, the open segments and the findings; what it
raises is damage. A commit without that layer is as whole as one with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from fabula.index.codec.near_duplicates import read_copies, verify_copies
from fabula.index.codec.speech import SpeechLayer
from fabula.index.codec.toc import Toc
from fabula.index.store.snapshot import OpenSegment
from fabula.index.writer.near_duplicates import groups_of, scenes_of

from .findings import Findings

__all__ = ["LAYERS", "Layer"]

Layer = Callable[[Path, Toc, Sequence[OpenSegment], Findings], None]


def _copies(files: Path, toc: Toc, opened: Sequence[OpenSegment], found: Findings) -> None:
    """The groups of copies are those that the scenes have."""
    groups = groups_of(scenes_of([(each.segment, each.deleted) for each in opened]))
    if toc.copies is None:
        found.require(not groups.any(), "", "scenes have copies, and the table of contents names none")
        return
    for section in verify_copies(files, toc.copies):
        found.add(section, "it fails its checksum")
    kept = read_copies(files, toc.copies, len(groups))
    found.require(np.array_equal(kept, groups), "groups", "they are not the copies that there are")


def _speech(files: Path, toc: Toc, opened: Sequence[OpenSegment], found: Findings) -> None:
    """Utterances lie in order within their segments, and their speakers are characters of their works."""
    for each in opened:
        if each.entry.speech is None:
            continue
        layer = SpeechLayer(files, each.entry.speech, each.segment)
        bad = layer.verify()
        for section in bad:
            found.add(section, f"it fails its checksum in {each.entry.speech.file}")
        if bad:
            continue
        # Unpacking says whether it contradicts itself or the segment.
        speech = layer.speech
        segment = each.segment
        scenes = segment.scenes_of(speech.firsts)
        ends = segment.scene_starts[scenes].astype(np.int64) + segment.scene_lengths[scenes]
        found.require((speech.lasts < ends).all(), "last", "an utterance goes on after its scene")
        found.require((speech.opens <= 1).all(), "opens", "an utterance neither begins a speech nor goes on with one")


LAYERS: dict[str, Layer] = {"copies": _copies, "speech": _speech}
"""By the end of the files' names."""

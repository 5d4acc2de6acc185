"""Segments of a library made one, with what lies beside them: speech, and which scenes are copies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from fabula.index.codec.durable import new_file_name
from fabula.index.codec.near_duplicates import write_copies
from fabula.index.codec.segment import Segment
from fabula.index.codec.speech import SpeechLayer, write_speech
from fabula.index.codec.toc import CopiesEntry, SegmentEntry, SpeechEntry
from fabula.index.receipt import Progress

from .merge import merge
from .merge_speech import merged_speech
from .near_duplicates import groups_of, scenes_of
from .speech_writer import with_breaks

__all__ = ["copies_of", "merge_entries"]


def merge_entries(
    files: Path,
    entries: Sequence[SegmentEntry],
    choose: Callable[[Sequence[SegmentEntry]], range | None],
    tell: Callable[[Progress], object],
) -> list[SegmentEntry]:
    """`entries` with those that `choose` names made one, as long as it names any; new files in `files`.

    Raises OSError, LibraryDamaged.
    """
    done, found = 0, list(entries)
    while chosen := choose(found):
        tell(Progress("merging", done, done + len(chosen), unit="segments"))
        found = _merged_once(files, found, chosen)
        done += len(chosen)
        tell(Progress("merging", done, done, unit="segments"))
    return found


def _merged_once(files: Path, entries: Sequence[SegmentEntry], chosen: range) -> list[SegmentEntry]:
    name = new_file_name("seg")
    own = entries[chosen.start : chosen.stop]
    parts = [(Segment(files / entry.file, entry.size), frozenset(entry.deleted)) for entry in own]
    size, scenes = merge(parts, files / name)
    made = SegmentEntry(name, size, scenes, speech=_merged_speech(files, own, name))
    return [*entries[: chosen.start], made, *entries[chosen.stop :]]


def _merged_speech(files: Path, entries: Sequence[SegmentEntry], name: str) -> SpeechEntry | None:
    """What is said in the merged segment; None if that is not known of all parts, by the same rules."""
    parts, methods = [], set()
    for entry in entries:
        if entry.speech is None:
            return None
        segment = Segment(files / entry.file, entry.size)
        layer = SpeechLayer(files, entry.speech, segment)
        methods.add(layer.method)
        parts.append((segment, frozenset(entry.deleted), layer.speech))
    if len(methods) != 1:
        return None
    segment = Segment(files / name)
    speech = with_breaks(segment, merged_speech(parts, segment))
    return write_speech(files, new_file_name("speech"), speech, methods.pop())


def copies_of(files: Path, entries: Sequence[SegmentEntry]) -> CopiesEntry | None:
    """Which scenes of these segments are copies, written to a new file; None if none are. Raises OSError."""
    opened = [(Segment(files / entry.file, entry.size), frozenset(entry.deleted)) for entry in entries]
    groups = groups_of(scenes_of(opened))
    return write_copies(files, new_file_name("copies"), groups) if groups.any() else None

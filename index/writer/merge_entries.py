"""Merges segments of a library with what lies beside them: their speech, and which scenes are near-duplicates."""

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
from .merge_speech import merge_speech, no_speech
from .near_duplicates import group_near_duplicates, scenes_to_compare


def merge_entries(
    files: Path,
    entries: Sequence[SegmentEntry],
    choose: Callable[[Sequence[SegmentEntry]], range | None],
    report: Callable[[Progress], object],
) -> list[SegmentEntry]:
    """Merge the entries that `choose` names, as long as it names any, to new files in `files`.

    Raises OSError, LibraryDamaged.
    """
    done, entries = 0, list(entries)
    while chosen := choose(entries):
        report(Progress("merging", done, done + len(chosen), unit="segments"))
        entries = _merge_chosen(files, entries, chosen)
        done += len(chosen)
        report(Progress("merging", done, done, unit="segments"))
    return entries


def _merge_chosen(files: Path, entries: Sequence[SegmentEntry], chosen: range) -> list[SegmentEntry]:
    name = new_file_name("seg")
    old = entries[chosen.start : chosen.stop]
    parts = [(Segment(files / entry.file, entry.size), frozenset(entry.deleted)) for entry in old]
    size, scenes = merge(parts, files / name)
    merged = SegmentEntry(name, size, scenes, speech=_merge_speech_files(files, old, name))
    return [*entries[: chosen.start], merged, *entries[chosen.stop :]]


def _merge_speech_files(files: Path, entries: Sequence[SegmentEntry], name: str) -> SpeechEntry | None:
    """The speech file of the merged segment; None if no part has speech. Works of the others have none yet."""
    if not any(entry.speech for entry in entries):
        return None
    parts, rules = [], set()
    for entry in entries:
        segment = Segment(files / entry.file, entry.size)
        layer = SpeechLayer(files, entry.speech, segment) if entry.speech else None
        rules.add(layer.rules if layer else "")
        parts.append((segment, frozenset(entry.deleted), layer.speech if layer else no_speech(segment)))
    # 20 ms, which a first commit would wait for: it has no speech to merge.
    from .speech_writer import add_break_terms

    segment = Segment(files / name)
    speech = add_break_terms(segment, merge_speech(parts, segment))
    return write_speech(files, new_file_name("speech"), speech, rules.pop() if len(rules) == 1 else "")


def write_near_duplicates(files: Path, entries: Sequence[SegmentEntry]) -> CopiesEntry | None:
    """Find the near-duplicates in these segments and write their file; None if there are none. Raises OSError."""
    opened = [(Segment(files / entry.file, entry.size), frozenset(entry.deleted)) for entry in entries]
    groups = group_near_duplicates(scenes_to_compare(opened))
    return write_copies(files, new_file_name("copies"), groups) if groups.any() else None

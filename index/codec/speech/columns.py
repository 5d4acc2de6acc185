"""The utterances of a segment as columns, and the file that they are written to."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I64, U8, U16, U32, U64
from fabula.index.codec.container import Section, write_container
from fabula.index.codec.layout import SPEECH_KIND, SPEECH_VERSION
from fabula.index.codec.packing import pack
from fabula.index.codec.toc import SpeechEntry
from .cast_member import CastMember, cast_to_json

# A speaker is a number of 16 bits, 0 for none. No work has so many characters; further ones would count as unknown.
MAX_SPEAKERS = (1 << 16) - 1
# The reason why the speakers of a work are not known is cut to this.
MAX_REASON_CHARS = 300


class Speech(NamedTuple):
    """The utterances of a segment in reading order.

    firsts, lasts  uint32[n]  the positions of the first and the last word of each, both included; disjoint.
    opens          uint8[n]   1 where a turn begins, 0 where one goes on after narration or a paragraph's end.
    speakers       uint16[n]  the place among the characters of the scene's work, from 1; 0 if not known.
    confidences    uint8[n]   how sure that is, from 0 to 255.
    casts          for each work of the segment its characters.
    befores, afters  uint32[b]  for each break within a turn (each 0 of `opens`) the terms before and after it; both
                     empty until they are added (writer/speech_writer.py).
    failures       the works whose speakers could not be found, by their numbers, and why.
    methods, names uint32[works], uint64[works]  the rules of each work (`WorkRules`); both empty for no work has any.
    """

    firsts: U32
    lasts: U32
    opens: U8
    speakers: U16
    confidences: U8
    casts: Sequence[Sequence[CastMember]]
    befores: U32 = np.empty(0, np.uint32)
    afters: U32 = np.empty(0, np.uint32)
    failures: Mapping[int, str] = MappingProxyType({})
    methods: U32 = np.empty(0, np.uint32)
    names: U64 = np.empty(0, np.uint64)

    @property
    def breaks(self) -> I64:
        """int64[b]: the utterances that continue a turn; a break comes before each."""
        return np.flatnonzero(self.opens == 0)


def write_speech(folder: Path, name: str, speech: Speech, rules: str = "") -> SpeechEntry:
    """Write the file, synced. `rules` names those under which every work of it is as it would be found; "" for none."""
    casts = [cast_to_json(cast) for cast in speech.casts]
    sections: dict[str, Section] = {
        **_packed("first", speech.firsts),
        **_packed("last", speech.lasts),
        "opens": speech.opens,
        "speaker": speech.speakers.astype("<u2").view(np.uint8),
        "confidence": speech.confidences,
        "before": speech.befores,
        "after": speech.afters,
        "cast_text": np.frombuffer(b"".join(casts), np.uint8),
        "cast_offsets": np.cumsum([0, *map(len, casts)]).astype(np.uint32),
    }
    if len(speech.methods):
        sections |= {"methods": speech.methods, "names": speech.names}
    if speech.failures:
        failures = [[number, reason[:MAX_REASON_CHARS]] for number, reason in speech.failures.items()]
        sections["failures"] = np.frombuffer(json.dumps(failures, separators=(",", ":")).encode("ascii"), np.uint8)
    meta = {"utterances": len(speech.firsts), "rules": rules}
    return SpeechEntry(name, write_container(folder / name, SPEECH_KIND, SPEECH_VERSION, sections, meta))


def _packed(name: str, positions: U32) -> dict[str, Section]:
    blocks, _ = pack(positions, np.array([0, len(positions)][: 1 + bool(len(positions))]))
    return {
        f"{name}_firsts": blocks.firsts,
        f"{name}_counts": blocks.counts,
        f"{name}_widths": blocks.widths,
        f"{name}_words": blocks.words,
    }

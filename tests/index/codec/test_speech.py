"""What is said in a segment comes back from its file, or the file is called damaged."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from fabula.index import Work, add_works
from fabula.index.codec.container import Container, write_container
from fabula.index.codec.layout import SPEECH_KIND, SPEECH_VERSION
from fabula.index.codec.segment import Segment
from fabula.index.codec.speech import (
    CastMember,
    Speech,
    SpeechLayer,
    WorkRules,
    cast_from_json,
    method_of,
    write_speech,
)
from fabula.index.codec.speech import layer as speech_layer
from fabula.index.codec.toc import SpeechEntry, generations, read_toc
from fabula.index.errors import LibraryDamaged, QueryTooDear
from fabula.index.model import Gender

ANN = CastMember("Ann", ("Miss Bell", "Ænnie"), Gender.FEMALE, 2, 7)
NAME = "MAIN_00.speech"


@pytest.fixture
def segment(make_work: Callable[..., Work], tmp_path: Path) -> Segment:
    """Two works of one scene each: positions 0 to 7, and 136 to 139."""
    library = tmp_path / "library"
    add_works(library, [make_work("one two three four five six seven eight"), make_work("a b c d", title="B")])
    files = library / "index"
    (entry,) = read_toc(files, generations(files)[-1]).segments
    return Segment(files / entry.file, entry.size)


def speech(**changed: object) -> Speech:
    made = Speech(
        np.array([0, 3, 136], np.uint32),
        np.array([2, 3, 139], np.uint32),
        np.array([1, 0, 1], np.uint8),
        np.array([1, 1, 0], np.uint16),
        np.array([200, 199, 0], np.uint8),
        [(ANN,), ()],
    )
    return made._replace(**changed)


def test_it_comes_back(segment: Segment, tmp_path: Path) -> None:
    """Every column, the characters and the version of the rules."""
    layer = SpeechLayer(tmp_path, write_speech(tmp_path, NAME, speech(), "now"), segment)
    for own, wanted in zip(layer.speech[:5], speech()[:5], strict=True):
        assert own.tolist() == wanted.tolist()
    assert layer.casts == [(ANN,), ()] and layer.cast(0) == (ANN,)
    assert layer.rules == "now" and layer.verify() == []


def test_casts_that_were_read_are_kept(segment: Segment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer whose time is over while it reads them has not read them in vain: the next one reads the others."""
    layer = SpeechLayer(tmp_path, write_speech(tmp_path, NAME, speech(), "now"), segment)
    read: list[bytes] = []

    def read_in_time(text: bytes) -> tuple[CastMember, ...]:
        if len(read) == 1 and not is_ended:
            raise QueryTooDear("The time is over.")
        read.append(text)
        return cast_from_json(text)

    is_ended = False
    monkeypatch.setattr(speech_layer, "cast_from_json", read_in_time)
    with pytest.raises(QueryTooDear):
        _ = layer.casts
    is_ended = True
    assert layer.casts == [(ANN,), ()]
    assert len(read) == len(layer.casts)


@pytest.mark.parametrize(
    "changed",
    [
        {"firsts": np.array([0, 2, 136], np.uint32)},
        {"firsts": np.array([3, 0, 136], np.uint32)},
        {"lasts": np.array([2, 3, 400], np.uint32)},
        {"speakers": np.array([2, 1, 0], np.uint16)},
        {"speakers": np.array([1, 1, 1], np.uint16)},
        {"opens": np.array([1], np.uint8)},
        {"opens": np.array([0, 1, 1], np.uint8)},
        {"opens": np.array([1, 1, 0], np.uint8)},
        {"befores": np.array([1, 2], np.uint32), "afters": np.array([1, 2], np.uint32)},
        {"befores": np.array([1], np.uint32)},
    ],
)
def test_contradictions_are_damage(segment: Segment, tmp_path: Path, changed: dict[str, object]) -> None:
    """Utterances that overlap or end nowhere, speakers that are none, columns of different lengths."""
    layer = SpeechLayer(tmp_path, write_speech(tmp_path, NAME, speech(**changed)), segment)
    with pytest.raises(LibraryDamaged):
        assert layer.speech


@pytest.mark.parametrize(
    "member", [("Ann", ("x",), "f", -1, 0), ("Ann", (1,), "f", 1, 0), (None, (), "f", 1, 0), ("Ann", (), "f", 1.5, 0)]
)
def test_characters_that_are_none_are_damage(segment: Segment, tmp_path: Path, member: tuple[object, ...]) -> None:
    """A name is text, a count a number."""
    casts = [(CastMember(*member),), ()]  # type: ignore[arg-type]  # a hostile file
    layer = SpeechLayer(tmp_path, write_speech(tmp_path, NAME, speech(casts=casts)), segment)
    with pytest.raises(LibraryDamaged):
        assert layer.casts


def test_a_layer_of_another_segment_is_damage(segment: Segment, tmp_path: Path) -> None:
    """It must know as many works as the segment has, and be as long as the table of contents says."""
    entry = write_speech(tmp_path, NAME, speech(casts=[()]))
    with pytest.raises(LibraryDamaged):
        SpeechLayer(tmp_path, entry, segment)
    with pytest.raises(LibraryDamaged):
        SpeechLayer(tmp_path, SpeechEntry(NAME, entry.size + 1), segment)


def test_a_gender_in_capitals_is_read(segment: Segment, tmp_path: Path) -> None:
    """Files have "f" and "m"; those of earlier rules have "F" and "M"."""
    casts = [(ANN._replace(gender="F"), ANN._replace(gender="m")), ()]  # type: ignore[arg-type]  # an earlier file
    layer = SpeechLayer(tmp_path, write_speech(tmp_path, NAME, speech(casts=casts)), segment)
    assert [member.gender for member in layer.casts[0]] == [Gender.FEMALE, Gender.MALE]


def rules_of_file(segment: Segment, folder: Path, meta: dict[str, object], **sections: object) -> SpeechLayer:
    """A layer whose file has this meta data, and these sections in place of its own."""
    entry = write_speech(folder, NAME, speech())
    kept = Container(folder / NAME, SPEECH_KIND, SPEECH_VERSION, entry.size)
    own = {
        name: kept.array(name, code)
        for name, (code, _, _) in json.loads(directory_of((folder / NAME).read_bytes()))["sections"].items()
    }
    size = write_container(folder / "MAIN_01.speech", SPEECH_KIND, SPEECH_VERSION, {**own, **sections}, meta)
    return SpeechLayer(folder, SpeechEntry("MAIN_01.speech", size), segment)


def directory_of(content: bytes) -> bytes:
    """The directory of a container, as docs/file-format.md places it."""
    offset, length, _, _ = struct.unpack("<QII8s", content[-24:])
    return content[offset : offset + length]


@pytest.mark.parametrize(("method", "kept"), [(5, 5), (0, 1), (-1, 1), ("5", 1), (10**30, 1), (6_001, 1), (None, 1)])
def test_a_file_of_an_earlier_fabula_has_one_version_for_all(
    segment: Segment, tmp_path: Path, method: object, kept: int
) -> None:
    """Whatever it says, it is none of today's, and no work of it has names; so it is made anew."""
    layer = rules_of_file(segment, tmp_path, {"utterances": 3, "method": method})
    assert layer.methods.tolist() == [kept, kept] and layer.names.tolist() == [0, 0] and layer.rules == ""
    assert layer.rules_of(1) == WorkRules(kept, 0) and kept < method_of("en")


def test_the_rules_of_each_work_come_back(segment: Segment, tmp_path: Path) -> None:
    """Versions of 32 bits and names of 64."""
    made = speech(methods=np.array([6_001, 0], np.uint32), names=np.array([2**64 - 1, 0], np.uint64))
    layer = SpeechLayer(tmp_path, write_speech(tmp_path, NAME, made), segment)
    assert (layer.rules_of(0), layer.rules_of(1)) == (WorkRules(6_001, 2**64 - 1), WorkRules(0, 0))
    assert layer.speech.methods.tolist() == [6_001, 0]


@pytest.mark.parametrize(
    "forged",
    [
        {"methods": np.zeros(1, np.uint32)},
        {"names": np.zeros(3, np.uint64)},
        {"methods": np.zeros(2, np.uint8)},
        {"names": np.zeros(2, np.uint32)},
    ],
)
def test_rules_of_other_works_are_damage(segment: Segment, tmp_path: Path, forged: dict[str, object]) -> None:
    """Of more or fewer than there are, or of another type."""
    layer = rules_of_file(segment, tmp_path, {"rules": ["x"]}, **forged)
    assert layer.rules == ""
    with pytest.raises(LibraryDamaged):
        assert layer.rules_of(0)

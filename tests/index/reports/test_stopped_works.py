"""The works at which the search for speech was stopped are known by their texts."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from fabula.index import build
from fabula.index.checking.commit import check
from fabula.index.codec.speech import methods
from fabula.index.errors import LibraryDamaged
from fabula.index.reports.stopped_works import StoppedWorks, read_stopped

stopped_works = import_module("fabula.index.reports.stopped_works")


def test_they_are_remembered(tmp_path: Path) -> None:
    """By another process, too, each with its reason."""
    assert StoppedWorks(tmp_path).reasons == {}
    works = StoppedWorks(tmp_path)
    works.remember("0f", "it took longer than 60 seconds")
    works.remember("1f", "x" * 10_000)
    assert works.reasons == StoppedWorks(tmp_path).reasons == read_stopped(tmp_path)
    assert works.reasons["0f"] == "it took longer than 60 seconds" and len(works.reasons["1f"]) < 1_000


def test_the_earliest_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file has an end."""
    monkeypatch.setattr(stopped_works, "_MAX_WORKS", 2)
    for digest in ("0f", "1f", "2f"):
        StoppedWorks(tmp_path).remember(digest, "why")
    assert list(read_stopped(tmp_path)) == ["1f", "2f"]


def test_other_rules_know_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They may find what the earlier ones could not."""
    StoppedWorks(tmp_path).remember("0f", "why")
    monkeypatch.setattr(methods, "SPEECH_METHOD", methods.SPEECH_METHOD + 1)
    assert StoppedWorks(tmp_path).reasons == {}
    StoppedWorks(tmp_path).remember("1f", "why")
    assert list(read_stopped(tmp_path)) == ["1f"]


@pytest.mark.parametrize("content", [b"", b"none", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xffnone"])
def test_a_damaged_file_is_found_and_harms_nothing(tmp_path: Path, content: bytes) -> None:
    """A check names it; a run tries the works once more and writes it anew."""
    build(tmp_path / "lib", [])
    (tmp_path / "lib" / "reports").mkdir(exist_ok=True)
    (tmp_path / "lib" / "reports" / "stopped").write_bytes(content)
    with pytest.raises(LibraryDamaged):
        read_stopped(tmp_path / "lib")
    assert any("reports/stopped" in damage.file for damage in check(tmp_path / "lib").damage)
    StoppedWorks(tmp_path / "lib").remember("0f", "why")
    assert check(tmp_path / "lib").whole

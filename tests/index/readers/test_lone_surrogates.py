"""Halves of characters, which no encoding takes, are in no work, wherever a file or its name has them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index.files.file_source import FileSource
from fabula.index.ingest.discovery import Task, find_tasks
from fabula.index.ingest.outcome import Read
from fabula.index.ingest.read_task import read_task

PROSE = "She left the house on the hill, and the rain followed her."
HALVES = st.text(st.sampled_from("a \ud800\udbff\udc00\udfff"), min_size=1, max_size=6)
PAGE = "<html><head><title>{0}</title><meta name='author' content='{0}'></head><body><h1>{0}</h1><p>{0} {1}</p></body>"


def works_below(folder: Path) -> list[object]:
    """Every work and scene that a run reads from `folder`."""
    tasks = [task for task in find_tasks(FileSource.at(folder), set(), named=True) if isinstance(task, Task)]
    outcomes = [outcome for task in tasks for outcome in read_task(task, {})]
    return [work for outcome in outcomes if isinstance(outcome, Read) for work in outcome.works]


def in_references(text: str) -> str:
    return "".join(f"&#{ord(sign)};" for sign in text)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(halves=HALVES)
def test_works_can_be_encoded(tmp_path: Path, halves: str) -> None:
    """JSON, pages, rich text and Markdown name halves by number; zip archives have their bytes in names."""
    fields = {"title": halves, "author": halves, "tags": [halves], "summary": halves, "text": f"{halves} {PROSE}"}
    (tmp_path / "a.jsonl").write_text(json.dumps(fields) + "\n", "ascii")
    (tmp_path / "b.html").write_text(PAGE.format(in_references(halves), PROSE), "ascii")
    letters = "".join(rf"\u{ord(sign) - 65_536 if ord(sign) > 32_767 else ord(sign)}?" for sign in halves)
    (tmp_path / "c.rtf").write_text(rf"{{\rtf1{{\info{{\title {letters}}}}} {letters} {PROSE}\par}}", "ascii")
    matter = f"---\ntitle: {in_references(halves)}\n---\n\n"
    (tmp_path / "d.md").write_text(f"{matter}{in_references(halves)} {PROSE}", "ascii")
    with zipfile.ZipFile(tmp_path / "e.zip", "w") as archive:
        archive.writestr("XX.txt", PROSE)
    content = (tmp_path / "e.zip").read_bytes()
    (tmp_path / "e.zip").write_bytes(content.replace(b"XX.txt", b"\xed\xa0.txt"))
    works = works_below(tmp_path)
    assert len(works) >= 5
    # `repr` writes halves as Python's source has them, and prints all else.
    assert r"\ud" not in repr(works)


@pytest.mark.parametrize("escape", [r"\ud800", r"\udc00", r"\ud83d x", r"\udfff\ud800"])
def test_titles_of_json_keep_the_rest(tmp_path: Path, escape: str) -> None:
    """Half a character becomes the sign for one that is unknown."""
    (tmp_path / "a.jsonl").write_text(f'{{"title": "The {escape} Ferry", "text": "{PROSE}"}}\n', "ascii")
    (work,) = works_below(tmp_path)
    assert "\ufffd" in repr(work) and "Ferry" in repr(work)

"""Any library comes back from JSON Lines with equal works, scenes, ids and speakers."""

from __future__ import annotations

import tempfile
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index import Block, BlockKind, Chapter, Metadata, Scene, Work, WorkRecord, add_works, build, check_sources
from fabula.index.codec.speech import CastMember
from fabula.index.store.opening import open_store
from fabula.index.transfer import export_works, import_works, write_works
from fabula.search import Library

DEMO = Path(__file__).parents[3] / "web" / "demo" / "stories"

WORDS = "The lamp was  lit *** # oOo A/N: please review Chapter 2 “Lit,” said Mara. The End é \ud83d 燈"
words = st.sampled_from(WORDS.split(" "))
lines = st.lists(words, min_size=1, max_size=9).map(" ".join)
texts = st.one_of(lines, st.lists(lines, min_size=1, max_size=3).map("\n".join), st.just("\n\na\n\n\nb  "), st.just(""))
blocks = st.builds(Block, st.sampled_from(BlockKind), texts, st.integers(0, 3), st.none() | st.integers(0, 4))
chapters = st.builds(
    Chapter,
    st.lists(blocks, max_size=9).map(tuple),
    st.sampled_from(["", "Same", "Two  spaces ", " "]),
    st.none() | st.integers(0, 3),
    st.sampled_from(["", "a.xhtml", "deep/er/b.xhtml"]),
)
works = st.builds(
    Work,
    st.sampled_from(["", "The Lamp", "The  Lamp", "A\nB"]),
    st.sampled_from([(), ("Ann Author",), ("Ann  Author", "Odo")]),
    st.lists(chapters, max_size=4).map(tuple),
    st.builds(
        Metadata,
        language=st.sampled_from(["", "en", "de-AT", "Klingon"]),
        tags=st.lists(lines, max_size=3).map(tuple),
        summary=texts,
        published=st.sampled_from(["", "2019", "soon"]),
        stated_words=st.integers(0, 9),
        address=st.sampled_from(["", "https://x.org/1"]),
    ),
    st.sampled_from(["", "epub"]),
    st.sampled_from(["", "a.epub", "zip.zip!/b/c.txt", "../up", "/root/absolute"]),
    st.sampled_from(["", "/home/ann/stories"]),
    st.sampled_from(["", "00ff"]),
)


def contents(library: Path) -> list[tuple[WorkRecord, str, tuple[Scene, ...]]]:
    """Everything that a library keeps of its works, in its order."""
    store = open_store(library)
    return [(record, record.added, store.scenes(identity)) for identity, record in store.works().items()]


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(works, max_size=4))
def test_any_works_come_back(made: list[Work]) -> None:
    """Whatever their chapters, blocks, breaks, titles and paths; and the export of the import is the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        library, file, imported = (Path(folder) / name for name in ("library", "works.jsonl", "imported"))
        add_works(library, made, speech=False)
        if not write_works(library, file):
            return
        receipt = import_works(imported, file, speech=False)
        assert receipt.added == len(contents(library)) and receipt.complete
        assert contents(imported) == contents(library)
        assert list(export_works(imported)) == list(export_works(library))
        assert import_works(imported, file, speech=False).unchanged == receipt.added


def texts_of(library: Path) -> list[list[tuple[Any, ...]]]:
    """The scenes of all works without their ids, which depend on the path where a work has no author."""
    return [[astuple(replace(scene, id="", work_id="")) for scene in scenes] for _, _, scenes in contents(library)]


def cast(library: Path) -> dict[str, tuple[CastMember, ...]]:
    with Library.open(library) as opened:
        return {work.id: tuple(opened.cast(work.id)) for work in opened.works()}


def test_speakers_are_found_anew(tmp_path: Path) -> None:
    """The cast of each story is the same, and so is what the reader makes of the file as a source."""
    build(tmp_path / "library", [DEMO], workers=0)
    write_works(tmp_path / "library", tmp_path / "works.jsonl")
    import_works(tmp_path / "imported", tmp_path / "works.jsonl")
    assert contents(tmp_path / "imported") == contents(tmp_path / "library")
    assert cast(tmp_path / "imported") == cast(tmp_path / "library") != {}


def test_an_export_can_be_a_source(tmp_path: Path) -> None:
    """`build` reads the same scenes out of it, and every word of it is in the library or left out by a rule."""
    build(tmp_path / "library", [DEMO], workers=0, speech=False)
    write_works(tmp_path / "library", tmp_path / "works.jsonl")
    receipt = build(tmp_path / "indexed", [tmp_path / "works.jsonl"], workers=0, speech=False)
    assert texts_of(tmp_path / "indexed") == texts_of(tmp_path / "library") and receipt.warnings == ()
    assert check_sources(tmp_path / "indexed", workers=0).lost == ()


@pytest.mark.slow
@pytest.mark.corpus
@pytest.mark.parametrize(("part", "step"), [("formats", 1), ("plain", 4)])
def test_the_shared_stories_come_back(corpus: Path, tmp_path: Path, part: str, step: int) -> None:
    """Works of every format, with notes, verse, breaks and cuts; of the plain texts every fourth folder."""
    folders = sorted((corpus / part).iterdir())[::step]
    build(tmp_path / "library", folders, speech=False)
    write_works(tmp_path / "library", tmp_path / "works.jsonl")
    import_works(tmp_path / "imported", tmp_path / "works.jsonl", speech=False)
    assert contents(tmp_path / "imported") == contents(tmp_path / "library")

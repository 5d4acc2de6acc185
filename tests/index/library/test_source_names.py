"""Answers name sources, and say where a work is below its source."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index import Block, BlockKind, Chapter, Metadata, Work, add_works, build, update
from fabula.index.library.source_names import SourceNames, source_names
from fabula.index.library.sources import library_sources
from fabula.index.model import WorkRecord
from fabula.search import Library, SearchOptions
from ...growth import grows_evenly

STORY = "The Ferry\nby Mira Vance\n\nThe river was the colour of old pewter, and nobody would look at {}.\n"
PATHS = st.lists(st.tuples(st.sampled_from("a b c d".split()), st.sampled_from("x y z".split())), unique=True)
CHOSEN = st.lists(st.sampled_from(["x", "x 2", "x 3", "mine"]), unique=True)


def record(source: str, path: str, *, imported: bool = False) -> WorkRecord:
    return WorkRecord("id", "", (), Metadata(), "und", "", path, source, "", 1, 1, 0, 1, 1, imported=imported)


def story(folder: Path, path: str) -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(STORY.format(path), "utf-8")


def places(library: Path) -> dict[str, tuple[str, str]]:
    """What answers say of each work: the source and the path, by the file."""
    with Library.open(library) as opened:
        hits = opened.search("pewter", SearchOptions(limit=100, fold=False)).hits
        found = {hit.work.file: (hit.work.source, hit.work.path) for hit in hits}
        assert found == {work.file: (work.source, work.path) for work in opened.works()}
        assert all(opened.work(hit.work.id).file == hit.work.file for hit in hits)
        return found


@given(PATHS, CHOSEN)
def test_no_two_sources_have_one_name(paths: list[tuple[str, str]], chosen: list[str]) -> None:
    """Chosen names are kept; the others are the last part of the path, with a number where that is taken."""
    sources = [f"/{folder}/{name}" for folder, name in paths]
    wanted = dict(zip(sources, chosen, strict=False))
    names = source_names((path, wanted.get(path, "")) for path in sources)
    assert len(set(names.values())) == len(names) == len(sources)
    for path, name in names.items():
        last = path.rpartition("/")[2]
        assert name == wanted[path] if path in wanted else name == last or name.removeprefix(f"{last} ").isdecimal()


def test_many_sources_of_one_name() -> None:
    """Ten thousand are numbered at once."""
    names = source_names((f"/{number}/stories", "") for number in range(10_000))
    assert names["/9999/stories"] == "stories 10000"


def test_names_of_a_library(tmp_path: Path) -> None:
    """In searches, lists and `library_sources`: by the folder, made different, or as library.toml says."""
    library = tmp_path / "library"
    for folder in ("a/stories", "b/stories"):
        story(tmp_path / folder, "vance/ferry.txt")
    build(library, [tmp_path / "a/stories", tmp_path / "b/stories"])
    files = [str(tmp_path / folder / "vance/ferry.txt") for folder in ("a/stories", "b/stories")]
    assert places(library) == {files[0]: ("stories", "vance/ferry.txt"), files[1]: ("stories 2", "vance/ferry.txt")}
    assert [source.name for source in library_sources(library)] == ["stories", "stories 2"]
    before = {work.id for work in Library.open(library).works()}
    settings = library / "library.toml"
    settings.write_text(
        settings.read_text("utf-8").replace("[[sources]]", '[[sources]]\nname = "old ones"', 1), "utf-8"
    )
    assert sorted(source for source, _ in places(library).values()) == ["old ones", "stories"]
    receipt = update(library)
    assert receipt.changes == () and {work.id for work in Library.open(library).works()} == before


def test_a_source_that_becomes_part_of_another(tmp_path: Path) -> None:
    """Its works have the name of the source around it, and the path from there."""
    library = tmp_path / "library"
    story(tmp_path / "shelf/new", "ferry.txt")
    build(library, [tmp_path / "shelf/new"])
    assert set(places(library).values()) == {("new", "ferry.txt")}
    build(library, [tmp_path / "shelf"])
    assert set(places(library).values()) == {("shelf", "new/ferry.txt")}


def test_a_source_that_is_a_file(tmp_path: Path) -> None:
    """It has the name of the file, which the path keeps."""
    story(tmp_path / "shelf", "ferry.txt")
    build(tmp_path / "library", [tmp_path / "shelf/ferry.txt"])
    assert set(places(tmp_path / "library").values()) == {("ferry.txt", "ferry.txt")}


def test_works_made_in_python(tmp_path: Path) -> None:
    """They have what they were made with, without the path of a machine."""
    library = tmp_path / "library"
    chapter = Chapter((Block(BlockKind.PARAGRAPH, "The river was the colour of old pewter."),))
    paths = {"": "", "/home/ann/old.txt": "old.txt", "x.txt": "x.txt"}
    add_works(library, [Work(path, (), (chapter,), path=path) for path in paths])
    with Library.open(library) as opened:
        assert sorted((work.source, work.path, work.file) for work in opened.works()) == [
            ("", path, "") for path in sorted(paths.values())
        ]


@pytest.mark.parametrize(
    ("source", "path", "said"),
    [
        ("/home/ann/stories", "a/b.txt", ("stories", "a/b.txt")),
        ("C:/Users/ann/stories", "a.zip!/b.txt", ("stories", "a.zip!/b.txt")),
        ("C:\\Users\\ann\\stories", "b.txt", ("stories", "b.txt")),
        ("/", "b.txt", ("files", "b.txt")),
        ("C:/", "b.txt", ("files", "b.txt")),
        ("/home/ann", "/home/ann/b.txt", ("ann", "b.txt")),
        ("/home/ann", "\\\\server\\ann\\b.txt", ("ann", "b.txt")),
        ("/home/ann", "a: b/c.txt", ("ann", "a: b/c.txt")),
    ],
)
def test_works_of_other_machines(tmp_path: Path, source: str, path: str, said: tuple[str, str]) -> None:
    """Imported works have the last part of the folder that they came from, and no file here."""
    described = SourceNames(tmp_path).described(record(source, path, imported=True))
    assert (described.source, described.path, described.file) == (*said, "")


def test_a_forged_path_takes_linear_time(tmp_path: Path) -> None:
    """A record with very many folders in its path is described in a time that grows with the length alone."""
    library, source = tmp_path / "library", tmp_path / "shelf"
    story(source, "ferry.txt")
    build(library, [source])
    names = SourceNames(library)
    works = {size: record(str(source), "a/" * size + "b.txt") for size in (100_000, 400_000)}
    assert names.described(works[100_000]).source == "shelf"
    assert grows_evenly(lambda size: names.described(works[size]), 400_000)


def test_a_folder_that_begins_like_a_source(tmp_path: Path) -> None:
    """It is none of that source's."""
    library = tmp_path / "library"
    story(tmp_path / "shelf", "ferry.txt")
    build(library, [tmp_path / "shelf"])
    described = SourceNames(library).described(record(f"{tmp_path}/shelf-old", "b.txt"))
    assert (described.source, described.path) == ("shelf-old", "b.txt")

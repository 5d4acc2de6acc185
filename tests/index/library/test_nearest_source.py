"""A file lies in the innermost source whose path begins its own, at the end of a name."""

from __future__ import annotations

import posixpath
from pathlib import Path

import pytest

from fabula.index import build, library_sources, update
from fabula.index.library.nearest_source import nearest_source


@pytest.mark.parametrize(
    ("key", "paths", "source"),
    [
        ("/s/a.txt", ["/s", "/"], "/s"),
        ("/s", ["/s"], "/s"),
        ("/stories/a.txt", ["/s"], ""),
        ("/s/b/c/a.txt", ["/s", "/s/b", "/s/b/c/d"], "/s/b"),
        ("/s/box.zip!/in.zip!/a.txt", ["/s/box.zip", "/s"], "/s/box.zip"),
        ("/s/Go!/a.txt", ["/s/Go!"], "/s/Go!"),
        ("/s/Go!/a.txt", ["/s/Go", "/s/Go!"], "/s/Go!"),
        ("/s/Go!/a.txt", ["/s"], "/s"),
        ("/a.txt", ["/"], "/"),
        ("", ["/s"], ""),
    ],
)
def test_the_innermost_source(key: str, paths: list[str], source: str) -> None:
    """Of folders, archives and files, whatever their names end in."""
    assert nearest_source(key, paths) == source


def test_long_paths_are_looked_at_once() -> None:
    """A step for each of their folders would take seconds."""
    assert nearest_source(posixpath.join("/s", *["a"] * 200_000), ["/s", "/t"]) == "/s"


def test_a_source_with_an_exclamation_mark(tmp_path: Path) -> None:
    """Its works are counted as its own, and stay when it is suddenly empty."""
    folder = tmp_path / "Wow!"
    folder.mkdir()
    (folder / "ferry.txt").write_text("The Ferry\n\n\nThe ferry was late.\n", encoding="utf-8")
    build(tmp_path / "library", [folder], workers=0)
    (source,) = library_sources(tmp_path / "library")
    assert (source.name, source.works) == ("Wow!", 1)
    (folder / "ferry.txt").unlink()
    receipt = update(tmp_path / "library")
    assert receipt.works == 1 and receipt.unseen == (str(folder),)

"""A phrase is found over the marks of notes and pages in it, whatever the format."""

from __future__ import annotations

from pathlib import Path

from fabula.index import build
from fabula.search import Library, SearchOptions

STORIES = {
    "superscript.html": "<p>The heron flew<sup>1</sup> over the weir.</p>",
    "link.html": '<p>The heron flew<a href="#fn2"><sup>2</sup></a> over the weir.</p>',
    "brackets.html": '<p>The heron flew<a href="#fn3">[3]</a> over the weir.</p>',
    "page.html": '<p>The heron flew <span class="pagenum">[p. 12]</span>over the weir.</p>',
    "typed.txt": "The heron flew² over the weir.",
    "bracketed.txt": "The heron flew[1] over the weir.\n\n[1] A bird.",
    "raised.md": "The heron flew^1^ over the weir.",
    "raised.rtf": r"{\rtf1 The heron flew{\super 3} over the weir.\par}",
    "raised.fb2": "<FictionBook><body><p>The heron flew<sup>4</sup> over the weir.</p></body></FictionBook>",
}


def test_phrases_run_over_marks(tmp_path: Path) -> None:
    """Each is found by the phrase as it would be without its marks."""
    folder = tmp_path / "stories"
    folder.mkdir()
    for name, text in STORIES.items():
        (folder / name).write_text(text, encoding="utf-8")
    build(tmp_path / "library", [folder], workers=0)
    with Library.open(tmp_path / "library") as library:
        found = library.search('="The heron flew over the weir"', SearchOptions(limit=50, fold=False))
        assert {hit.work.path for hit in found.hits} == STORIES.keys()

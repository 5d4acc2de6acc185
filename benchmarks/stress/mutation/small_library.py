"""A library of a few short stories that has every kind of file that a library can have."""

from __future__ import annotations

from pathlib import Path

from benchmarks.faults.stories import make_story
from fabula.index import UpdateOptions, build, update

__all__ = ["make_small_library"]

_OPTIONS = UpdateOptions(workers=0, allow_removals=True)
_PAGE = """<!doctype html><html lang="de"><head><title>{title}</title><meta name="author" content="Ann & Co"></head>
<body><h1>{title}</h1><h2>Kapitel 1: Regen</h2>{text}<h2>Kapitel 2</h2>{text}</body></html>"""


def make_small_library(folder: Path) -> Path:
    """Make `folder`/library of `folder`/stories: two segments, a deleted work, copies, speech, reports, a problem."""
    stories, library = folder / "stories", folder / "library"
    stories.mkdir(parents=True)
    for number in range(3):
        _write(stories / f"{number}.txt", _story(number))
    _write(stories / "copy.txt", _story(0).replace("Story 0", "Story 0 again"))
    _write(stories / "page.html", _PAGE.format(title="Regen & Meer", text=_paragraphs(3)))
    _write(stories / "broken.epub", "no zip archive")
    build(library, [stories], workers=0)
    with (library / "library.toml").open("a") as file:
        file.write('\n[reading]\nworkers = 0\n[keep]\nreports = 2\n[files]\nexclude = ["drafts"]\n')
    (stories / "2.txt").unlink()
    update(library, _OPTIONS)
    _write(stories / "4.txt", _story(4))
    update(library, _OPTIONS)
    update(library, _OPTIONS)
    return library


def _story(number: int) -> str:
    return f"Story {number}\nby Author {number}\n\n\nChapter 1: The Ferry\n\n\n{_paragraphs(number)}\n"


def _paragraphs(number: int) -> str:
    return "\n\n".join(block.text for block in make_story(number).chapters[0].blocks)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")

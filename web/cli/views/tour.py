"""The tour of `fabula demo`: a small library, a line found in it, and three things to do next."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fabula.index import build
from fabula.index.errors import LibraryBusy, LibraryError, NotALibrary
from fabula.index.files.paths import display_path
from fabula.index.receipt import Receipt
from fabula.search import Library
from fabula.search.results import Results
from fabula.web.cli.library_choice import LibraryChoice
from fabula.web.cli.terminal.command_line import command_line
from fabula.web.cli.terminal.output import Page, say
from fabula.web.cli.terminal.printable import one_line, visible
from fabula.web.demo import PHRASE, STORIES
from fabula.web.wording import chapter_name, count, duration, scene_name, speaker_name
from .answers.passage import passage_lines
from .heading import work_heading


def say_tour() -> LibraryChoice:
    """Build the library, find the phrase in it, and say what to do next. Returns the library."""
    choice, receipt = _demo_library()
    stories = f"{receipt.works:,} stories" if receipt.works != 1 else "1 story"
    say(f"A library of {stories} ({count(receipt.words, 'word')}) is in {visible(choice.address)}.")
    say()
    with Library.open(choice.address) as library:
        results = library.search(f'"{PHRASE}"')
    say("\n".join(_result_lines(results)))
    say()
    say("\n".join(_next_steps(choice)))
    return choice


def _demo_library() -> tuple[LibraryChoice, Receipt]:
    """The library in the cache folder; in a new folder if that is not writable or another demo is using it."""
    from platformdirs import user_cache_path  # 8 ms

    folder = user_cache_path("fabula", appauthor=False) / "demo"
    try:
        library = _build(folder)
        if _has_other_sources(folder):
            # The stories of another installation of Fabula, so that each story would be there twice.
            shutil.rmtree(folder)
            library = _build(folder)
        return library
    except (LibraryBusy, NotALibrary, OSError):
        # The files of NotALibrary are somebody else's, so they stay.
        pass
    except LibraryError:
        # Incomplete, of another version, or on a full disk. It holds nothing but the stories, so build it again.
        shutil.rmtree(folder, ignore_errors=True)
        try:
            return _build(folder)
        except LibraryError:
            pass
    return _build(Path(tempfile.mkdtemp(prefix="fabula-demo-")) / "demo")


def _build(folder: Path) -> tuple[LibraryChoice, Receipt]:
    receipt = build(folder, [STORIES])
    return LibraryChoice(str(folder), ("--library", str(folder))), receipt


def _has_other_sources(folder: Path) -> bool:
    with Library.open(folder) as library:
        return any(not work.file.startswith(f"{display_path(str(STORIES))}/") for work in library.works())


def _result_lines(results: Results) -> Iterator[str]:
    page = Page.of_stdout()
    yield f"“{PHRASE}”: {count(results.total, 'scene')} in {duration(results.seconds)}"
    hit = results.hits[0]
    facts = {
        "story": work_heading(hit.work, Page()),
        "chapter": chapter_name(hit.scene.chapter),
        "scene": scene_name(hit.scene, hit.work),
        "speaker": speaker_name(hit.speaker or ""),
    }
    for name, value in facts.items():
        if value:
            yield f"  {name:<9}{one_line(value)}"
    inner = Page(width=page.width - 2, ansi=page.ansi) if page.width else page
    for line in passage_lines(hit.snippet.text, hit.snippet.highlights, inner):
        yield f"  {line}"


def _next_steps(choice: LibraryChoice) -> Iterator[str]:
    steps = (
        ("search these stories for words of your own", command_line("search", *choice.words, "the sea")),
        ("read them in a browser", command_line("serve", *choice.words, "--open")),
        ("index your own stories", f"{command_line('index')} FOLDER"),
    )
    yield "Next:"
    for meaning, line in steps:
        yield f"  {line}"
        yield f"      {meaning}"

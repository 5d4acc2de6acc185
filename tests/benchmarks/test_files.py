"""The benchmark from files to a library: the same works in each format, the scripts, and the page."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.files.__main__ import main
from benchmarks.files.formats import FORMATS, works_below, write_work
from benchmarks.files.measure import Figures, middle, searchable_seconds
from benchmarks.files.pieces import pieces
from benchmarks.files.report import page
from benchmarks.machine import Machine
from fabula.index import build
from fabula.index.reports.receipt_json import receipt_to_plain
from fabula.index.store.index_store import IndexStore

SCRIPTS = Path(__file__).parents[2] / "benchmarks" / "files"
STORY = (
    "Title: {0}\nAuthor: Ann Bell\n\n\nCHAPTER I\n\n“Tea & cake?” said {0}.\n\n"
    "Nobody <ever> came.\n\n* * *\n\nNight fell.\n"
)


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    """Folders for all formats, with the same two works in each."""
    texts = tmp_path / "texts"
    texts.mkdir()
    for name in ("Anna", "Ben"):
        (texts / f"{name}.txt").write_text(STORY.format(name))
    for number, work in enumerate(works_below(texts, 1e6)):
        write_work(work, tmp_path, number)
    return tmp_path


def test_each_format_has_the_same_scenes(folders: Path) -> None:
    """Title, author, scenes and words; nothing is lost on the way, and no file fails."""
    stories = {}
    for name in FORMATS:
        receipt = build(folders / f"{name}-library", [folders / name], workers=0, speech=False)
        assert receipt.complete and receipt.works == 2
        store = IndexStore.open(folders / f"{name}-library")
        stories[name] = [
            (work.title, work.authors, [scene.text.split() for scene in store.scenes(work.id)])
            for work in store.works().values()
        ]
    assert stories["html"] == stories["epub"] == stories["docx"] == stories["txt"]
    assert [title for title, _, _ in stories["txt"]] == ["Anna", "Ben"]


def test_the_scripts_index_every_piece(folders: Path) -> None:
    """A phrase of a text is found in what each of them wrote."""
    subprocess.run([sys.executable, SCRIPTS / "feed_fts5.py", folders / "txt", folders / "fts5"], check=True)
    found = sqlite3.connect(folders / "fts5" / "fts5.sqlite").execute(
        "SELECT path FROM pieces WHERE pieces MATCH '\"night fell\"'"
    )
    assert sorted(found) == [("0000.txt",), ("0001.txt",)]
    tantivy = pytest.importorskip("tantivy")
    subprocess.run([sys.executable, SCRIPTS / "feed_tantivy.py", folders / "txt", folders / "tantivy"], check=True)
    index = tantivy.Index.open(str(folders / "tantivy"))
    assert index.searcher().search(index.parse_query('"night fell"', ["text"]), 10).count == 2


def test_pieces_are_the_whole_text() -> None:
    """Cut at blank lines only, each but the last of scene length."""
    text = "\n\n".join(f"paragraph {number} " * 50 for number in range(40))
    cut = list(pieces(text))
    assert "\n\n".join(cut) == text
    assert len(cut) > 2 and all(5_000 <= len(piece) < 7_000 for piece in cut[:-1])


def test_receipts_of_other_checkouts_are_understood(folders: Path) -> None:
    """One that does not say when stories could be searched has phases; they end with the commit."""
    plain = json.loads(json.dumps(receipt_to_plain(build(folders / "library", [folders / "txt"], workers=0))))
    assert 0 < searchable_seconds(plain) == plain["searchable_after"] <= plain["seconds"]
    del plain["searchable_after"]
    assert 0 < searchable_seconds(plain) < plain["seconds"]


def test_the_page() -> None:
    """Medians of each figure, rates of the works' text for the scripts as well, phases with processor time."""
    phases = ({"starting": 0.5, "reading": 2.0}, {"starting": 0.25, "reading": 3.0})
    ours = [Figures(4.0, wall, 6.0, 9.0, 15.0, 20.0, *phases) for wall in (2.0, 2.5, 9.0)]
    medians = {"fabula, txt": middle(ours), "tantivy, txt": middle([Figures(1.0, 1.0, 1.5)])}
    versions = {"fabula": "1", "tantivy": "2", "fts5": "3"}
    machine = Machine("2026-01-01", "a processor", 2, 2**34, "Linux", "3.11", versions, 1.0, "abc")
    text = page("the command", machine, 3, {"txt": 21.0}, medians)
    assert "| fabula, txt | 2.50 | 8.0 | 6.00 | 0.30 | 9.00 | 15.0 |" in text
    assert "| tantivy, txt | 1.00 | 20.0 | 1.50 | 0.07 |  |  |" in text
    assert "| fabula, txt | 0.50 (0.25) | 2.00 (3.00) |" in text
    assert "was not idle (load 1.00" in text


def test_a_folder_without_stories_is_named(tmp_path: Path) -> None:
    """There is nothing to measure, and no traceback."""
    with pytest.raises(SystemExit, match="no stories in"):
        main([str(tmp_path)])

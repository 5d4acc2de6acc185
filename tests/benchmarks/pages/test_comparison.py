"""Both servers are asked for the same pages, which are checked before they are timed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.pages.__main__ import main
from benchmarks.pages.comparison import Comparison, Rates
from benchmarks.pages.report import table
from fabula.index import Block, BlockKind, Chapter, Work, add_works

_SCENES = (
    "The lamp was lit again, and nobody came that night but the ferryman, who was late.",
    "Nobody came that night. The ferryman was late, and the river was the colour of old pewter.",
)


def test_the_ratio_is_of_pages_a_second() -> None:
    """Half as many pages in a second are a ratio of a half, which the table says in words."""
    rates = {
        name: Rates(rate, processor, 20, 40, 9.5, 12, 11_000)
        for name, rate, processor in (("fabula", 40, 20), ("datasette", 80, 15))
    }
    comparison = Comparison(2, 4, 5, 1_000, 200, rates)
    assert (comparison.ratio, comparison.processor_ratio) == (0.5, 0.75)
    assert "| datasette | 80 |" in table(comparison)
    assert "0.50 times as many pages a second as Datasette, and 0.75 times" in table(comparison)


@pytest.mark.slow
def test_a_small_library_is_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both servers start, all of their pages have results with marks, and the figures are printed as JSON."""
    pytest.importorskip("datasette")
    blocks = [part for text in _SCENES for part in (Block(BlockKind.PARAGRAPH, text), Block(BlockKind.BREAK, "*"))]
    add_works(tmp_path / "library", [Work("The Ferry", ("Mira Vance",), (Chapter(tuple(blocks)),))])
    options = ["--processes", "1", "--seconds", "0.2", "--rounds", "1", "--json"]
    assert main([str(tmp_path / "library"), *options]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["scenes"] == 2
    assert printed["ratio"] > 0
    assert printed["rates"]["fabula"]["results"] == printed["rates"]["datasette"]["results"]

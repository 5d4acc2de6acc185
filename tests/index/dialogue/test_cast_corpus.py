"""Speakers in the novels of the Project Dialogism Novel Corpus, held against their annotation."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.speakers import figures_of, read_novel, voices_of


@pytest.mark.slow
def test_annotated_speakers_are_found(corpus: Path) -> None:
    """Most speech gets a name, and nine names in ten are right; in no novel fewer than four in five.

    The weights were fitted on these novels; leaving each out in turn costs a hundredth (benchmarks/speakers.py).
    """
    figures = {}
    for folder in sorted((corpus / "speech").iterdir()):
        novel = read_novel(folder)
        figures[novel.name] = figures_of(novel, voices_of(novel))
    every = [own for each in figures.values() for own in each.counts.values()]
    tagged = [each.counts["Explicit"] for each in figures.values()]
    for counts, covered, right in ((every, 0.70, 0.90), (tagged, 0.93, 0.98)):
        whole, named, correct = (sum(own[place] for own in counts) for place in range(3))
        assert named / whole >= covered
        assert correct / named >= right
    assert min(each.share()[1] for each in figures.values()) >= 0.80

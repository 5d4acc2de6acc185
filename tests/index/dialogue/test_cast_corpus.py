"""Speakers in the novels of the Project Dialogism Novel Corpus, held against their annotation."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.speakers import Figures, figures_of, read_novel, voices_of
from fabula.index import build
from fabula.index.dialogue.speakers.verbs import KIN, TITLES
from fabula.search import Library

# What tags and narration of stories were taken for somebody's name, and cannot speak.
_THINGS = frozenset(
    """voice voices word words cry cries letter sigh moment door question answer reply pause silence sound tone face
    paper note minute murmur whisper shout laugh noise knock text echo""".split()
)
_GROUPS = frozenset("people crowd others all everybody".split())
_NO_PART_OF_A_NAME = frozenset("he she it they was were had is are came looked opened a that which".split())


@pytest.mark.slow
def test_annotated_speakers_are_found(corpus: Path) -> None:
    """Three quarters of all speech get a name, and more than nine names in ten are right; in no novel fewer than 0.84.

    The weights were fitted on these novels. With novels of an author left out, precision is lower by a hundredth
    (docs/benchmarks/speakers.md).
    """
    figures = {}
    for folder in sorted((corpus / "speech").iterdir()):
        novel = read_novel(folder)
        figures[novel.name] = figures_of(novel, voices_of(novel))
    together = Figures.together(list(figures.values()))
    for kinds, covered, right in (((), 0.73, 0.92), (("Explicit",), 0.94, 0.985)):
        coverage, precision = together.share(*kinds)
        assert coverage >= covered and precision >= right
    assert min(each.share()[1] for each in figures.values()) >= 0.84


@pytest.mark.corpus
def test_no_character_is_a_title_or_a_thing(corpus: Path, tmp_path: Path) -> None:
    """In no cast of the shared texts is a character called by a title alone, or is a thing or half a sentence."""
    build(tmp_path / "library", [corpus / "plain"])
    characters = 0
    with Library.open(tmp_path / "library") as library:
        for work in library.works():
            for member in library.cast(work.id):
                characters += 1
                for name in (member.name, *member.aliases):
                    bare = name.replace(".", "")
                    assert bare not in TITLES - KIN, (work.title, name)
                    words = name.lower().split()
                    assert words[-1] not in _THINGS, (work.title, name)
                    assert words[0] != "the" or not (_NO_PART_OF_A_NAME | _GROUPS) & set(words), (work.title, name)
    assert characters > 4_000

"""The boilerplate that publishers of files print around a story is never a scene of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.index.ingest.discovery import Task, walk
from fabula.index.model import SceneKind
from fabula.index.readers import choose
from fabula.index.segmentation import segment

pytestmark = pytest.mark.corpus

# Lower case. Each is in some header, licence, note or imprint of the shared stories.
PHRASES = (
    "project gutenberg",
    "gutenberg.org",
    "gutenberg.net",
    "small print!",
    "for the use of anyone anywhere",
    "e-text prepared",
    "this etext",
    "this e-text",
    "[etext #",
    "distributed proofread",
    "pgdp.net",
    "pglaf",
    "transcriber's note",
    "transcriber’s note",
    "scanner's note",
    "by the etext transcriber",
    "character set encoding",
    "standard ebooks",
    "standardebooks.org",
    "uncopyright",
    "creative commons",
    "cc0 1.0",
    "internet archive",
    "hathitrust",
)


@pytest.mark.slow
def test_no_story_scene_contains_boilerplate(corpus: Path) -> None:
    """No story scene of any plain file or tree has a typical phrase of a licence, header, credit or imprint, while
    the paratext has nearly all of them."""
    in_story: list[str] = []
    in_paratext: set[str] = set()
    files = 0
    for task in walk([corpus / "plain"]):
        if not isinstance(task, Task):
            continue
        reader = choose(task.sources[0])
        assert reader is not None, task.sources[0].path
        files += 1
        for work in reader.read(task.sources[0]):
            for scene in segment(work, "w"):
                text = " ".join(scene.text.lower().split())
                # One by one: a regular expression of all phrases takes fifty times as long.
                for phrase in PHRASES:
                    if phrase not in text:
                        continue
                    if scene.kind is SceneKind.STORY:
                        in_story.append(f"{work.path}, scene {scene.number}: {phrase}")
                    else:
                        in_paratext.add(phrase)
    assert files > 300
    assert in_story == []
    assert len(in_paratext) > 0.8 * len(PHRASES)

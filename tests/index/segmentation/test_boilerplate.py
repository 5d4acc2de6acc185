"""What publishers of files print around a story is never a scene of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.index.ingest.discovery import Task, walk
from fabula.index.model import SceneKind
from fabula.index.readers import choose
from fabula.index.segmentation import segment

pytestmark = pytest.mark.corpus

# Lower case. Each was said in some header, licence, note or imprint of the shared stories.
SAID = (
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


def test_no_scene_holds_what_is_said_of_files(corpus: Path) -> None:
    """No story scene of any plain file or tree has a typical sentence of a licence, header, credit or imprint, while
    the paratext, which is kept, has nearly all of them."""
    found: list[str] = []
    kept: set[str] = set()
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
                # Sought one by one: an expression of them all takes fifty times as long.
                for said in SAID:
                    if said not in text:
                        continue
                    if scene.kind is SceneKind.STORY:
                        found.append(f"{work.path}, scene {scene.number}: {said}")
                    else:
                        kept.add(said)
    assert files > 300
    assert found == []
    assert len(kept) > 0.8 * len(SAID)

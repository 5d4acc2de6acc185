"""No more than a tenth of the works of a random library leave without consent, whatever is replaced."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import build, update
from fabula.index.errors import RemovalsRefused
from fabula.index.run.options import UpdateOptions
from fabula.index.store.opening import open_store

SYLLABLES = "ba be bo da de do fa fe fo ka ke ko la le lo ma me mo na ne no ra re ro sa se so ta te to".split()


def story(title: str, seed: int, sentences: int = 30) -> str:
    dice = random.Random(seed)
    words = ["".join(dice.choices(SYLLABLES, k=3)) for _ in range(150)]
    lines = (" ".join(dice.choices(words, k=8)) + "." for _ in range(sentences))
    return f"Title: {title}\nAuthor: Ann\n\n\n" + "\n\n".join(lines) + "\n"


# What becomes of a file, given a number for new words.
Change = Callable[[Path, int], object]
HARMLESS: list[Change] = [
    lambda path, seed: path.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 1\n"),
    lambda path, seed: path.write_text(f"/annex/objects/SHA256E-s{seed}--0ba9.txt\n"),
    lambda path, seed: path.write_text("504 Gateway Time-out\n\nnginx\n"),
    lambda path, seed: path.write_text("<html><head><title>Log in</title></head><body>Log in</body></html>"),
    lambda path, seed: path.write_bytes(b""),
    lambda path, seed: path.write_bytes(bytes(5000)),
    lambda path, seed: path.rename(path.with_name(f".{path.name}.icloud")),
    lambda path, seed: path.rename(path.with_name(f"moved {path.name}")),
    lambda path, seed: path.write_text(path.read_text() + story("", seed).rpartition("\n\n\n")[2]),
    lambda path, seed: path.write_text(path.read_text().replace("Title: Tale", "Title: Renamed")),
    lambda path, seed: path.write_text(path.read_text().replace("ba", "BA")),
]
HARMFUL: list[Change] = [
    lambda path, seed: path.unlink(),
    lambda path, seed: path.write_text(story(f"Other {seed}", seed)),
    lambda path, seed: path.write_text(path.read_text()[:500]),
]


def texts(library: Path) -> dict[str, str]:
    store = open_store(library)
    return {work: " ".join(scene.text for scene in store.scenes(work)) for work in store.works()}


@pytest.mark.parametrize("seed", [0, 1, 2, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(3, 12))])
def test_no_work_leaves_without_consent(tmp_path: Path, seed: int) -> None:
    """Two rounds of changes keep to that, and a dry run says the same as the real one."""
    dice = random.Random(seed)
    stories, library = tmp_path / "stories", tmp_path / "library"
    stories.mkdir()
    for number in range(dice.randrange(8, 24)):
        (stories / f"{number:02}.txt").write_text(story(f"Tale {number}", 1000 * seed + number))
    build(library, [stories], workers=0, speech=False)
    for round_number in range(2):
        before = texts(library)
        files = [path for path in sorted(stories.glob("*.txt")) if path.read_text().startswith("Title: ")]
        dice.shuffle(files)
        harm = min(dice.choice([0, 0, 1, 2, len(files) // 2]), len(files))
        for place, path in enumerate(files[: harm + dice.randrange(len(files) + 1)]):
            dice.choice(HARMFUL if place < harm else HARMLESS)(path, 10_000 * seed + 100 * round_number + place)
        forecast = update(library, UpdateOptions(workers=0, speech=False, dry_run=True))
        try:
            receipt = update(library, UpdateOptions(workers=0, speech=False))
        except RemovalsRefused:
            assert harm * 10 > len(before)
            assert texts(library) == before
            assert any("Without --allow-removals" in str(warning) for warning in forecast.warnings)
            return
        assert harm * 10 <= len(before)
        assert (forecast.added, forecast.updated, forecast.removed) == (receipt.added, receipt.updated, receipt.removed)
        after = texts(library)
        assert len(before.keys() - after.keys()) <= harm
        shorter = [work for work in before.keys() & after.keys() if 2 * len(after[work]) < len(before[work])]
        assert len(before.keys() - after.keys()) + len(shorter) <= harm

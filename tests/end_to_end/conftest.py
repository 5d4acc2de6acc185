"""The real server in a process of its own, over a real library."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fabula.index import Block, BlockKind, Chapter, Metadata, Work, add_works


def _chapter(*scenes: tuple[str, ...], title: str = "", number: int | None = None) -> Chapter:
    blocks: list[Block] = []
    for scene in scenes:
        if blocks:
            blocks.append(Block(BlockKind.BREAK, "***"))
        blocks += [Block(BlockKind.PARAGRAPH, text) for text in scene]
    return Chapter(tuple(blocks), title=title, number=number)


# Long enough that the text after them is out of view when the scene is opened.
_DAYS = tuple(f"The water rose a hand and fell a hand again, and that was day {day}." for day in range(1, 31))

# Written for these tests.
FERRY = Work(
    "The Ferry House",
    ("Mira Vance",),
    (
        _chapter(
            (
                "The river was the colour of old pewter, and the rope across it hummed whenever the wind came round "
                "from the weir.",
                *_DAYS,
                "Lexa had lit both lanterns. She did that when she was angry, and again when she was sorry, and nobody "
                "at the house had ever learned to tell which it was.",
                "“They asked for a name,” said Oren. “I gave them one. It was not mine to give, and I gave it.”",
                "“You would have been my choice,” said Lexa. She did not look up from the knot. “I want you to know "
                "that before you go over.”",
                *_DAYS[:12],
                "He said it to himself on the far bank, where there was nobody to hear: you would have been my choice.",
            ),
            (
                "By morning the rope was slack. Somebody had cut the far end and coiled it, neatly, the way she had "
                "taught him, and left it on the landing with the lantern still burning inside the coil.",
                "“Well,” she said to the river, “there it is.”",
            ),
            title="Slack Water",
            number=1,
        ),
        _chapter(
            ("In the spring a letter came by the high road, with no name on it and a length of tarred rope in it.",),
            title="The High Road",
            number=2,
        ),
    ),
    Metadata(language="en", fandoms=("Rivers",), tags=("ferries", "regret"), summary="Two people and one rope."),
    path="The Ferry House.txt",
)
SALT = Work(
    "Salt",
    ("Ines Ferreira",),
    (_chapter(("The letters came in a box of salt. She had no choice about reading them; nobody has any choice.",)),),
    Metadata(language="en", fandoms=("Letters",), tags=("epistolary",)),
    path="Salt.txt",
)
_MARKUP = (
    "<script>alert('script')</script> \"><img src=x onerror=\"alert('image')\"> <svg/onload=alert('svg')> {{7*7}} "
    "</mark></p></article></main><a href=\"javascript:alert('link')\">click</a> \u202eesrever"
)
HOSTILE = Work(
    f"A hostile tale {_MARKUP}",
    (f"Mallory {_MARKUP}",),
    (_chapter((f"The quartz lantern {_MARKUP} was lit.",), title=_MARKUP, number=1),),
    Metadata(language="en", tags=(_MARKUP,), summary=_MARKUP, address="javascript:alert('address')"),
    path=f"{_MARKUP}.txt",
)


@pytest.fixture(scope="session")
def story_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of three works, one of them full of markup."""
    library = tmp_path_factory.mktemp("served") / "library"
    receipt = add_works(library, [FERRY, SALT, HOSTILE])
    assert receipt.works == 3, receipt.skipped
    return library


@pytest.fixture(scope="session")
def server(story_library: Path) -> Iterator[str]:
    """The address of `fabula serve` over that library, without the trailing slash."""
    process = subprocess.Popen(
        [sys.executable, "-m", "fabula.web.cli", "serve", "--port", "0", "--library", str(story_library)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    address = re.search(r"http://127\.0\.0\.1:\d+", line)
    try:
        assert address, line + process.communicate(timeout=10)[1]
        yield address[0]
    finally:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 130, out + err
    assert "Traceback" not in out + err, err

"""No query takes long, however it is made."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from fabula.index import Block, BlockKind, Chapter, Metadata, Work, add_works
from fabula.search import Library

WORDS = [f"{first}{vowel}{last}" for first in "bcdfghlmnprst" for vowel in "aeiou" for last in "bdglmnrst"]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Two hundred scenes of eight hundred words, half of them "the" or "of", and 585 others."""
    state = 7
    blocks: list[Block] = []
    for _ in range(200):
        scene_words = []
        for place in range(800):
            state = (state * 1_103_515_245 + 12_345) % 2**31
            scene_words.append(("the", "of")[place // 2 % 2] if place % 2 else WORDS[(state >> 8) % len(WORDS)])
        blocks += [Block(BlockKind.PARAGRAPH, " ".join(scene_words) + "."), Block(BlockKind.BREAK, "*")]
    folder = tmp_path_factory.mktemp("bounds") / "library"
    add_works(folder, [Work("Long", ("Ann",), (Chapter(tuple(blocks)),), Metadata(language="en"))])
    with Library.open(folder) as opened:
        opened.search("the of")
        yield opened


QUERIES = {
    "one word": "the " * 1_020,
    "a phrase of one word": '"' + "the " * 1_019 + '"',
    "a stemmed phrase": '~"' + "the " * 1_019 + '"',
    "near": '"' + "the " * 1_018 + '"~100',
    "near of two": '"' + "the of " * 580 + '"~100',
    "or": " OR ".join(["the"] * 580),
    "and": " AND ".join(["the", "of"] * 240),
    "wildcards": " ".join(f"{letter}*" for letter in "bcdfghlmnprst") + " OR ?a*",
    "the same wildcard": "t* " * 1_300,
    "misspelt": " OR ".join(f"{word}~2" for word in WORDS[::19]),
    "a long misspelt word": "a" * 4_000 + "~2",
    "a phrase of wildcards": '"' + " ".join(f"{letter}*" for letter in "bcdfghlm") + '"',
    "wildcards far apart": '"' + " ".join(f"{letter}*" for letter in "bcdfghlm") + '"~100',
    "misspelt words in a phrase": '~"' + " ".join(f"{word}~2" for word in WORDS[:8]) + '"',
    "a phrase of many wildcards": '"' + "b* " * 1_300 + '"',
    "compounds": " ".join(first + second for first, second in zip(WORDS[:300], WORDS[200:], strict=False)),
    "long compounds": " ".join("".join(WORDS[at : at + 10]) for at in range(60)),
    "contractions": "dont well were its " * 200,
    "halves": " ".join(f"{word[0]} {word[1:]}" for word in WORDS[:500]),
    "stars": "t" + "*t" * 2_000,
    "unknown": " ".join(f"zqxj{number}" for number in range(450)),
    "verbatim": '="the"',
    "verbatim, elsewhere": '="The"',
    "nested": "(the OR " * 50 + "of" + ")" * 50,
    "fields": "author:ann " * 370,
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES.keys())
def test_nasty_queries_are_answered_fast(library: Library, query: str) -> None:
    """Each takes milliseconds, where they once took up to a minute; the bound is for slow machines that trace lines."""
    assert len(query) <= 4_096
    started = time.process_time()
    library.search(query)
    assert time.process_time() - started < 10

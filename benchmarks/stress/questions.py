"""What is asked of a server under stress."""

from __future__ import annotations

import random
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.phrases import phrases, vocabulary
from fabula.search import Library

_SEED = 20261130
_SAMPLED_WORKS = 60

# Each is dear for its own reason: near pairs, alternatives, wildcards, a line that is nowhere, all that is said.
DEAR = (
    '"the of"~50',
    '"of the"~50 OR "to and"~50 OR "a in"~50 OR "he was"~50',
    '"the of and to"~50 "in a he was"~50',
    " OR ".join(
        f'"{a} {b}"~50' for a in "the of and to a in he".split() for b in "was that it his her she you".split()
    ),
    " OR ".join(f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz"),
    "? " + "the of and to a in he was that it " * 40,
    "in:dialogue (the OR of OR and OR to) -(zebra OR quagga)",
)


def natural_queries(address: Path, count: int = 200) -> list[str]:
    """Runs of 3 to 8 words of the library's own stories, as the benchmark samples them."""
    with Library.open(address) as library:
        texts = sampled_texts(library, random.Random(_SEED), _SAMPLED_WORKS)
    return [" ".join(ask.words) for ask in phrases(texts, vocabulary(texts), count, _SEED)]


def sampled_texts(library: Library, rng: random.Random, works: int) -> list[str]:
    """The scenes of so many works, or of all if there are no more."""
    every = list(library.works())
    chosen = rng.sample(every, min(works, len(every)))
    return [scene.text for work in chosen for scene in library.scenes(work.id)]


def search_path(query: str) -> str:
    """The address of the page of results; of a line after a question mark, that of the passages which may be it."""
    if query.startswith("? "):
        return "/quote?" + urlencode({"q": query[2:]})
    return "/search?" + urlencode({"q": query})

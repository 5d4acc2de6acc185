"""The words that a pattern stands for are ranked by BM25, and rare misprints do not come first."""

from __future__ import annotations

from collections.abc import Callable
from fnmatch import fnmatchcase
from math import log1p
from pathlib import Path
from random import Random

import pytest
from rapidfuzz.distance import OSA

from fabula.index import Work, add_works
from fabula.index.analysis import words
from fabula.search import Library, MatchKind, SearchOptions

MakeWork = Callable[..., Work]
MakeLibrary = Callable[..., Path]

VOCABULARY = ["whale", "whales", "wale", "whole", "shale", "whaling", "what", "wharf", "boat", "the", "the", "the"]
PATTERNS = ["whale~", "whael~", "whale~2", "wha*", "w?ale", "wh*e", "wharf~2", "bo*"]


def random_works(seed: int, make_work: MakeWork) -> list[Work]:
    """Works of three scenes of different lengths, in which some words are common and others rare."""
    chance = Random(seed)
    weights = [30, 8, 1, 4, 1, 3, 12, 1, 6, 30, 30, 30]
    return [
        make_work(
            *(" ".join(chance.choices(VOCABULARY, weights, k=chance.randrange(3, 40))) for _ in range(3)),
            title=f"Tale {number}",
        )
        for number in range(14)
    ]


def expected_scores(pattern: str, library: Library) -> dict[str, float]:
    """BM25 worked out by hand, with the bound on weights and the discount for letters that differ."""
    texts = {scene.id: words(scene.text) for work in library.works() for scene in library.scenes(work.id)}
    average = sum(map(len, texts.values())) / len(texts)
    vocabulary = sorted({word for text in texts.values() for word in text})
    typed, is_fuzzy, edits = pattern.partition("~")
    limit = int(edits or (1 if len(typed) < 6 else 2))
    distances = {word: OSA.distance(typed, word) if is_fuzzy else 0 for word in vocabulary}
    fitting = [word for word in vocabulary if (distances[word] <= limit if is_fuzzy else fnmatchcase(word, pattern))]
    frequency = {word: sum(word in text for text in texts.values()) for word in fitting}
    rarity = {word: log1p((len(texts) - count + 0.5) / (count + 0.5)) for word, count in frequency.items()}
    matches = sorted(rarity[word] for word, count in frequency.items() for _ in range(count))
    bound = rarity[typed] if is_fuzzy and typed in rarity else matches[(len(matches) - 1) // 2]
    scores: dict[str, float] = {}
    for scene, text in texts.items():
        norm = 1.2 * (0.25 + 0.75 * len(text) / average)
        for word in fitting:
            count = text.count(word)
            weight = min(rarity[word], bound) * max(0.1, 1 - distances[word] / len(typed))
            scores[scene] = scores.get(scene, 0.0) + weight * 2.2 * count / (count + norm)
        if is_fuzzy and typed in text:
            # The word as typed is a term by itself, too.
            count = text.count(typed)
            scores[scene] += 10_000 + rarity[typed] * 2.2 * count / (count + norm)
    return {scene: score for scene, score in scores.items() if score}


@pytest.mark.parametrize("seed", range(3))
def test_ranked_as_by_hand(seed: int, make_work: MakeWork, tmp_path: Path) -> None:
    """In one segment and in several, with deleted works, best first; the word as typed before others."""
    works = random_works(seed, make_work)
    add_works(tmp_path / "library", works[:9])
    add_works(tmp_path / "library", [*works[9:], *random_works(seed + 50, make_work)[:2]])
    with Library.open(tmp_path / "library") as library:
        for pattern in PATTERNS:
            expected = expected_scores(pattern, library)
            hits = library.search(pattern, SearchOptions(limit=1_000, fold=False)).hits
            assert {hit.scene.id for hit in hits} == set(expected), pattern
            scores = [expected[hit.scene.id] for hit in hits]
            assert scores == pytest.approx(sorted(scores, reverse=True), abs=1e-4), pattern
            assert all(hit.score > 0 for hit in hits)
            is_exact = [hit.match is MatchKind.EXACT for hit in hits]
            assert is_exact == [expected[hit.scene.id] > 10_000 for hit in hits]


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("whale~", "The whale was there, and nobody saw it go.", "A whalf, a whalf, a whalf!"),
        ("nevermor*", "Nevermore, nevermore, quoth he, nevermore.", "It said nevermorish things."),
        ("колокол~", "Колокол звонил, и колокол молчал.", "Колокот звонил."),
        ("c?fé", "The café, the café, the café was shut.", "The cxfé was shut."),
        ("speaker:Mary whale~", "“The whale is there,” said Mary.", "“The whalf is there,” said Mary."),
        ('"white whale~"', "The white whale was there.", "The white whalf, the white whalf!"),
    ],
)
def test_misprints_come_last(query: str, first: str, last: str, make_work: MakeWork, make_library: MakeLibrary) -> None:
    """A misprint stands in one scene, the word in many: rarity alone would put it first."""
    others = [make_work(f"{first} Or so scene {number} of many has it.", title=f"T {number}") for number in range(30)]
    with Library.open(make_library(make_work(last, title="Last"), *others)) as library:
        hits = library.search(query, SearchOptions(limit=100, fold=False)).hits
        assert len(hits) == 31
        assert hits[-1].work.title == "Last", [hit.work.title for hit in hits]


def test_frequent_comes_first(make_work: MakeWork, make_library: MakeLibrary) -> None:
    """Of scenes as long as each other, the one with most of the words; also within speech."""
    few, many = "“A whale,” said he. “The boat is here.”", "“A whale, whales,” said he. “The whaling is here.”"
    texts = [f"{text} {'And so it went. ' * (20 - text.count(' '))}" for text in (few, many)]
    with Library.open(make_library(*(make_work(text, title=text[:12]) for text in texts))) as library:
        for query in ("wha*", "wha* in:dialogue", "wha* OR wher*", '~"wha*"'):
            hits = library.search(query).hits
            assert hits[0].scene.text.startswith("“A whale, w"), query
            assert hits[0].score > hits[1].score

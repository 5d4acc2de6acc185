"""Words spelt like one that the library lacks: the least different first, of equals those in most scenes."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rapidfuzz import process
from rapidfuzz.distance import OSA

from fabula.index import SceneKind, Work
from fabula.index.store.library_store import create_store
from fabula.search.engine.opening import engine_for
from fabula.search.engine.protocol import Engine
from fabula.search.plan import Level, Pattern, PatternKind, PhraseClause
from ...conftest import make_work
from .test_engine import add_to

LETTERS = "aaabc"


def random_work(seed: int, title: int) -> Work:
    """A work of made words of few letters; how often they occur differs as in any text."""
    rng = random.Random(seed)
    made = ["".join(rng.choices(LETTERS, k=rng.randint(2, 6))) for _ in range(90)]
    scenes = [" ".join(rng.choices(made, [1 / (1 + place) for place in range(90)], k=40)) for _ in range(5)]
    return make_work("\n\n***\n\n".join(scenes), title=f"Tale {title}")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Three segments; half of the works in the first are deleted, as later ones replace them."""
    store = create_store(tmp_path_factory.mktemp("nearest") / "library")
    add_to(store, [random_work(seed, seed) for seed in range(8)])
    add_to(store, [random_work(seed + 50, seed) for seed in range(4)])
    add_to(store, [random_work(seed, seed) for seed in range(20, 23)])
    yield engine_for(store)
    store.close()


def by_counting_all(engine: Engine, word: str, limit: int) -> tuple[str, ...]:
    """The same, with the scenes of each of the words counted."""
    vocabulary = engine.words_like(Pattern(PatternKind.WILDCARD, "*"))
    assert not vocabulary.is_cut
    close = process.extract(word, vocabulary.words, scorer=OSA.distance, score_cutoff=min(2, len(word) // 2), limit=64)
    ranked = [
        (edits, -engine.count(PhraseClause(((text,),), Level.SURFACE), tuple(SceneKind)), text)
        for text, edits, _ in close
        if edits > 0
    ]
    return tuple(text for _, scenes, text in sorted(ranked) if scenes)[:limit]


@given(st.text(alphabet="abcd", min_size=1, max_size=8), st.integers(0, 9))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_as_if_all_were_counted(engine: Engine, word: str, limit: int) -> None:
    """Words are left out only if they cannot be among the best; words of deleted scenes alone are nowhere."""
    assert engine.nearest(word, limit) == by_counting_all(engine, word, limit)


@given(st.text(alphabet="abc", min_size=1, max_size=6))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_scenes_of_one_word(engine: Engine, word: str) -> None:
    """They are those that an evaluation finds."""
    expected = engine.count(PhraseClause(((word,),), Level.SURFACE), tuple(SceneKind))
    assert engine.scenes_with((word,)) == expected

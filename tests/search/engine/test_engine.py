"""The engine finds exactly what a scan finds, in one segment, in several, and after updates."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from fabula.index import Block, BlockKind, Chapter, Metadata, Scene, SceneKind, Work, WorkRecord
from fabula.index.analysis import words
from fabula.index.identity import work_id
from fabula.index.records.work_record import make_record
from fabula.index.segmentation import segment
from fabula.index.store.index_store import IndexStore
from fabula.index.store.library_store import create_store
from fabula.index.store.protocol import Store
from fabula.search import Library, MatchKind, SearchOptions
from fabula.search.engine.opening import engine_for
from ...stock_whoosh.engine import WhooshEngine as StockEngine
from ...stock_whoosh.store import WhooshStore as StockStore
from ..oracle import Predicate, has_phrase, has_words, search

VOCABULARY = ["you", "would", "have", "been", "be", "my", "choice", "choices", "walk", "walked", "no", "the", "cat’s"]


def random_work(seed: int, title: int | None = None) -> Work:
    """A work of six short scenes of few distinct words, so that every kind of coincidence happens."""
    state = seed * 7919 + 17
    scenes = []
    for _ in range(6):
        scene_words = []
        for _ in range(4 + state % 23):
            state = (state * 1_103_515_245 + 12_345) % 2**31
            scene_words.append(VOCABULARY[(state >> 16) % len(VOCABULARY)])
        scenes.append(" ".join(scene_words))
    number = seed if title is None else title
    blocks: list[Block] = []
    for scene in scenes:
        blocks += [Block(BlockKind.BREAK, "***"), Block(BlockKind.PARAGRAPH, scene)]
    chapters = (Chapter(tuple(blocks)),)
    return Work(f"Tale {number}", (f"Author {number % 3}",), chapters, Metadata(language="en"))


def add_to(store: Store, works: list[Work]) -> None:
    """As add_works, to a store of any kind: a work replaces the one with its id."""
    with store.write() as writer:
        for work in works:
            identity = work_id(work)
            scenes = segment(work, identity)
            writer.remove(identity)
            writer.add(make_record(work, identity, scenes), scenes)
        writer.commit()


@pytest.fixture(scope="module", params=["positions", "stock Whoosh"])
def library(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Three commits: eight works, four of them again with other text, and three more. Over both engines."""
    folder = tmp_path_factory.mktemp("engine") / "library"
    store: Store = StockStore.create(folder) if request.param == "stock Whoosh" else create_store(folder)
    add_to(store, [random_work(seed) for seed in range(8)])
    add_to(store, [random_work(seed + 50, title=seed) for seed in range(4)])
    add_to(store, [random_work(seed) for seed in range(20, 23)])
    with Library(store, StockEngine if request.param == "stock Whoosh" else engine_for) as opened:
        yield opened


@cache
def everything(library: Library) -> list[tuple[Scene, WorkRecord]]:
    return [(scene, work) for work in library.works() for scene in library.scenes(work.id)]


def found(library: Library, query: str) -> set[str]:
    results = library.search(query, ALL)
    assert results.total == len(results.hits)
    assert [hit.rank for hit in results] == list(range(1, results.total + 1))
    return {hit.scene.id for hit in results}


PHRASE = st.lists(st.sampled_from([*VOCABULARY, "zebra"]), min_size=1, max_size=5).map(" ".join)
# A scan is the oracle of what is found, not of how soon: a busy machine may take any time.
ALL = SearchOptions(limit=1_000, timeout=None)
CHECKED = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.slow
@CHECKED
@given(PHRASE)
def test_phrases(library: Library, phrase: str) -> None:
    """A quoted phrase finds the scenes that have its words in a row, repeated words included."""
    assert found(library, f'"{phrase}"') == search(everything(library), has_phrase(phrase))


@pytest.mark.slow
@CHECKED
@given(PHRASE)
def test_stemmed_phrases(library: Library, phrase: str) -> None:
    """With a tilde, forms of the words match, too; exact matches come first and say so."""
    results = library.search(f'~"{phrase}"', ALL)
    exact = search(everything(library), has_phrase(phrase))
    assert {hit.scene.id for hit in results} == search(everything(library), has_phrase(phrase, stemmed=True))
    assert {hit.scene.id for hit in results if hit.match is MatchKind.EXACT} == exact
    assert [hit.match for hit in results][: len(exact)] == [MatchKind.EXACT] * len(exact)


@CHECKED
@given(PHRASE, st.integers(1, 6))
def test_proximity(library: Library, phrase: str, slop: int) -> None:
    """ "…"~n allows n other words in all, in order."""
    assert found(library, f'"{phrase}"~{slop}') == search(everything(library), has_phrase(phrase, slop=slop))


@pytest.mark.slow
@CHECKED
@given(PHRASE, PHRASE, PHRASE)
def test_boolean(library: Library, a: str, b: str, c: str) -> None:
    """AND, OR and NOT are what they are on sets."""
    scenes = everything(library)
    first, second, third = (search(scenes, has_phrase(text)) for text in (a, b, c))
    assert found(library, f'"{a}" AND ("{b}" OR "{c}")') == first & (second | third)
    assert found(library, f'("{a}" OR "{b}") NOT "{c}"') == (first | second) - third
    assert found(library, f'NOT "{a}"') == {scene.id for scene, _ in scenes} - first


@pytest.mark.slow
@CHECKED
@given(PHRASE)
def test_words_in_any_order(library: Library, phrase: str) -> None:
    """Bare words joined by AND are found in any form and order."""
    joined = " AND ".join(phrase.split())
    expected = search(everything(library), has_words(phrase))
    assert found(library, joined if " AND " in joined else f"{joined} OR {joined}") == expected


@pytest.mark.slow
@CHECKED
@given(PHRASE)
def test_natural_queries_answer_in_steps(library: Library, phrase: str) -> None:
    """Exact before stemmed before near before words; each scene in the first step that matches it."""
    results = library.search(phrase, ALL)
    scenes = everything(library)
    count = len(phrase.replace("’", " ").split())
    steps: list[tuple[MatchKind, Predicate]] = [
        (MatchKind.EXACT, has_phrase(phrase)),
        (MatchKind.STEMMED, has_phrase(phrase, stemmed=True)),
        (MatchKind.NEAR, has_phrase(phrase, stemmed=True, slop=max(3, count // 2))),
        (MatchKind.WORDS, has_words(phrase)),
    ]
    expected: dict[str, MatchKind] = {}
    for kind, predicate in steps:
        for scene in search(scenes, predicate):
            expected.setdefault(scene, kind)
    if not expected:
        by_word = [search(scenes, has_words(word)) for word in phrase.replace("’", " ").split()]
        expected = dict.fromkeys(set().union(*by_word), MatchKind.WORDS)
    assert {hit.scene.id: hit.match for hit in results} == expected
    order = [list(MatchKind).index(hit.match) for hit in results]
    assert order == sorted(order)
    assert [hit.score for hit in results] == sorted((hit.score for hit in results), reverse=True)


@CHECKED
@given(st.sampled_from(["cho*", "w*", "wa*ed", "b?*n", "zz*", "c?t"]))
def test_wildcards(library: Library, pattern: str) -> None:
    """A wildcard finds every word that fits, and nothing else."""
    expected = search(
        everything(library),
        lambda scene, _: any(fnmatchcase(word, pattern) for word in scene.text.replace("’", " ").lower().split()),
    )
    assert found(library, pattern) == expected


SLOT = st.sampled_from(["cho*", "w*", "wa*ed", "y?u", "be*", "wolk~", "choicce~", "my", "you", "the", "would"])


def fits(typed: str, word: str) -> bool:
    if typed.endswith("~"):
        return OSA.distance(typed[:-1], word) <= (1 if len(typed) < 7 else 2)
    return fnmatchcase(word, typed)


@pytest.mark.slow
@CHECKED
@given(st.lists(SLOT, min_size=2, max_size=4), st.sampled_from(["", "~2"]))
def test_patterns_in_phrases(library: Library, slots: list[str], slop: str) -> None:
    """Each stands for any word that fits, in order, with as many others among them as the phrase allows."""

    def stands(scene: Scene, _: WorkRecord) -> bool:
        text = words(scene.text)
        positions = [[at for at, word in enumerate(text) if fits(slot, word)] for slot in slots]
        return any(
            list(chosen) == sorted(set(chosen)) and chosen[-1] - chosen[0] < len(slots) + int(slop[1:] or 0)
            for chosen in itertools.product(*positions)
        )

    query = f'"{" ".join(slots)}"{slop}'
    expected = search(everything(library), stands)
    assert found(library, query) == expected
    assert found(library, f"{query} OR zebra") == expected
    for hit in library.search(query, replace(ALL, limit=2)):
        marked = [words(hit.scene.text[start:end]) for start, end in hit.matches]
        assert all(any(fits(slot, word) for slot in slots) for run in marked for word in run)


def test_pages_make_up_the_whole(library: Library) -> None:
    """Paging by cursor gives every hit once, in the order of one long page."""
    whole = [hit.scene.id for hit in library.search("you have", ALL)]
    assert len(whole) > 20
    paged: list[str] = []
    cursor = None
    while True:
        page = library.search("you have", replace(ALL, limit=7, cursor=cursor))
        paged += [hit.scene.id for hit in page]
        assert page.total == len(whole)
        if page.cursor is None:
            break
        cursor = page.cursor
    assert paged == whole


@pytest.mark.parametrize("works", [9, 80])
def test_equals_go_by_work_and_place(tmp_path: Path, works: int) -> None:
    """Scenes with equal scores are in the order of their works' ids, then of reading, for few works and many."""
    store = create_store(tmp_path / "library")
    for part in (0, 1):
        tales = [Work(f"Tale {at}", ("Ann",), _twice("The lamp was lit.")) for at in range(part, works, 2)]
        add_to(store, [*tales, *(Work(f"Other {at}", ("Ann",), _twice("Nothing else.")) for at in range(part, 7, 2))])
    assert isinstance(store, IndexStore) and len(store.snapshot().segments) == 2
    with Library(store) as library:
        hits = library.search('"lamp was lit"', replace(ALL, fold=False)).hits
        assert len(hits) == 2 * works
        assert len({hit.score for hit in hits}) == 1
        order = [(hit.work.id, hit.scene.order) for hit in hits]
        assert order == sorted(order)


def _twice(text: str) -> tuple[Chapter, ...]:
    blocks = (Block(BlockKind.PARAGRAPH, text), Block(BlockKind.BREAK, "***"), Block(BlockKind.PARAGRAPH, text))
    return (Chapter(blocks),)


def test_only_records_that_are_needed_are_read(tmp_path: Path) -> None:
    """An answer with equal scores reads the records of those works, not those of the whole library."""
    store = create_store(tmp_path / "library")
    add_to(store, [Work(f"Tale {at}", ("Ann",), _twice(f"Word{at} and lamp{at % 40}.")) for at in range(120)])
    store.close()
    with Library.open(tmp_path / "library") as library:
        assert library.search("lamp7").total == 6
        store = library._store
        assert isinstance(store, IndexStore)
        (opened,) = store.snapshot().segments
        assert len(opened.segment._known_works) == 3


def test_remembered_lines_are_found(library: Library) -> None:
    """A line of eight words with one missing and one misspelt finds a scene that has most of them.

    With both engines, though each finds its passages in its own way.
    """
    for number, (scene, _) in enumerate(everything(library)):
        scene_words = words(scene.text)
        line = scene_words[number % 3 : number % 3 + 9]
        if len(line) < 9 or number % 4:
            continue
        wrong = [*line[:3], *line[4:6], f"{line[6]}q", *line[7:]]
        results = library.quote(" ".join(wrong))
        assert results.hits, wrong
        texts = [f" {' '.join(words(hit.scene.text))} " for hit in results]
        assert any(f" {' '.join(line)} " in text for text in texts) or results.hits[0].score >= results.threshold
        for hit in results:
            # A difference has words as they are written: "cat’s" is two of the index's.
            passage = " ".join(words(" ".join(step.text for step in hit.difference if step.text)))
            assert f" {passage} " in f" {' '.join(words(hit.scene.text))} "
    exact = library.quote(" ".join(words(everything(library)[0][0].text)[:6]))
    assert exact.claimed and exact.hits[0].score == 1


def test_facets_count_scenes(library: Library) -> None:
    """A facet counts as a scan over all scenes found does."""
    results = library.search('"you"', replace(ALL, facets=("author", "lang")))
    counts: dict[str, int] = {}
    for hit in results:
        counts[hit.work.authors[0]] = counts.get(hit.work.authors[0], 0) + 1
    assert {count.value: count.count for count in results.facets["author"]} == counts
    assert [(count.value, count.count) for count in results.facets["lang"]] == [("en", results.total)]


@pytest.mark.parametrize("sort", ["title", "author", "length", "date"])
def test_orders(library: Library, sort: str) -> None:
    """Every order but relevance is by work, and in reading order within it."""
    hits = library.search('"you"', replace(ALL, sort=sort)).hits  # type: ignore[arg-type]
    keys = {
        "title": lambda hit: hit.work.title.casefold(),
        "author": lambda hit: (hit.work.authors, hit.work.title),
        "length": lambda hit: -hit.work.words,
        "date": lambda hit: "",
    }[sort]
    assert [keys(hit) for hit in hits] == sorted(keys(hit) for hit in hits)
    for before, after in itertools.pairwise(hits):
        if before.work.id == after.work.id:
            assert before.scene.order < after.scene.order


def test_only_story_is_searched_unless_asked(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """in:notes finds notes, in:all everything, each scene once."""
    work = make_work("A/N: thanks for reading about the zebra!", "The lion slept.", "The zebra woke up at last.")
    with Library.open(make_library(work)) as library:
        assert [hit.scene.kind for hit in library.search("zebra")] == [SceneKind.STORY]
        assert [hit.scene.kind for hit in library.search("zebra in:notes")] == [SceneKind.PARATEXT]
        assert library.search("zebra in:all").total == 2
        assert library.search('"thanks for reading"').total == 0

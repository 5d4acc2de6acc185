"""The Python API: answers, explanations, errors, and many threads at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread

import pytest

from fabula.index import Work, add_works
from fabula.index.errors import (
    LibraryDamaged,
    LibraryMissing,
    LibraryTooNew,
    NotALibrary,
    NotFound,
    OptionError,
    QueryTooDear,
)
from fabula.index.identity import work_id
from fabula.index.records.work_record import make_record
from fabula.index.segmentation import segment
from fabula.index.store.library_store import create_store
from fabula.index.store.opening import open_store
from fabula.search import Library, MatchKind, SearchOptions, at_most
from fabula.search.shapes.answers import SEARCH_ANSWER
from fabula.search.shapes.libraries import STATS
from fabula.search.shapes.works import SCENE, WORK

STORY = (
    "Clara waited by the sea. The lamp was out.",
    "“If you had chosen with your heart,” Clara asked, “what then?”\n\n"
    "“You,” says Ruth. “You would have been my choice.”",
)


@pytest.fixture
def library(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> Iterator[Library]:
    raven = make_work("Once upon a midnight dreary.", title="The Raven", authors=("Edgar Poe",), published="1845-01-29")
    with Library.open(make_library(make_work(*STORY), raven)) as opened:
        yield opened


@pytest.mark.parametrize(
    "query",
    [
        '"You would have been my choice"',
        "“You would have been my choice”",
        '"YOU WOULD HAVE BEEN MY CHOICE"',
        '"you would  have been my choice "',
        "you would have been my choice",
        '"you would\u00a0have been my choice?"',
    ],
)
def test_the_line_is_found_however_it_is_typed(library: Library, query: str) -> None:
    """Curly quotes, capitals and spaces change nothing: one hit, exact, those six words marked."""
    results = library.search(query)
    (hit,) = results.hits
    assert (results.total, hit.match, hit.scene.number) == (1, MatchKind.EXACT, 2)
    assert [hit.scene.text[a:b] for a, b in hit.matches] == ["You would have been my choice"]
    assert [hit.snippet.text[a:b] for a, b in hit.snippet.highlights] == ["You would have been my choice"]


def test_other_forms_are_found_only_when_asked(library: Library) -> None:
    """A quoted phrase is exact; with a tilde its forms count, and the answer says so."""
    assert library.search('"you would have be my choice"').total == 0
    (hit,) = library.search('~"you would have be my choice"').hits
    assert hit.match is MatchKind.STEMMED
    assert library.search("you would have be my choice").hits[0].match is MatchKind.STEMMED


def test_each_choice_says_how_it_matched(library: Library) -> None:
    """Of alternatives a scene is labelled by the one that it meets best, and those come first."""
    results = library.search('zebra OR lamp OR "my choice" OR ~"heart chosen"')
    assert [(hit.scene.number, hit.match) for hit in results] == [(2, MatchKind.EXACT), (1, MatchKind.WORDS)]
    assert results.total == 2
    hit = library.search('"if you had" OR ruth').hits[0]
    assert [hit.scene.text[a:b] for a, b in hit.matches] == ["If you had", "Ruth"]
    assert library.locate('"if you had" OR ruth', hit.scene.id) == hit.matches


def test_an_empty_answer_says_what_failed(library: Library) -> None:
    """The missing word and the nearest that exists; the phrase whose words never meet; the condition no work meets."""
    (gap,) = library.search('"my choyce"').explanation.missing
    assert "choyce" in gap.reason and gap.nearest == ("choice",)
    (gap,) = library.search('"choice my"').explanation.missing
    assert gap.reason == "all its words are there, but never in this order"
    (gap,) = library.search("author:Bo choice").explanation.missing
    assert gap.part == "author:Bo"
    (gap,) = library.search('"raven" OR author:Po').explanation.missing[:1]
    assert gap.part == "raven"
    (gap,) = library.search("midnight AND choice").explanation.missing
    assert gap.reason == "each part is found, but never all of them in one scene"
    (gap,) = library.search('="my Choice"').explanation.missing
    assert gap.reason == "it is there, but not written like this"


def test_an_empty_answer_offers_other_forms(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """Where the phrase stands in other forms, the answer gives the query that finds them."""
    work = make_work("To be or not.", "You would have been my choice.")
    with Library.open(make_library(work)) as library:
        (gap,) = library.search('"have be my"').explanation.missing
        assert library.search(gap.nearest[0]).total == 1


def test_the_nearest_author_is_named(library: Library) -> None:
    """A misspelt name in a field is answered with the names there are."""
    (gap,) = library.search('author:"Edgar Po" midnight').explanation.missing
    assert gap.nearest == ("Edgar Poe",)


def test_prose_with_an_unknown_word_still_answers(library: Library) -> None:
    """Some of the words are better than nothing, and the answer names the one that is nowhere."""
    results = library.search("you would be my zebra")
    assert results.total >= 1
    assert results.explanation.missing[0].part == "zebra"
    assert "some of them" in results.explanation.notes[0]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("author:poe midnight", {"The Raven"}),
        ("author:poe", {"The Raven"}),
        ('title:"the raven"', {"The Raven"}),
        ('title:"raven the"', set()),
        ("lang:en", {"The Raven", "A Tale"}),
        ("lang:fr", set()),
        ("words:<6", {"The Raven"}),
        ("words:6..", {"A Tale"}),
        ("date:1845", {"The Raven"}),
        ("date:..1844", set()),
        ("date:1840..1850", {"The Raven"}),
        ("-author:poe", {"A Tale"}),
    ],
)
def test_fields(library: Library, query: str, titles: set[str]) -> None:
    """Every field narrows to the works that meet it."""
    assert {hit.work.title for hit in library.search(query)} == titles


def test_filters_are_fields(library: Library) -> None:
    """SearchOptions.filters mean what the query language means."""
    options = SearchOptions(filters={"author": "Edgar Poe"})
    assert [hit.work.title for hit in library.search("midnight", options)] == ["The Raven"]
    assert library.search("choice", options).total == 0


@pytest.mark.parametrize(
    "options",
    [
        SearchOptions(limit=-1),
        SearchOptions(limit=1_001),
        SearchOptions(cursor="nonsense"),
        SearchOptions(cursor="A" * 36),
        SearchOptions(sort="random"),  # type: ignore[arg-type]
        SearchOptions(facets=("colour",)),
        SearchOptions(filters={"colour": "red"}),
        SearchOptions(filters={"words": "many"}),
    ],
)
def test_senseless_options_are_refused(library: Library, options: SearchOptions) -> None:
    """Each with a message and a hint."""
    with pytest.raises(OptionError) as caught:
        library.search("choice", options)
    assert str(caught.value) and caught.value.hint


def test_a_limit_of_nothing_counts(library: Library) -> None:
    """limit=0 gives the total and no hits."""
    results = library.search("choice", limit=0)
    assert (results.total, len(results), results.cursor) == (1, 0, None)


def test_unknown_ids_are_not_found(library: Library) -> None:
    """Scenes and works by ids that do not exist, however long, are NotFound."""
    for identity in ("x", "", "x" * 100_000, "\ud800"):
        with pytest.raises(NotFound):
            library.scene(identity)
        with pytest.raises(NotFound):
            library.work(identity)
        with pytest.raises(NotFound):
            library.scenes(identity)


def test_shapes_are_those_documented(library: Library) -> None:
    """The JSON shapes have exactly the documented keys, in order, and are JSON."""
    shape = SEARCH_ANSWER.of(library.search("choice", SearchOptions(facets=("author",))))
    assert list(shape) == [
        "query",
        "total",
        "seconds",
        "explanation",
        "facets",
        "cursor",
        "generation",
        "hits",
        "remembered",
    ]
    (hit,) = shape["hits"]
    assert list(hit) == ["rank", "score", "match", "speaker", "work", "chapter", "scene", "snippet", "copies", "also"]
    assert list(hit["work"]) == ["id", "title", "authors", "path", "source"]
    assert list(hit["scene"]) == ["id", "number"]
    assert list(hit["snippet"]) == ["text", "html", "highlights"]
    work = library.works()[0]
    assert list(STATS.of((library.stats(), library.speech_due())))[:6] == [
        "works",
        "scenes",
        "notes",
        "words",
        "bytes",
        "generation",
    ]
    json.dumps([shape, WORK.of(work), SCENE.of((work, library.scenes(work.id)[0]))])


def test_a_missing_or_foreign_folder_is_told_apart(tmp_path: Path) -> None:
    """No folder, an empty one, one with other files, a file: each its own error with a next step."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").touch()
    for name, expected in [
        ("none", LibraryMissing),
        ("empty", LibraryMissing),
        ("photos", NotALibrary),
        ("photos/a.jpg", NotALibrary),
    ]:
        with pytest.raises(expected) as caught:
            Library.open(tmp_path / name)
        assert caught.value.hint
    with pytest.raises(OptionError, match="opensearch"):
        Library.open("opensearch://host/name")


def test_damage_and_later_formats_are_named(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """A damaged marker, missing files, and a format from the future are each an error of their own."""
    folder = make_library(make_work("Text."))
    marker = folder / "fabula.json"
    kept = marker.read_text()
    marker.write_text('{"fabula": "library", "schema": 99}')
    with pytest.raises(LibraryTooNew, match="format 99"):
        Library.open(folder)
    for broken in ("{", "[]", '{"schema": "x"}', '{"schema": 0}'):
        marker.write_text(broken)
        with pytest.raises(LibraryDamaged):
            Library.open(folder)
    marker.write_text(kept)
    for file in (folder / "index").iterdir():
        file.unlink()
    with pytest.raises(LibraryDamaged):
        Library.open(folder)


def test_threads_share_a_library(library: Library) -> None:
    """Eight threads with different queries each get the answers that one gets."""
    queries = ['"my choice"', "midnight", "you would have", "zebra", "cho*", 'author:poe "once upon"'] * 20
    expected = {query: [hit.scene.id for hit in library.search(query)] for query in set(queries)}
    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(lambda query: (query, [hit.scene.id for hit in library.search(query)]), queries)
        for query, answer in answers:
            assert answer == expected[query]


def test_a_library_goes_on_to_the_next_commit(
    make_work: Callable[..., Work], make_library: Callable[..., Path]
) -> None:
    """At once where it is asked to, and otherwise by itself (test_latest_commit.py)."""
    folder = make_library(make_work("First."))
    with Library.open(folder) as library:
        before = library.generation
        add_works(folder, [make_work("Second zebra.", title="Other")])
        assert library.refresh() and not library.refresh()
        assert library.generation > before
        assert library.search("zebra").total == 1


@pytest.mark.slow
def test_searching_goes_on_while_the_library_changes(
    make_work: Callable[..., Work], make_library: Callable[..., Path]
) -> None:
    """Works come and go under the eyes of readers, who always see one commit or another and never a mix."""
    folder = make_library(*(make_work(f"The lamp number {n} was lit.", title=f"Lamp {n}") for n in range(20)))
    failures: list[BaseException] = []
    done = Event()
    with Library.open(folder) as library:

        def read() -> None:
            while not done.is_set():
                try:
                    results = library.search("lamp", limit=100)
                    assert results.total == len(results.hits) == 20
                except BaseException as error:
                    failures.append(error)
                    raise

        readers = [Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        for turn in range(12):
            with create_store(folder).write() as writer:
                for work in open_store(folder).works().values():
                    writer.remove(work.id)
                for n in range(20):
                    story = make_work(f"The lamp number {n} was lit again.", title=f"Lamp {n} of turn {turn}")
                    identity = work_id(story)
                    scenes = segment(story, identity)
                    writer.add(make_record(story, identity, scenes), scenes)
                writer.commit()
            library.refresh()
        done.set()
        for reader in readers:
            reader.join()
    assert failures == []


def test_ranks_do_not_depend_on_what_was_there_before(
    make_work: Callable[..., Work], make_library: Callable[..., Path]
) -> None:
    """A library that was brought up to date ranks and scores as one that was built anew."""
    texts = ["lamp " * n + "night " * (30 - n) + f"number {n}" for n in range(1, 20)]
    works = [make_work(text, title=f"Lamp {n}") for n, text in enumerate(texts)]
    anew = make_library(*works)
    before = (make_work("lamp " * 400 + text, title=f"Lamp {n}") for n, text in enumerate(texts[1:], 1))
    kept_up = make_library(works[0], *before)
    add_works(kept_up, works[1:])
    with Library.open(anew) as first, Library.open(kept_up) as second:
        expected = [(hit.scene.id, hit.score) for hit in first.search("lamp night", limit=100)]
        assert [(hit.scene.id, hit.score) for hit in second.search("lamp night", limit=100)] == expected


@pytest.mark.parametrize("call", ["works", "stats", "scenes"])
def test_reading_what_is_stored_may_be_bounded(make_work: Callable[..., Work], tmp_path: Path, call: str) -> None:
    """These have no limit of their own: a library that somebody else made may be large."""
    work = make_work(*STORY)
    add_works(tmp_path / "library", [work])
    arguments = [work_id(work)] if call == "scenes" else []
    with Library.open(tmp_path / "library") as opened:
        with at_most(0.0), pytest.raises(QueryTooDear):
            getattr(opened, call)(*arguments)
        with at_most(None):
            assert getattr(opened, call)(*arguments)

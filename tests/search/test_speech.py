"""Queries in speech, in narration, of a speaker and over interruptions find what a scan finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index import Work, add_works
from fabula.index.analysis import terms
from fabula.search import Library, MatchKind, SearchOptions
from .spoken_stories import (
    VOCABULARY,
    SpokenScene,
    assign_speakers,
    has_near,
    has_phrase,
    has_phrase_across_breaks,
    in_dialogue,
    in_narration,
    said_by,
    spoken_scenes,
    spoken_work,
)


class Shelf:
    """A library and a scan of it."""

    def __init__(self, folder: Path) -> None:
        self.library = Library.open(folder)
        self.scenes = [scene for work in self.library.works() for scene in spoken_scenes(self.library.scenes(work.id))]

    def __repr__(self) -> str:
        return f"<{len(self.scenes)} scenes>"

    def scan(self, predicate: Callable[[SpokenScene], bool]) -> set[str]:
        return {scene.id for scene in self.scenes if predicate(scene)}

    def found(self, query: str) -> set[str]:
        results = self.library.search(query, SearchOptions(limit=1_000, fold=False))
        assert results.total == len(results.hits)
        return {hit.scene.id for hit in results}


def several_segments(folder: Path) -> None:
    add_works(folder, [spoken_work(seed) for seed in range(8)])
    add_works(folder, [spoken_work(seed + 50, title=seed) for seed in range(4)])
    add_works(folder, [spoken_work(seed) for seed in range(20, 23)])
    assign_speakers(folder)


def merged_segments(folder: Path) -> None:
    """Segments with speakers that are merged afterwards, works of them replaced."""
    for seed in range(7):
        add_works(folder, [spoken_work(seed), spoken_work(seed + 40)])
    assign_speakers(folder)
    add_works(folder, [spoken_work(90, title=2), spoken_work(91, title=42), spoken_work(92)])
    assign_speakers(folder)


@pytest.fixture(scope="module", params=[several_segments, merged_segments], ids=lambda shape: shape.__name__)
def shelf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    folder = tmp_path_factory.mktemp("speech") / "library"
    request.param(folder)
    shelf = Shelf(folder)
    assert sum(len(scene.utterances) for scene in shelf.scenes) > 200
    yield shelf
    shelf.library.close()


PHRASE = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=4).map(" ".join)
SCOPES = {
    "in:dialogue": in_dialogue,
    "in:narration": in_narration,
    "-in:dialogue": in_narration,
    "speaker:lexa": said_by(1),
    "speaker:LEXA in:dialogue": said_by(1),
    'speaker:"lexa trikru"': said_by(1),
    "speaker:I": said_by(2),
    "speaker:griffin": said_by(3),
    "speaker:Nobody": said_by(),
    "speaker:lexa in:narration": lambda _: False,
}
SCOPE = st.sampled_from(sorted(SCOPES))
CHECKED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def either(*predicates: Callable[[SpokenScene], bool]) -> Callable[[SpokenScene], bool]:
    return lambda scene: any(predicate(scene) for predicate in predicates)


@CHECKED
@given(PHRASE)
def test_phrases_run_over_narration(shelf: Shelf, phrase: str) -> None:
    """A quoted phrase finds itself, then itself with the narration within one speech left out; else two speeches."""
    results = shelf.library.search(f'"{phrase}"', SearchOptions(limit=1_000, fold=False))
    exact, spoken = shelf.scan(has_phrase(phrase)), shelf.scan(has_phrase_across_breaks(phrase))
    kinds = [hit.match for hit in results]
    by_kind = {kind: {hit.scene.id for hit in results if hit.match is kind} for kind in kinds}
    if exact or spoken:
        assert by_kind.get(MatchKind.EXACT, set()) == exact
        assert by_kind.get(MatchKind.SPEECH, set()) == spoken - exact
        assert kinds == sorted(kinds, key=list(MatchKind).index)
    else:
        assert by_kind.get(MatchKind.NEAR, set()) == shelf.scan(has_phrase_across_breaks(phrase, turns=False))
    assert results.total == len(results.hits) == sum(map(len, by_kind.values()))


@pytest.mark.slow
@CHECKED
@given(PHRASE)
def test_stemmed_phrases_run_over_narration(shelf: Shelf, phrase: str) -> None:
    """Forms do, too."""
    expected = either(has_phrase(phrase, stemmed=True), has_phrase_across_breaks(phrase, stemmed=True))
    assert shelf.found(f'~"{phrase}"') == shelf.scan(expected)


def spoken_or_whole(phrase: str, allowed: Callable[..., bool]) -> Callable[[SpokenScene], bool]:
    """All of it in the scope, or over breaks in speech, every utterance in the scope."""
    return either(has_phrase(phrase, allowed), has_phrase_across_breaks(phrase, within(allowed)))


def within(allowed: Callable[..., bool]) -> Callable[..., bool]:
    return lambda utterance: utterance is not None and allowed(utterance)


@pytest.mark.slow
@CHECKED
@given(SCOPE, PHRASE)
def test_phrases_in_a_scope(shelf: Shelf, scope: str, phrase: str) -> None:
    """Every word of a phrase lies in the scope; the order of the two does not matter."""
    allowed = SCOPES[scope]
    expected = shelf.scan(spoken_or_whole(phrase, allowed))
    if not expected and len(phrase.split()) > 1:
        expected = shelf.scan(has_phrase_across_breaks(phrase, within(allowed), turns=False))
    assert shelf.found(f'{scope} "{phrase}"') == shelf.found(f'"{phrase}" {scope}') == expected


@pytest.mark.slow
@CHECKED
@given(SCOPE, PHRASE, st.integers(1, 5))
def test_proximity_in_a_scope(shelf: Shelf, scope: str, phrase: str, slop: int) -> None:
    """All words lie in the scope, and what is between them may be anything."""
    assert shelf.found(f'{scope} "{phrase}"~{slop}') == shelf.scan(has_near(phrase, slop, SCOPES[scope]))


@pytest.mark.slow
@CHECKED
@given(SCOPE, st.sampled_from(VOCABULARY), st.sampled_from(["cho*", "w?uld", "b*n", "zz*"]))
def test_words_in_a_scope(shelf: Shelf, scope: str, word: str, pattern: str) -> None:
    """Words in any form, wildcards, and both at once."""
    allowed = SCOPES[scope]
    forms = {"cho*": ("choice", "choices"), "w?uld": ("would",), "b*n": ("been",), "zz*": ()}[pattern]
    wild = shelf.scan(either(*(has_phrase(form, allowed) for form in forms)))
    plain = shelf.scan(has_phrase(word, allowed, stemmed=True))
    assert shelf.found(f"{scope} {pattern}") == wild
    assert shelf.found(f"{scope} {word} AND {pattern}") == plain & wild
    assert shelf.found(f"{scope} ({word} OR {pattern})") == plain | wild


@pytest.mark.slow
@CHECKED
@given(SCOPE, SCOPE, PHRASE, PHRASE)
def test_scopes_and_booleans(shelf: Shelf, one: str, other: str, a: str, b: str) -> None:
    """A scope binds what it is joined with, and no more; what is ruled out is all that would be found."""
    first, second = (shelf.scan(spoken_or_whole(text, SCOPES[scope])) for text, scope in ((a, one), (b, other)))
    everything = {scene.id for scene in shelf.scenes}
    assert shelf.found(f'({one} "{a}") OR ({other} "{b}") OR zebra') == first | second
    # The same twice is one phrase by itself, which is looked for further.
    assert first & second or (one, a) == (other, b) or not shelf.found(f'({one} "{a}") AND ({other} "{b}")')
    if first & second:
        assert shelf.found(f'({one} "{a}") AND ({other} "{b}")') == first & second
    assert shelf.found(f'NOT ({one} "{a}")') == everything - first
    speaking = {
        scene.id
        for scene in shelf.scenes
        if any(SCOPES[one](scene.utterance_at(place)) for place in range(len(scene.words)))
    }
    assert shelf.found(f'{one} NOT "{a}"') == speaking - first


@pytest.mark.slow
@CHECKED
@given(PHRASE, PHRASE)
def test_several_speakers(shelf: Shelf, a: str, b: str) -> None:
    """Each binds what follows it; the first what stands before as well."""
    lexa, clarke = shelf.scan(spoken_or_whole(a, said_by(1))), shelf.scan(spoken_or_whole(b, said_by(2)))
    assert shelf.found(f'speaker:Lexa "{a}" AND speaker:Clarke "{b}"') == lexa & clarke
    assert shelf.found(f'"{a}" speaker:Lexa speaker:Clarke "{b}"') == lexa & clarke
    present = shelf.scan(lambda scene: any(utterance.speaker == 2 for utterance in scene.utterances))
    assert shelf.found(f'"{a}" speaker:Lexa speaker:Clarke') == lexa & present
    assert shelf.found("speaker:Clarke") == present


@pytest.mark.slow
@CHECKED
@given(PHRASE)
def test_natural_queries_use_speech_by_themselves(shelf: Shelf, phrase: str) -> None:
    """After what is exact, before other forms."""
    results = shelf.library.search(phrase, SearchOptions(limit=1_000, fold=False))
    exact = shelf.scan(has_phrase(phrase))
    spoken = shelf.scan(has_phrase_across_breaks(phrase)) - exact
    stemmed = (
        shelf.scan(either(has_phrase(phrase, stemmed=True), has_phrase_across_breaks(phrase, stemmed=True)))
        - exact
        - spoken
    )
    for kind, expected in ((MatchKind.EXACT, exact), (MatchKind.SPEECH, spoken), (MatchKind.STEMMED, stemmed)):
        assert {hit.scene.id for hit in results if hit.match is kind} == expected
    kinds = [hit.match for hit in results]
    assert kinds == sorted(kinds, key=list(MatchKind).index)


@pytest.mark.slow
@CHECKED
@given(SCOPE, PHRASE)
def test_natural_queries_in_a_scope(shelf: Shelf, scope: str, phrase: str) -> None:
    """All of their steps lie in it; the last one finds what holds all of the words."""
    allowed = SCOPES[scope]
    results = shelf.library.search(f"{scope} {phrase}", SearchOptions(limit=1_000, fold=False))
    found = {hit.scene.id for hit in results}
    every = [shelf.scan(has_phrase(word, allowed, stemmed=True)) for word in phrase.replace("’", " ").split()]
    expected = set.intersection(*every) or set.union(*every)
    assert found == expected
    assert {hit.scene.id for hit in results if hit.match is MatchKind.EXACT} == shelf.scan(has_phrase(phrase, allowed))


def marked(scene_text: str, spans: Iterable[tuple[int, int]]) -> list[str]:
    return [term.text for start, end in spans for term in terms(scene_text) if start <= term.start and term.end <= end]


@CHECKED
@given(SCOPE, st.lists(st.sampled_from(VOCABULARY), min_size=2, max_size=4).map(" ".join))
def test_only_what_matched_is_marked(shelf: Shelf, scope: str, phrase: str) -> None:
    """Marks hold the words of the phrase and nothing of the narration between, in hits and on the reading page."""
    for query in (f'"{phrase}"', f'{scope} "{phrase}"'):
        for hit in shelf.library.search(query, SearchOptions(limit=20, fold=False)):
            assert hit.matches and hit.snippet.highlights
            marks = marked(hit.scene.text, hit.matches)
            wanted = [term.text for term in terms(phrase)]
            assert len(marks) >= len(wanted) and set(marks) <= set(wanted)
            assert shelf.library.locate(query, hit.scene.id) == hit.matches


def test_hits_name_their_speaker(shelf: Shelf) -> None:
    """A hit has a speaker where it is known who says the words that matched, and only there."""
    names = {0: None, 1: "Lexa", 2: "Clarke", 3: "Abby Griffin"}
    by_id = {scene.id: scene for scene in shelf.scenes}
    seen = set()
    for query in ('"you would"', '"my choice"', '"would have"', '"have been my"'):
        for hit in shelf.library.search(query, SearchOptions(limit=1_000, fold=False)):
            scene = by_id[hit.scene.id]
            start = len(terms(hit.scene.text[: hit.matches[0].start]))
            if hit.match is MatchKind.EXACT and len(hit.matches) == 1:
                last = start + len(query.split()) - 1
                utterance = scene.utterance_at(start)
                whole = utterance is not None and last <= utterance.last
                assert hit.speaker == (names[utterance.speaker] if utterance is not None and whole else None)
                seen.add(hit.speaker)
    assert seen == set(names.values())
    assert {hit.speaker for hit in shelf.library.search("speaker:Lexa choice", limit=50)} == {"Lexa"}


def test_a_scope_by_filter(shelf: Shelf) -> None:
    """Filters bind the whole query."""
    options = SearchOptions(limit=1_000, fold=False, filters={"speaker": "Lexa"})
    for query in ('"my choice"', "my choice", '"my" OR "choice"', '"my" NOT "choice"'):
        by_filter = [hit.scene.id for hit in shelf.library.search(query, options)]
        by_field = shelf.library.search(f"speaker:Lexa ({query})", SearchOptions(limit=1_000, fold=False))
        if query != "my choice":
            assert by_filter == [hit.scene.id for hit in by_field]
        assert set(by_filter) <= shelf.scan(either(has_phrase("my", said_by(1)), has_phrase("choice", said_by(1))))


def test_threads_share_a_library(tmp_path: Path) -> None:
    """A library that was just opened is asked by many at once."""
    several_segments(tmp_path / "lib")
    queries = ['"you would have"', "speaker:Lexa choice", 'in:narration "my choice"', "you would have been"] * 6
    with Library.open(tmp_path / "lib") as alone, Library.open(tmp_path / "lib") as shared:
        expected = [[hit.scene.id for hit in alone.search(query)] for query in queries]
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(lambda query: [hit.scene.id for hit in shared.search(query)], queries))
    assert found == expected


def test_as_written_in_a_scope(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """Case and marks count where the words lie in the scope, and not elsewhere."""
    work = make_work("“My choice,” said Ann. It was no my choice. “Go,” he said. “Go!”")
    with Library.open(make_library(work)) as library:
        assert library.search('in:dialogue ="My choice"').total == 1
        assert library.search('in:dialogue ="my choice"').total == 0
        assert library.search('in:narration ="my choice"').total == 1
        assert library.search('="my choice"').total == 1


@CHECKED
@given(st.lists(st.sampled_from([*VOCABULARY, *SCOPES, "AND", "OR", "NOT", "(", ")", '"', "~", "in:all"]), max_size=12))
def test_any_query_is_answered(shelf: Shelf, pieces: list[str]) -> None:
    """Any pieces in any order."""
    query = "you " + " ".join(pieces)
    results = shelf.library.search(query, limit=5)
    assert results.total >= len(results.hits)

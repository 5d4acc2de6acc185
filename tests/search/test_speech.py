"""What is asked for in speech, in narration, of a speaker and over interruptions is what a scan finds."""

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
    Told,
    cast_by_lot,
    holds,
    holds_near,
    in_dialogue,
    in_narration,
    joins,
    said_by,
    spoken_work,
    tell,
)


class Shelf:
    """A library and a scan of it."""

    def __init__(self, folder: Path) -> None:
        self.library = Library.open(folder)
        self.scenes = [told for work in self.library.works() for told in tell(self.library.scenes(work.id))]

    def __repr__(self) -> str:
        return f"<{len(self.scenes)} scenes>"

    def scan(self, predicate: Callable[[Told], bool]) -> set[str]:
        return {scene.id for scene in self.scenes if predicate(scene)}

    def found(self, query: str) -> set[str]:
        results = self.library.search(query, SearchOptions(limit=1_000, fold=False))
        assert results.total == len(results.hits)
        return {hit.scene.id for hit in results}


def several_segments(folder: Path) -> None:
    add_works(folder, [spoken_work(seed) for seed in range(8)])
    add_works(folder, [spoken_work(seed + 50, title=seed) for seed in range(4)])
    add_works(folder, [spoken_work(seed) for seed in range(20, 23)])
    cast_by_lot(folder)


def merged_segments(folder: Path) -> None:
    """Segments with speakers that are merged afterwards, works of them replaced."""
    for seed in range(7):
        add_works(folder, [spoken_work(seed), spoken_work(seed + 40)])
    cast_by_lot(folder)
    add_works(folder, [spoken_work(90, title=2), spoken_work(91, title=42), spoken_work(92)])
    cast_by_lot(folder)


@pytest.fixture(scope="module", params=[several_segments, merged_segments], ids=lambda shape: shape.__name__)
def shelf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    folder = tmp_path_factory.mktemp("speech") / "library"
    request.param(folder)
    shelf = Shelf(folder)
    assert sum(len(scene.pieces) for scene in shelf.scenes) > 200
    yield shelf
    shelf.library.close()


PHRASE = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=4).map(" ".join)
LAYERS = {
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
LAYER = st.sampled_from(sorted(LAYERS))
CHECKED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def either(*predicates: Callable[[Told], bool]) -> Callable[[Told], bool]:
    return lambda scene: any(predicate(scene) for predicate in predicates)


@CHECKED
@given(PHRASE)
def test_phrases_run_over_narration(shelf: Shelf, phrase: str) -> None:
    """A quoted phrase finds itself, then itself with the narration within one speech left out; else two speeches."""
    results = shelf.library.search(f'"{phrase}"', SearchOptions(limit=1_000, fold=False))
    exact, spoken = shelf.scan(holds(phrase)), shelf.scan(joins(phrase))
    kinds = [hit.match for hit in results]
    by_kind = {kind: {hit.scene.id for hit in results if hit.match is kind} for kind in kinds}
    if exact or spoken:
        assert by_kind.get(MatchKind.EXACT, set()) == exact
        assert by_kind.get(MatchKind.SPEECH, set()) == spoken - exact
        assert kinds == sorted(kinds, key=list(MatchKind).index)
    else:
        assert by_kind.get(MatchKind.NEAR, set()) == shelf.scan(joins(phrase, turns=False))
    assert results.total == len(results.hits) == sum(map(len, by_kind.values()))


@CHECKED
@given(PHRASE)
def test_stemmed_phrases_run_over_narration(shelf: Shelf, phrase: str) -> None:
    """Forms do, too."""
    expected = either(holds(phrase, stemmed=True), joins(phrase, stemmed=True))
    assert shelf.found(f'~"{phrase}"') == shelf.scan(expected)


def layered(phrase: str, allowed: Callable[..., bool]) -> Callable[[Told], bool]:
    return either(holds(phrase, allowed), joins(phrase, lambda piece: piece is not None and allowed(piece)))


@CHECKED
@given(LAYER, PHRASE)
def test_phrases_in_a_layer(shelf: Shelf, layer: str, phrase: str) -> None:
    """Every word of a phrase lies in the layer; the order of the two does not matter."""
    allowed = LAYERS[layer]
    expected = shelf.scan(layered(phrase, allowed))
    if not expected and len(phrase.split()) > 1:
        expected = shelf.scan(joins(phrase, lambda piece: piece is not None and allowed(piece), turns=False))
    assert shelf.found(f'{layer} "{phrase}"') == shelf.found(f'"{phrase}" {layer}') == expected


@CHECKED
@given(LAYER, PHRASE, st.integers(1, 5))
def test_proximity_in_a_layer(shelf: Shelf, layer: str, phrase: str, slop: int) -> None:
    """All words lie in the layer, and what is between them may be anything."""
    assert shelf.found(f'{layer} "{phrase}"~{slop}') == shelf.scan(holds_near(phrase, slop, LAYERS[layer]))


@CHECKED
@given(LAYER, st.sampled_from(VOCABULARY), st.sampled_from(["cho*", "w?uld", "b*n", "zz*"]))
def test_words_in_a_layer(shelf: Shelf, layer: str, word: str, pattern: str) -> None:
    """Words in any form, wildcards, and both at once."""
    allowed = LAYERS[layer]
    stands = {"cho*": ("choice", "choices"), "w?uld": ("would",), "b*n": ("been",), "zz*": ()}[pattern]
    wild = shelf.scan(either(*(holds(own, allowed) for own in stands)))
    plain = shelf.scan(holds(word, allowed, stemmed=True))
    assert shelf.found(f"{layer} {pattern}") == wild
    assert shelf.found(f"{layer} {word} AND {pattern}") == plain & wild
    assert shelf.found(f"{layer} ({word} OR {pattern})") == plain | wild


@CHECKED
@given(LAYER, LAYER, PHRASE, PHRASE)
def test_layers_and_booleans(shelf: Shelf, one: str, other: str, a: str, b: str) -> None:
    """A layer binds what it is joined with, and no more; what is ruled out is all that would be found."""
    first, second = (shelf.scan(layered(text, LAYERS[layer])) for text, layer in ((a, one), (b, other)))
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
        if any(LAYERS[one](scene.piece_of(place)) for place in range(len(scene.words)))
    }
    assert shelf.found(f'{one} NOT "{a}"') == speaking - first


@CHECKED
@given(PHRASE, PHRASE)
def test_several_speakers(shelf: Shelf, a: str, b: str) -> None:
    """Each binds what follows it; the first what stands before as well."""
    lexa, clarke = shelf.scan(layered(a, said_by(1))), shelf.scan(layered(b, said_by(2)))
    assert shelf.found(f'speaker:Lexa "{a}" AND speaker:Clarke "{b}"') == lexa & clarke
    assert shelf.found(f'"{a}" speaker:Lexa speaker:Clarke "{b}"') == lexa & clarke
    present = shelf.scan(lambda scene: any(piece.speaker == 2 for piece in scene.pieces))
    assert shelf.found(f'"{a}" speaker:Lexa speaker:Clarke') == lexa & present
    assert shelf.found("speaker:Clarke") == present


@CHECKED
@given(PHRASE)
def test_natural_queries_use_speech_by_themselves(shelf: Shelf, phrase: str) -> None:
    """After what is exact, before other forms."""
    results = shelf.library.search(phrase, SearchOptions(limit=1_000, fold=False))
    exact = shelf.scan(holds(phrase))
    spoken = shelf.scan(joins(phrase)) - exact
    stemmed = shelf.scan(either(holds(phrase, stemmed=True), joins(phrase, stemmed=True))) - exact - spoken
    for kind, expected in ((MatchKind.EXACT, exact), (MatchKind.SPEECH, spoken), (MatchKind.STEMMED, stemmed)):
        assert {hit.scene.id for hit in results if hit.match is kind} == expected
    kinds = [hit.match for hit in results]
    assert kinds == sorted(kinds, key=list(MatchKind).index)


@CHECKED
@given(LAYER, PHRASE)
def test_natural_queries_in_a_layer(shelf: Shelf, layer: str, phrase: str) -> None:
    """All of their steps lie in it; the last one finds what holds all of the words."""
    allowed = LAYERS[layer]
    results = shelf.library.search(f"{layer} {phrase}", SearchOptions(limit=1_000, fold=False))
    found = {hit.scene.id for hit in results}
    every = [shelf.scan(holds(word, allowed, stemmed=True)) for word in phrase.replace("’", " ").split()]
    expected = set.intersection(*every) or set.union(*every)
    assert found == expected
    assert {hit.scene.id for hit in results if hit.match is MatchKind.EXACT} == shelf.scan(holds(phrase, allowed))


def marked(scene_text: str, spans: Iterable[tuple[int, int]]) -> list[str]:
    return [term.text for start, end in spans for term in terms(scene_text) if start <= term.start and term.end <= end]


@CHECKED
@given(LAYER, st.lists(st.sampled_from(VOCABULARY), min_size=2, max_size=4).map(" ".join))
def test_only_what_matched_is_marked(shelf: Shelf, layer: str, phrase: str) -> None:
    """Marks hold the words of the phrase and nothing of the narration between, in hits and on the reading page."""
    for query in (f'"{phrase}"', f'{layer} "{phrase}"'):
        for hit in shelf.library.search(query, SearchOptions(limit=20, fold=False)):
            assert hit.matches and hit.snippet.highlights
            own = marked(hit.scene.text, hit.matches)
            wanted = [term.text for term in terms(phrase)]
            assert len(own) >= len(wanted) and set(own) <= set(wanted)
            assert shelf.library.locate(query, hit.scene.id) == hit.matches


def test_hits_name_their_speaker(shelf: Shelf) -> None:
    """Where it is known who says what matched, the hit says so; and only there."""
    names = {0: None, 1: "Lexa", 2: "Clarke", 3: "Abby Griffin"}
    by_id = {scene.id: scene for scene in shelf.scenes}
    seen = set()
    for query in ('"you would"', '"my choice"', '"would have"', '"have been my"'):
        for hit in shelf.library.search(query, SearchOptions(limit=1_000, fold=False)):
            scene = by_id[hit.scene.id]
            start = len(terms(hit.scene.text[: hit.matches[0].start]))
            if hit.match is MatchKind.EXACT and len(hit.matches) == 1:
                last = start + len(query.split()) - 1
                piece = scene.piece_of(start)
                whole = piece is not None and last <= piece.last
                assert hit.speaker == (names[piece.speaker] if piece is not None and whole else None)
                seen.add(hit.speaker)
    assert seen == set(names.values())
    assert {hit.speaker for hit in shelf.library.search("speaker:Lexa choice", limit=50)} == {"Lexa"}


def test_a_layer_by_filter(shelf: Shelf) -> None:
    """Filters bind the whole query."""
    options = SearchOptions(limit=1_000, fold=False, filters={"speaker": "Lexa"})
    for query in ('"my choice"', "my choice", '"my" OR "choice"', '"my" NOT "choice"'):
        by_filter = [hit.scene.id for hit in shelf.library.search(query, options)]
        own = shelf.library.search(f"speaker:Lexa ({query})", SearchOptions(limit=1_000, fold=False))
        if query != "my choice":
            assert by_filter == [hit.scene.id for hit in own]
        assert set(by_filter) <= shelf.scan(either(holds("my", said_by(1)), holds("choice", said_by(1))))


def test_threads_share_a_library(tmp_path: Path) -> None:
    """A library that was just opened is asked by many at once."""
    several_segments(tmp_path / "lib")
    queries = ['"you would have"', "speaker:Lexa choice", 'in:narration "my choice"', "you would have been"] * 6
    with Library.open(tmp_path / "lib") as alone, Library.open(tmp_path / "lib") as shared:
        expected = [[hit.scene.id for hit in alone.search(query)] for query in queries]
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(lambda query: [hit.scene.id for hit in shared.search(query)], queries))
    assert found == expected


def test_as_written_in_a_layer(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """Case and marks count where the words lie in the layer, and not elsewhere."""
    work = make_work("“My choice,” said Ann. It was no my choice. “Go,” he said. “Go!”")
    with Library.open(make_library(work)) as library:
        assert library.search('in:dialogue ="My choice"').total == 1
        assert library.search('in:dialogue ="my choice"').total == 0
        assert library.search('in:narration ="my choice"').total == 1
        assert library.search('="my choice"').total == 1


def test_why_there_is_nothing(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """The answer says which layer lacks it, and who there is."""
    work = make_work("“My choice,” said Ann. “Go,” he said. The end.\n\n“Yes.”\n\n“No.”")
    folder = make_library(work)
    with Library.open(folder) as library:
        (gap,) = library.search('in:narration "my choice"').explanation.missing
        assert gap.part == 'in:narration "my choice"' and "said" in gap.reason
        (gap,) = library.search('speaker:Zoe "my choice"').explanation.missing
        assert gap.part == "speaker:Zoe" and "nobody" in gap.reason
        found = library.search('"yes no"')
        assert [hit.match for hit in found] == [MatchKind.EXACT]
        found = library.search('"my choice yes"')
        assert not found.hits
        found = library.search('"go yes"')
        assert [hit.match for hit in found] == [MatchKind.NEAR] and found.explanation.notes


def test_a_library_without_the_layer(make_work: Callable[..., Work], tmp_path: Path) -> None:
    """It opens as before; what asks for speech says that it is not told apart yet, and how to get it."""
    add_works(tmp_path / "lib", [make_work("“You,” she says. “You would have been my choice.”")], speech=False)
    with Library.open(tmp_path / "lib") as library:
        assert library.search('"you would have been my choice"').hits[0].speaker is None
        assert library.search('"you you would"').total == 0
        for query in ("speaker:Lexa choice", "in:dialogue choice", 'in:narration "she says"', "-in:dialogue"):
            results = library.search(query)
            assert results.total == 0
            assert "fabula index" in " ".join(results.explanation.notes)
        assert library.search("choice").explanation.notes == ()
    add_works(tmp_path / "lib", [make_work("“Go,” she says.", title="B")], speech=False)
    add_works(tmp_path / "lib", [])
    with Library.open(tmp_path / "lib") as library:
        assert library.search('"you you would"').hits[0].match is MatchKind.SPEECH
        assert library.search("in:dialogue choice").explanation.notes == ()


def test_a_library_half_told(make_work: Callable[..., Work], tmp_path: Path) -> None:
    """Where some of it is told, that is searched, and the answer says how much it is."""
    add_works(tmp_path / "lib", [make_work("“Go,” she says. “Go now.”")])
    add_works(tmp_path / "lib", [make_work("“Go,” she says. “Go now.”", "Go.", title="B")], speech=False)
    with Library.open(tmp_path / "lib") as library:
        results = library.search("in:dialogue go")
        assert results.total == 1 and "1 of 2 works" in results.explanation.notes[0]
        assert library.search('"go go now"').total == 1


@CHECKED
@given(st.lists(st.sampled_from([*VOCABULARY, *LAYERS, "AND", "OR", "NOT", "(", ")", '"', "~", "in:all"]), max_size=12))
def test_any_query_is_answered(shelf: Shelf, pieces: list[str]) -> None:
    """Whatever stands beside what; and the query as it was understood means the same."""
    query = "you " + " ".join(pieces)
    results = shelf.library.search(query, limit=5)
    assert results.total >= len(results.hits)

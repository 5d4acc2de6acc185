"""Real stories through all of Fabula, compared with a scan of their texts."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index import Scene, SceneKind, build
from fabula.index.analysis import terms, words
from fabula.search import Library, MatchKind, SearchOptions
from fabula.web.demo import PHRASE, STORIES

pytestmark = pytest.mark.slow

# In lower case. Each is in some header, licence, note or imprint of the shared stories.
BOILERPLATE = (
    "project gutenberg",
    "gutenberg.org",
    "gutenberg.net",
    "small print!",
    "for the use of anyone anywhere",
    "e-text prepared",
    "this etext",
    "this e-text",
    "[etext #",
    "distributed proofread",
    "pgdp.net",
    "pglaf",
    "transcriber's note",
    "transcriber’s note",
    "scanner's note",
    "by the etext transcriber",
    "character set encoding",
    "standard ebooks",
    "standardebooks.org",
    "uncopyright",
    "creative commons",
    "cc0 1.0",
    "internet archive",
    "hathitrust",
)


class Texts(list[tuple[str, str]]):
    """(scene id, its words with a space around each); its repr is short, for reports of failures."""

    def __repr__(self) -> str:
        return f"<{len(self)} scenes>"


def story_texts(library: Library) -> Texts:
    """The texts of all story scenes."""
    scenes: list[Scene] = [scene for work in library.works() for scene in library.scenes(work.id)]
    story = (scene for scene in scenes if scene.kind is SceneKind.STORY)
    return Texts((scene.id, f" {' '.join(words(scene.text))} ") for scene in story)


def scan(texts: Texts, phrase: list[str]) -> set[str]:
    spaced = f" {' '.join(phrase)} "
    return {scene for scene, text in texts if spaced in text}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, Texts]]:
    folder = tmp_path_factory.mktemp("demo") / "library"
    receipt = build(folder, [STORIES])
    assert receipt.complete and receipt.works >= 5
    with Library.open(folder) as library:
        yield library, story_texts(library)


def test_the_demo_line_is_found_in_its_scene(demo: tuple[Library, Texts]) -> None:
    """The line of the tour is in one scene, and marked there."""
    (hit,) = demo[0].search(f'"{PHRASE}"').hits
    assert hit.match is MatchKind.EXACT
    assert [hit.scene.text[start:end] for start, end in hit.matches] == [PHRASE]


def check_phrase(library: Library, texts: Texts, draw: random.Random, limit: int = 1_000) -> None:
    scene_words = texts[draw.randrange(len(texts))][1].split()
    size = min(len(scene_words), draw.randint(1, 8))
    start = draw.randrange(len(scene_words) - size + 1)
    phrase = scene_words[start : start + size]
    if draw.random() < 0.3:
        draw.shuffle(phrase)
    typed = " ".join(phrase)
    if words(typed) != phrase:
        return
    results = library.search(f'"{typed}"', SearchOptions(limit=limit, fold=False))
    expected = scan(texts, phrase)
    # Matches over an interruption follow the exact ones.
    exact = [hit for hit in results if hit.match is MatchKind.EXACT]
    other_kinds = {hit.match for hit in results.hits[len(exact) :]}
    assert other_kinds <= {MatchKind.SPEECH, MatchKind.NEAR} and results.total >= len(expected), typed
    exact_ids = {hit.scene.id for hit in exact}
    assert exact_ids <= expected and len(exact_ids) == min(len(expected), limit), typed
    # A single word cannot be interrupted.
    assert size > 1 or results.total == len(expected), typed
    for hit in exact[:3]:
        for start, end in hit.matches:
            marked = [term.text for term in terms(hit.scene.text) if start <= term.start and term.end <= end]
            assert marked[:size] == phrase
        assert hit.snippet.highlights


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32))
def test_phrases_of_the_demo_stories(demo: tuple[Library, Texts], seed: int) -> None:
    """A search finds any run of words of the demo stories, in order or shuffled, exactly where a scan finds it."""
    check_phrase(*demo, random.Random(seed))


@pytest.mark.corpus
def test_the_reference_story(corpus: Path, tmp_path: Path) -> None:
    """It has an author's note, six scenes and a sign-off; the line is in the sixth scene."""
    stories = corpus.parent / "stories"
    if not stories.is_dir():
        pytest.skip(f"there is no reference story in {stories}")
    receipt = build(tmp_path / "library", [stories])
    assert (receipt.works, receipt.scenes) == (1, 6)
    with Library.open(tmp_path / "library") as library:
        (work,) = library.works()
        kinds = [scene.kind for scene in library.scenes(work.id)]
        assert kinds == [SceneKind.PARATEXT, *[SceneKind.STORY] * 6, SceneKind.PARATEXT]
        for query in (f'"{PHRASE}"', f"“{PHRASE}”", f'"{PHRASE.upper()}"', '"you would  have been my choice "'):
            results = library.search(query)
            (hit,) = results.hits
            assert (results.total, hit.match, hit.scene.number) == (1, MatchKind.EXACT, 6)
            assert [hit.snippet.text[a:b] for a, b in hit.snippet.highlights] == [PHRASE]
        assert library.search('"you would have be my choice"').total == 0
        (hit,) = library.search('~"you would have be my choice"').hits
        assert hit.match is MatchKind.STEMMED
        first = library.quote("you would of been the one I chose").hits[0]
        assert first.scene.number == 6
        assert ("changed", "of", "have") in [tuple(map(str, step)) for step in first.difference]
        over = library.quote("You, she says. You would been my choice")
        assert (over.claimed, over.hits[0].scene.number) == (True, 6)
        (hit,) = library.search('speaker:Lexa "my choice"').hits
        assert (hit.scene.number, [hit.snippet.text[a:b] for a, b in hit.snippet.highlights]) == (6, ["my choice"])
        # The speech is interrupted by "she says", which is not marked.
        (hit,) = library.search('"You. You would have been my choice"').hits
        assert (hit.scene.number, hit.match) == (6, MatchKind.SPEECH)
        assert [hit.snippet.text[a:b] for a, b in hit.snippet.highlights] == ["You", PHRASE]
        other = library.search('speaker:Clarke "my choice"')
        assert other.total == 0
        (missing,) = other.explanation.missing
        assert missing.reason == "it is there, but not said by them as far as is known"


@pytest.fixture(scope="module")
def novels(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """All shared plain texts and Standard Ebooks trees: 1,100 files, 96 MB; without the speech pass."""
    folder = tmp_path_factory.mktemp("novels") / "library"
    receipt = build(folder, [corpus / "plain"], speech=False)
    assert receipt.works > 330
    assert receipt.files == receipt.added + len(receipt.skipped)
    assert all(skipped.reason for skipped in receipt.skipped)
    with Library.open(folder) as library:
        yield library


@pytest.mark.corpus
def test_quotes_lead_to_their_works(novels: Library, corpus: Path) -> None:
    """At least nine in ten lines of the list of exact quotes have the right file first."""
    quotes = json.loads((corpus / "quotes" / "exact.json").read_text(encoding="utf-8"))
    right = 0
    for quote in quotes:
        hits = novels.search(quote["quote"], limit=1).hits
        # A page of a tree is the path of a scene within its work.
        files = {str(Path("plain", hit.work.path, hit.scene.path)) for hit in hits}
        right += bool(files & {quote["work"], *quote["also"]})
    print(f"right file first: {right} of {len(quotes)}")
    assert len(quotes) > 100 and right >= 0.9 * len(quotes)


@pytest.mark.corpus
@pytest.mark.parametrize(("name", "share"), [("exact", 0.99), ("misquotes_famous", 0.9), ("misquotes_found", 0.95)])
def test_remembered_lines_lead_to_their_works(novels: Library, corpus: Path, name: str, share: float) -> None:
    """At least this share of each list has the right file first, shown or named as a near-duplicate."""
    quotes = json.loads((corpus / "quotes" / f"{name}.json").read_text(encoding="utf-8"))
    right = 0
    for quote in quotes:
        hits = novels.quote(quote["quote"], limit=1).hits
        files = {str(Path("plain", each.work.path, each.scene.path)) for hit in hits for each in (hit, *hit.also)}
        right += bool(files & {quote["work"], *quote["also"]})
    print(f"{name}: right file first: {right} of {len(quotes)}")
    assert len(quotes) > 40 and right >= share * len(quotes)


@pytest.mark.corpus
def test_lines_that_are_nowhere_are_not_claimed(novels: Library, corpus: Path) -> None:
    """At most one line of the list is claimed."""
    quotes = json.loads((corpus / "quotes" / "absent.json").read_text(encoding="utf-8"))
    assert sum(novels.quote(quote["quote"], limit=1).claimed for quote in quotes) <= 1


@pytest.mark.corpus
def test_phrases_of_the_novels(novels: Library) -> None:
    """A search finds a hundred runs of words of the shared novels exactly where a scan finds them.

    At most a hundred hits of each are compared; only single words and a few phrases have more, and all are counted.
    """
    texts = story_texts(novels)
    draw = random.Random(11)
    for _ in range(100):
        check_phrase(novels, texts, draw, limit=100)


@pytest.mark.corpus
def test_no_story_scene_contains_boilerplate(novels: Library) -> None:
    """No story scene of any plain file or tree has a typical phrase of a licence, header, credit or imprint, while
    the paratext has nearly all of them."""
    in_story: list[str] = []
    in_paratext: set[str] = set()
    for work in novels.works():
        for scene in novels.scenes(work.id):
            text = " ".join(scene.text.lower().split())
            # One by one: a regular expression of all phrases takes fifty times as long.
            found = [phrase for phrase in BOILERPLATE if phrase in text]
            if scene.kind is SceneKind.STORY:
                in_story += [f"{work.path}, scene {scene.number}: {phrase}" for phrase in found]
            else:
                in_paratext.update(found)
    assert in_story == []
    assert len(in_paratext) > 0.8 * len(BOILERPLATE)

"""A concordance has the matches that a scan finds, in its order, with the words around them, sorted and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fabula.index import Work, add_works
from fabula.index.analysis import terms, words
from fabula.index.errors import OptionError, QueryError, QueryTooDear
from fabula.search import Concordance, ConcordanceLine, ConcordanceOptions, Library, MatchKind, WordGroup
from fabula.search.concordance import answer, candidates, coded_words, groups, kept_groups, order, vocabulary_walk
from fabula.search.concordance.places import PLACES
from fabula.search.cursors import Cursor, question_of
from ..match_scan import Finder, all_of, any_of, interrupted, near, phrase, scan, utterances, without
from ..spoken_stories import VOCABULARY, assign_speakers, in_dialogue, in_narration, said_by, spoken_scenes, spoken_work

TERMS = [term for word in VOCABULARY for term in words(word)]
Query = tuple[str, list[Finder]]
"""A query, and what it looks for, each if there is nothing of those before."""


class Shelf:
    """A library of several segments, and its scenes in reading order."""

    def __init__(self, folder: Path) -> None:
        add_works(folder, [spoken_work(seed) for seed in range(8)])
        add_works(folder, [spoken_work(seed + 50, title=seed) for seed in range(4)])
        add_works(folder, [spoken_work(seed) for seed in range(20, 23)])
        assign_speakers(folder)
        self.library = Library.open(folder)
        self.texts = {scene.id: scene.text for work in self.library.works() for scene in self.library.scenes(work.id)}
        self.scenes = [scene for work in self.library.works() for scene in spoken_scenes(self.library.scenes(work.id))]
        self.words = {scene.id: scene.words for scene in self.scenes}

    def __repr__(self) -> str:
        return f"<{len(self.scenes)} scenes>"

    def place(self, line: ConcordanceLine) -> tuple[str, int, int]:
        """The scene of a line, and its first and last word."""
        inside = [
            number
            for number, term in enumerate(terms(self.texts[line.scene_id]))
            if line.span.start <= term.start and term.end <= line.span.end
        ]
        return line.scene_id, inside[0], inside[-1]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path_factory.mktemp("concordance") / "library")
    with shelf.library:
        yield shelf


@pytest.fixture(scope="module", params=["by texts", "by the index"])
def sorting(request: pytest.FixtureRequest) -> Iterator[None]:
    """Few matches are sorted by their texts; here also those, and from many short stretches of the alphabet."""
    with pytest.MonkeyPatch.context() as patch:
        # Counted anew for both.
        patch.setattr(answer, "kept_groups", lambda key: None)
        if request.param == "by the index":
            patch.setattr(order, "MAX_READ", 1)
            patch.setattr(groups, "MAX_READ", 1)
            patch.setattr(coded_words, "_FIRST_WITH_CODES", 1)
            patch.setattr(vocabulary_walk, "_FIRST_POSITIONS", 20)
            patch.setattr(vocabulary_walk, "_MOST_POSITIONS", 50)
        yield


def _texts(size: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(TERMS), min_size=1, max_size=size).map(" ".join)


@st.composite
def queries(draw: st.DrawFn) -> Query:
    text = draw(_texts(3))
    kind = draw(
        st.sampled_from(["prose", "phrase", "stemmed", "near", "spoken", "narrated", "said", "speaker", "mixed"])
    )
    both = any_of(phrase(text), interrupted(text))
    stems = any_of(phrase(text, stemmed=True), interrupted(text, stemmed=True))
    one_word = " " not in text
    match kind:
        case "prose":
            slop = max(3, len(text.split()) // 2)
            loose = any_of(near(text, slop, stemmed=True), interrupted(text, stemmed=True, turns=False))
            return text, [both, stems, *([] if one_word else [loose])]
        case "phrase":
            return f'"{text}"', [both, interrupted(text, turns=False)]
        case "stemmed":
            return f'~"{text}"', [any_of(both, stems)]
        case "near":
            return f'"{text} {text}"~4', [near(f"{text} {text}", 4)]
        case "spoken":
            scoped = any_of(phrase(text, in_dialogue), interrupted(text, in_dialogue))
            return f'"{text}" in:dialogue', [scoped, interrupted(text, in_dialogue, turns=False)]
        case "narrated":
            return f'"{text} {text}"~6 in:narration', [near(f"{text} {text}", 6, in_narration)]
        case "said":
            return f'"{text} {text}"~6 speaker:Lexa', [near(f"{text} {text}", 6, said_by(1))]
        case "speaker":
            return "speaker:Clarke", [utterances(said_by(2))]
    other, absent = draw(_texts(2)), draw(_texts(3))
    second = any_of(phrase(other), interrupted(other))
    third = any_of(phrase(absent), interrupted(absent))
    if draw(st.booleans()):
        return f'"{text}" OR "{other}"', [any_of(both, second)]
    return f'"{text}" AND "{other}" NOT "{absent}"', [without(all_of(both, second), third)]


@settings(max_examples=150)
@given(query=queries(), context=st.integers(0, 6))
def test_rows_are_what_a_scan_finds(shelf: Shelf, query: Query, context: int) -> None:
    """Each match is a line, in reading order; its left and right are so many words of its scene, or all there are."""
    text, finders = query
    found = shelf.library.concordance(text, ConcordanceOptions(limit=1_000, context=context, fold=False))
    expected = scan(finders, shelf.scenes)
    assert [shelf.place(line) for line in found] == expected[:1_000]
    assert found.total == len(expected)
    for line, (scene, first, last) in zip(found, expected, strict=False):
        scene_words = shelf.words[scene]
        assert words(line.left) == scene_words[max(0, first - context) : first]
        assert words(line.right) == scene_words[last + 1 : last + 1 + context]
        whole = "".join(shelf.texts[scene].split())
        assert "".join(f"{line.left}{line.match}{line.right}".split()) in whole
    assert list(shelf.library.concordance_lines(text, ConcordanceOptions(context=context, fold=False)))[:1_000] == list(
        found
    )


def _word_at(shelf: Shelf, line: ConcordanceLine, place: str) -> tuple[str, ...]:
    scene, first, last = shelf.place(line)
    scene_words = shelf.words[scene]
    if place == "match":
        return tuple(scene_words[first : min(last + 1, first + 5)])
    at = first - int(place[4:]) if place.startswith("left") else last + int(place[5:])
    return (scene_words[at],) if 0 <= at < len(scene_words) else ("",)


@settings(max_examples=100)
@given(
    query=queries(),
    names=st.lists(st.sampled_from(PLACES), min_size=1, max_size=3),
    down=st.lists(st.booleans(), min_size=3, max_size=3),
    page=st.tuples(st.integers(0, 40), st.integers(1, 30)),
)
def test_sorted_rows_are_those_sorted_by_their_words(
    shelf: Shelf, sorting: None, query: Query, names: list[str], down: list[bool], page: tuple[int, int]
) -> None:
    """By the words in up to three places, each from a to z or from z to a; equal lines stay in reading order."""
    text, first, limit = query[0], *page
    expected = list(shelf.library.concordance_lines(text))
    for name, descending in reversed([*zip(names, down, strict=False)]):
        expected.sort(key=lambda line: _word_at(shelf, line, name), reverse=descending)
    keys = tuple("-" * descending + name for name, descending in zip(names, down, strict=False))
    options = ConcordanceOptions(limit, sort=keys)
    commit = shelf.library._latest.now().store.snapshot().name
    cursor = Cursor(commit, question_of("concordance", text, options), first).encode() if first else None
    found = shelf.library.concordance(text, replace(options, cursor=cursor))
    assert list(found) == expected[first : first + limit]


@settings(max_examples=60)
@given(query=queries(), place=st.sampled_from(PLACES))
def test_groups_are_counts_of_the_words_in_a_place(shelf: Shelf, sorting: None, query: Query, place: str) -> None:
    """With "" for matches that have no word there; those with most matches come first."""
    found = shelf.library.concordance(query[0], ConcordanceOptions(limit=1_000, group=place))
    counts = Counter(" ".join(_word_at(shelf, line, place)) for line in shelf.library.concordance_lines(query[0]))
    expected = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    assert [(group.word, group.count) for group in found.groups] == expected[:1_000]
    assert found.total_groups == len(expected)
    assert sum(counts.values()) == found.total


def test_the_pages_of_a_concordance_are_all_of_it(shelf: Shelf) -> None:
    """Each page begins where the one before ended."""
    options = ConcordanceOptions(limit=7, sort=("right1",))
    lines: list[ConcordanceLine] = []
    cursor: str | None = None
    while True:
        page = shelf.library.concordance("you", ConcordanceOptions(7, cursor, sort=("right1",)))
        lines += page
        cursor = page.cursor
        if cursor is None:
            break
    assert len(lines) == page.total
    assert lines == list(shelf.library.concordance("you", ConcordanceOptions(1_000, sort=options.sort)))


def test_a_row_says_where_it_is_from(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """Its work, its scene, the place in the scene's text, and who says it; white space is one blank."""
    folder = make_library(make_work("It rained.\n\n“You would   have been\n\nmy choice,” said Mary. She left."))
    with Library.open(folder) as library:
        (line,) = library.concordance('"been my"', ConcordanceOptions(context=3))
        assert (line.left, line.match, line.right) == ("“You would have", "been my", "choice,” said Mary.")
        scene = library.scene(line.scene_id)
        assert line.work == library.works()[0]
        assert words(scene.text[line.span.start : line.span.end]) == ["been", "my"]


def test_prose_is_one_phrase(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """As typed if that stands anywhere; else in other forms; else near each other; its words apart are no match."""
    folder = make_library(make_work("He jumped over the boat. They jumped. She ran far and very quickly off."))
    with Library.open(folder) as library:

        def found(query: str) -> tuple[MatchKind, list[str]]:
            answer = library.concordance(query)
            return answer.match, [line.match for line in answer]

        assert found("the boat") == (MatchKind.EXACT, ["the boat"])
        assert found("jump") == (MatchKind.STEMMED, ["jumped", "jumped"])
        assert found("she ran quickly") == (MatchKind.NEAR, ["She ran far and very quickly"])
        assert found("quickly boat") == (MatchKind.NONE, [])
        assert "with AND between them" in library.concordance("quickly boat").explanation.notes[-1]


def test_copies_of_a_scene_are_one(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """A match in three editions is a line once, and the answer says how many are left out."""
    text = " ".join(f"word{number} stands beside the lamp{number % 7}." for number in range(60))
    works = [make_work(text, title=title) for title in ("First", "Second", "Third")]
    folder = make_library(*works, make_work("Only here stands a lamp3.", title="Other"))
    with Library.open(folder) as library:
        folded, all_lines = library.concordance("lamp3"), library.concordance("lamp3", ConcordanceOptions(fold=False))
        once = text.count("lamp3.")
        assert (all_lines.total, all_lines.folded) == (3 * once + 1, 0)
        assert (folded.total, folded.folded) == (once + 1, 2 * once)
        assert folded.works == 2
        assert {line.work.title for line in all_lines} == {"First", "Second", "Third", "Other"}


@pytest.mark.parametrize(
    "options",
    [
        ConcordanceOptions(context=51),
        ConcordanceOptions(context=-1),
        ConcordanceOptions(limit=1_001),
        ConcordanceOptions(sort=("left6",)),
        ConcordanceOptions(sort=("left1",) * 4),
        ConcordanceOptions(group="-left1"),
        ConcordanceOptions(group="middle"),
        ConcordanceOptions(cursor="x"),
        ConcordanceOptions(timeout=0),
    ],
)
def test_senseless_options_are_refused(shelf: Shelf, options: ConcordanceOptions) -> None:
    """With a hint that says what is possible."""
    with pytest.raises(OptionError) as refused:
        shelf.library.concordance("you", options)
    assert refused.value.hint
    with pytest.raises(OptionError):
        shelf.library.concordance_lines("you", options)


def test_nothing_to_look_for_is_said(shelf: Shelf) -> None:
    """A query without words is refused; one that names no words has no match, and the answer says why."""
    with pytest.raises(QueryError):
        shelf.library.concordance("…")
    for ask in (shelf.library.concordance, shelf.library.concordance_lines):
        with pytest.raises(QueryError, match="no matches to be listed"):
            ask("? you would have been")
    found = shelf.library.concordance('author:"Author 1"')
    assert (found.total, found.match, len(found)) == (0, MatchKind.NONE, 0)
    assert found.explanation.notes
    assert shelf.library.concordance("nowhere").explanation.missing


def test_time_is_bounded(shelf: Shelf) -> None:
    """An answer that takes longer than it may is refused by name."""
    with pytest.raises(QueryTooDear):
        shelf.library.concordance("you", ConcordanceOptions(timeout=1e-9))


def test_a_long_match_is_cut(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """Of a match of 300 words the first and the last 50 are shown; its span is whole."""
    speech = " ".join(f"w{number}" for number in range(300))
    folder = make_library(make_work(f"“{speech},” said Mary. “No.”"))
    with Library.open(folder) as library:
        line = library.concordance("in:dialogue").lines[0]
        assert words(line.match) == [f"w{number}" for number in (*range(50), *range(250, 300))]
        assert len(words(library.scene(line.scene_id).text[line.span.start : line.span.end])) == 300


def test_answers_are_of_their_types(shelf: Shelf) -> None:
    """An answer can be counted and gone through."""
    found = shelf.library.concordance("you", limit=3)
    assert isinstance(found, Concordance) and len(found) == 3 == len(list(found))
    assert found.query == "you" and found.generation == shelf.library.generation


def test_groups_are_counted_once_for_all_their_pages(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next pages are cut from what was counted; another question or another commit is counted anew."""
    counted: list[int] = []
    count = answer.group_by_words

    def counting(*given: object) -> list[WordGroup]:
        counted.append(1)
        return count(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(answer, "group_by_words", counting)
    monkeypatch.setattr(answer, "kept_groups", kept_groups.kept_groups)
    options = ConcordanceOptions(limit=3, context=7, group="right2")
    found = shelf.library.concordance("have", options)
    groups_found = [*found.groups]
    while found.cursor:
        found = shelf.library.concordance("have", replace(options, cursor=found.cursor))
        groups_found += found.groups
    assert len(counted) == 1 and len(groups_found) == found.total_groups > 3
    assert groups_found == [*shelf.library.concordance("have", replace(options, limit=1_000, context=8)).groups]
    assert len(counted) == 2


def test_more_matches_than_can_be_sorted_are_refused(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """By name, and only where they are sorted or counted: a page in reading order holds few."""
    monkeypatch.setattr(candidates, "MAX_CANDIDATES", 5)
    monkeypatch.setattr(answer, "kept_groups", lambda key: None)
    for options in (ConcordanceOptions(sort=("left1",)), ConcordanceOptions(group="right1")):
        with pytest.raises(QueryTooDear, match="too many to be sorted") as refused:
            shelf.library.concordance("you", options)
        assert refused.value.hint
    assert shelf.library.concordance("you", limit=3).total > 5


def test_an_empty_library_has_no_matches(make_library: Callable[..., Path]) -> None:
    """In no order, and of no group."""
    with Library.open(make_library()) as library:
        for options in (ConcordanceOptions(), ConcordanceOptions(sort=("left1",)), ConcordanceOptions(group="match")):
            found = library.concordance("you", options)
            assert (found.total, found.works, found.lines, found.groups) == (0, 0, (), ())
        assert list(library.concordance_lines("you")) == []
        spread = library.dispersion(["you", "me"])
        assert (spread.total_works, spread.words, spread.works) == (0, 0, ())
        assert "Nothing was found." in spread._repr_html_()

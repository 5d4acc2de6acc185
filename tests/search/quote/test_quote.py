"""Remembered lines are found, scored and explained."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index import Work
from fabula.index.analysis import words
from fabula.index.errors import OptionError, QueryError
from fabula.search import Library, MatchKind, Op, QuoteResults, SearchOptions
from ...conftest import make_work

SYLLABLES = "ba de ki lo mu na pe ri so tu va we".split()
FERRY = (
    "The river was the colour of old pewter, and the ferryman would not look at her.\n\n"
    "“You,” she says. “You would have been my choice, had anybody asked me.”\n\n"
    "The bell on the far bank rang twice."
)


def stories() -> list[Work]:
    """Some thousand words, so that chance has something to work with; always the same ones."""
    chance = random.Random(7)
    vocabulary = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(900)]
    vocabulary += ["the", "and", "of", "a", "was", "she", "would", "my"] * 30
    scenes = [" ".join(chance.choices(vocabulary, k=400)) for _ in range(12)]
    return [make_work(*scenes, title="Noise"), make_work(FERRY, title="The Ferry")]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    from fabula.index import add_works

    folder = tmp_path_factory.mktemp("quotes") / "library"
    add_works(folder, stories())
    return Library.open(folder)


def difference_steps(results: QuoteResults, hit: int = 0) -> list[tuple[str, str, str]]:
    return [(str(step.op), step.query, step.text) for step in results.hits[hit].difference]


def test_a_line_that_is_there_scores_one(library: Library) -> None:
    """Word for word, whatever its quotes and capitals."""
    results = library.quote("YOU would've been my choice")
    assert (results.claimed, results.total, results.hits[0].score) == (True, 1, 1.0)
    assert results.hits[0].match is MatchKind.EXACT
    assert {step.op for step in results.hits[0].difference} == {Op.SAME}
    assert results.hits[0].scene.text[slice(*results.hits[0].matches[0])] == "You would have been my choice"


def test_a_line_remembered_wrongly_is_explained(library: Library) -> None:
    """The difference lists words that are changed, missing in the text, or added there."""
    results = library.quote("you really would have been my choise if anybody had asked me")
    assert results.claimed
    assert results.hits[0].work.title == "The Ferry"
    assert results.hits[0].match is MatchKind.FUZZY
    assert ("changed", "choise", "choice,") in difference_steps(results)
    assert ("missing", "really", "") in difference_steps(results)
    assert results.threshold <= results.hits[0].score < 1


def test_other_forms_and_a_tag_left_out_are_told_apart(library: Library) -> None:
    """A passage in other forms is "stemmed"; one with words between is "near"."""
    assert library.quote("you would have been my choices had anybody ask me").hits[0].match is MatchKind.STEMMED
    near = library.quote("colour of old pewter and ferryman would not look at her")
    assert near.hits[0].match is MatchKind.NEAR
    assert ("added", "", "the") in difference_steps(near)


def test_nothing_close_is_said(library: Library) -> None:
    """The nearest is shown as such, with a score below the threshold."""
    results = library.quote("she had never owned a yellow submarine of her own")
    assert (results.claimed, results.total) == (False, 0)
    assert results.hits
    assert all(hit.match in (MatchKind.NONE, MatchKind.WORDS) and hit.score < results.threshold for hit in results)


def test_a_quote_has_no_operators(library: Library) -> None:
    """An operator in a quote is text."""
    text = "(you) would -have AND been* my choice~ " + "(" * 60
    assert library.quote(text).claimed
    assert library.quote(" ".join(f"word{place}*" for place in range(40))).query


def test_only_what_is_close_is_shown_beside_it(library: Library) -> None:
    """The nearest of what is not is left out where something was found."""
    results = library.quote("you would have been my choice", limit=50)
    assert [hit.score for hit in results] == [1.0]


def test_words_that_are_nowhere_find_nothing(library: Library) -> None:
    """Not even something near."""
    results = library.quote("xylographie zweihundert")
    assert (results.claimed, results.hits) == (False, ())


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_difference_gives_both_sides(library: Library, data: st.DataObject) -> None:
    """Its words are those of the quote, and those of the text from the first to the last, in order.

    Those of the quote may begin with its second part, where the text has that first.
    """
    scene = library.scenes(data.draw(st.sampled_from(library.works())).id)[0]
    own = words(scene.text)
    start = data.draw(st.integers(0, len(own) - 5))
    query = own[start : start + data.draw(st.integers(3, 14))]
    for _ in range(data.draw(st.integers(0, 4))):
        place = data.draw(st.integers(0, len(query) - 1))
        query[place : place + 1] = data.draw(st.lists(st.sampled_from([*own[:40], "zzz"]), max_size=2))
        query = query or ["the"]
    for hit in library.quote(" ".join(query)):
        if hit.match is MatchKind.WORDS:
            # A guess from the plot is no line of the text.
            assert hit.difference == ()
            continue
        remembered = words(" ".join(step.query for step in hit.difference))
        assert remembered in [query[place:] + query[:place] for place in range(len(query))]
        text = " ".join(words(" ".join(step.text for step in hit.difference)))
        assert f" {text} " in f" {' '.join(words(hit.scene.text))} "
        assert 0 <= hit.score <= 1
        assert all(0 <= start < end <= len(hit.scene.text) for start, end in hit.matches)


def test_more_edits_score_less(library: Library) -> None:
    """On average, over passages with one word after the other replaced."""
    chance = random.Random(3)
    scene = library.scenes(next(work for work in library.works() if work.title == "Noise").id)[0]
    own = words(scene.text)
    means = []
    for edits in (0, 2, 4, 6):
        scores = []
        for _ in range(12):
            start = chance.randrange(len(own) - 10)
            query = own[start : start + 10]
            for place in chance.sample(range(10), edits):
                query[place] = "qqq"
            scores.append(next((hit.score for hit in library.quote(" ".join(query))), 0.0))
        means.append(sum(scores) / len(scores))
    assert means == sorted(means, reverse=True)
    assert means[0] == 1.0


@given(st.text(max_size=60))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_answered_or_refused(library: Library, text: str) -> None:
    """With an answer or a QueryError, never anything else."""
    try:
        results = library.quote(text)
    except QueryError:
        return
    assert results.claimed == (results.total > 0)
    assert len({hit.scene.id for hit in results}) == len(results) <= 5


def test_a_long_text_takes_bounded_time(library: Library) -> None:
    """The longest that is taken, of one word and of many, is answered in the time of a page."""
    own = words(library.scenes(library.works()[0].id)[0].text)
    for text in (" ".join(own * 3)[:4000], "the " * 1000, "字" * 4000):
        started = time.process_time()
        library.quote(text)
        assert time.process_time() - started < 5


def test_senseless_requests_are_refused(library: Library) -> None:
    """No words, too many letters, a limit that cannot be."""
    for text in ("", "…", "word " * 2000):
        with pytest.raises(QueryError):
            library.quote(text)
    with pytest.raises(OptionError):
        library.quote("word", limit=-1)
    assert library.quote("you would have been", limit=0).hits == ()


def test_what_was_removed_is_not_found(make_library: Callable[..., Path]) -> None:
    """Notes neither: a line is one of a story."""
    from fabula.index import Block, BlockKind, Chapter

    note = Block(BlockKind.NOTE, "Thank you all for reading my very first harbour story")
    work = make_work("The harbour lay in fog and nobody came to the story of it.", title="Harbour")
    work = Work(work.title, work.authors, (Chapter((note, *work.chapters[0].blocks)),), work.metadata)
    with Library.open(make_library(work)) as opened:
        results = opened.quote("thank you all for reading my very first harbour story")
        assert not results.claimed
        assert all(hit.scene.number for hit in results)


def test_a_search_for_a_remembered_line(library: Library) -> None:
    """`? LINE` is answered as `quote` does; what a quote has no use for is said."""
    line = "you really would have been my choise if anybody had asked me"
    results = library.search(f"? {line}", SearchOptions(limit=5))
    assert isinstance(results, QuoteResults)
    assert (results.query, results.claimed) == (f"? {line}", True)
    assert [hit.difference for hit in results] == [hit.difference for hit in library.quote(line)]
    narrowed = library.search(f"? {line}", SearchOptions(facets=("author",)))
    assert any("everywhere" in note for note in narrowed.explanation.notes)


def test_a_passage_is_marked_where_it_is_read(library: Library) -> None:
    """From its first word to its last, the tag in its midst included; word for word it is each place."""
    ferry = next(work for work in library.works() if work.title == "The Ferry")
    scene = library.scenes(ferry.id)[0]

    def marked(query: str) -> list[str]:
        return [scene.text[slice(*span)] for span in library.locate(query, scene.id)]

    assert marked("? you you would of been my choise") == ["You,” she says. “You would have been my choice"]
    assert marked("? would have been my") == ["would have been my"]
    assert marked("? zebra xylographie") == []

"""Frequencies, n-grams, collocates and key words are those that a scan of the texts counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fabula.index import Work, add_works
from fabula.index.analysis import words
from fabula.index.errors import OptionError, QueryError
from fabula.search import Library, WordsMeasure, WordsOptions
from fabula.search.words.measures import log_likelihood, log_ratio
from ..spoken_stories import VOCABULARY
from .streams import frequencies, make_library, ngrams, selected, shown, streams

SELECTIONS = st.sampled_from(
    [
        {},
        {"author": "Author 1"},
        {"work": ""},
        {"in": "notes"},
        {"in": "dialogue"},
        {"in": "narration"},
        {"speaker": "Lexa"},
        {"speaker": "Griffin", "author": "Author 2"},
    ]
)

# The notes of all works are copies of each other.
ALL_EDITIONS = partial(WordsOptions, fold=False)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("words") / "library"
    make_library(folder)
    with Library.open(folder) as opened:
        yield opened


def chosen(library: Library, filters: dict[str, str], draw: int) -> dict[str, str]:
    """The filters, with one of the works if they ask for one."""
    works = library.works()
    return {**filters, "work": works[draw % len(works)].id} if "work" in filters else filters


@settings(max_examples=40)
@given(SELECTIONS, st.integers(0, 20), st.integers(1, 4), st.integers(1, 3))
def test_frequencies(library: Library, filters: dict[str, str], draw: int, min_count: int, min_chars: int) -> None:
    """Each word of a selection comes with its count, the commonest first, of equals the first by letters."""
    filters = chosen(library, filters, draw)
    counts = frequencies(library, filters)
    answer = library.words(options=ALL_EDITIONS(filters=filters, min_count=min_count, min_chars=min_chars))
    kept = {word: count for word, count in counts.items() if count >= min_count and len(word) >= min_chars}
    ranked = sorted(kept.items(), key=lambda item: (-item[1], item[0]))
    assert [(row.word, row.count) for row in answer] == [(shown(word), count) for word, count in ranked]
    assert (answer.selected_words, answer.total) == (counts.total(), len(kept))
    assert all(row.per_10000 == pytest.approx(10_000 * row.count / answer.selected_words, abs=1e-4) for row in answer)


@settings(max_examples=40)
@given(SELECTIONS, st.integers(0, 20), st.integers(2, 5), st.integers(1, 3))
def test_ngrams(library: Library, filters: dict[str, str], draw: int, size: int, min_count: int) -> None:
    """N-grams are the rows of words within scenes; in speech within turns, over narration."""
    filters = chosen(library, filters, draw)
    counts = {row: count for row, count in ngrams(library, filters, size).items() if count >= min_count}
    options = ALL_EDITIONS(filters=filters, size=size, min_count=min_count, limit=10_000)
    answer = library.words("ngrams", options)
    assert {row.word: row.count for row in answer} == {shown(row): count for row, count in counts.items()}
    assert answer.total == len(counts)
    order = [(-row.count, words(row.word)) for row in answer]
    assert order == sorted(order)


@settings(max_examples=40)
@given(
    SELECTIONS, st.lists(st.sampled_from(VOCABULARY[:6]), min_size=1, max_size=2), st.integers(0, 4), st.integers(1, 4)
)
def test_collocates(library: Library, filters: dict[str, str], phrase: list[str], left: int, right: int) -> None:
    """The words near a phrase, before it and after it, are counted once a place, and none beyond a scene."""
    filters = chosen(library, filters, 3)
    # A phrase that narration interrupts is none in the text.
    phrase = phrase[:1] if "in" in filters or "speaker" in filters else phrase
    near, before, after, matched = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    occurrences, size = 0, len(phrase)
    for places in streams(library, filters):
        stream = [place.word for place in places]
        starts = [at for at in range(len(stream)) if stream[at : at + size] == phrase]
        inside = {at + offset for at in starts for offset in range(size)}
        lefts = {at - step for at in starts for step in range(1, left + 1) if at >= step} - inside
        rights = {at + size + step for at in starts for step in range(right) if at + size + step < len(stream)} - inside
        occurrences += len(starts)
        for counter, beside in ((near, lefts | rights), (before, lefts), (after, rights), (matched, inside)):
            counter.update(stream[at] for at in beside)
    query = f'"{" ".join(phrase)}"'
    options = ALL_EDITIONS(filters=filters, query=query, left=left, right=right, min_count=1, limit=10_000)
    answer = library.words("collocates", options)
    counts = frequencies(library, filters)
    rest = counts.total() - near.total() - matched.total()
    assert (answer.occurrences, answer.selected_words, answer.reference_words) == (occurrences, near.total(), rest)
    expected = {}
    for word, count in near.items():
        other = counts[word] - count - matched[word]
        if count * max(1, rest) > other * near.total():
            score = log_likelihood(count, other, near.total() - count, rest - other)
            expected[shown(word)] = (count, other, before[word], after[word], pytest.approx(float(score), abs=1e-3))
    assert {row.word: (row.count, row.reference_count, row.left, row.right, row.score) for row in answer} == expected


@settings(max_examples=40)
@given(SELECTIONS, SELECTIONS, st.sampled_from(["log-likelihood", "log-ratio"]))
def test_keyness(library: Library, filters: dict[str, str], against: dict[str, str], measure: str) -> None:
    """Key words are those more frequent than in the other texts, by the measure; what is in both is the first's."""
    filters = chosen(library, filters, 1)
    against = chosen(library, against, 2)
    rest = {"in": "notes"} if filters.get("in") == "notes" else {}
    own = frequencies(library, filters)
    compared = selected(library, against or rest) - selected(library, filters)
    others = Counter(place.word for place in compared)
    options = ALL_EDITIONS(filters=filters, against=against, min_count=1, limit=10_000, measure=WordsMeasure(measure))
    answer = library.words("keyness", options)
    assert (answer.selected_words, answer.reference_words) == (own.total(), others.total())
    score = log_likelihood if measure == "log-likelihood" else log_ratio
    expected = {}
    for word, count in own.items():
        if count * max(1, others.total()) > others[word] * own.total():
            cells = (count, others[word], own.total() - count, others.total() - others[word])
            expected[shown(word)] = (count, others[word], pytest.approx(float(score(*cells)), abs=1e-3))
    assert {row.word: (row.count, row.reference_count, row.score) for row in answer} == expected
    scores = [row.score or 0.0 for row in answer]
    assert scores == sorted(scores, reverse=True)


@settings(max_examples=40)
@given(st.sampled_from(["frequencies", "ngrams"]), st.integers(1, 7))
def test_pages(library: Library, kind: str, limit: int) -> None:
    """Page after page gives all rows, each once."""
    whole = library.words(kind, ALL_EDITIONS(min_count=20, limit=10_000))
    rows, cursor = [], None
    while True:
        page = library.words(kind, ALL_EDITIONS(min_count=20, limit=limit, cursor=cursor))
        rows += page.words
        cursor = page.cursor
        if cursor is None:
            break
    assert tuple(rows) == whole.words


def test_without_function_words(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """Function words of the works' languages can be left out, and n-grams neither begin nor end with them."""
    folder = make_library(make_work("The lamp of the sea. The lamp of the sea."))
    with Library.open(folder) as library:
        assert [row.word for row in library.words(options=WordsOptions(common=False))] == ["lamp", "sea"]
        options = WordsOptions(common=False, size=4)
        assert [row.word for row in library.words("ngrams", options)] == ["lamp of the sea"]


def test_a_wildcard_has_collocates(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """Words near any word of a wildcard are counted, and near a word in other forms if the word itself is nowhere."""
    folder = make_library(make_work("Old lamps burn. A lamp burns low."))
    with Library.open(folder) as library:
        near = WordsOptions(query="lamp*", left=1, right=1, min_count=1)
        assert library.words("collocates", near).occurrences == 2
        assert library.words("collocates", WordsOptions(query="burning", min_count=1)).occurrences == 2


def test_editions(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """What several works have counts once, and copies of what is selected are not what it is compared with."""
    shared = " ".join(f"lantern{number} burned" for number in range(60))
    works = [
        make_work(shared, title="Alone", authors=("Ann",)),
        make_work(shared, "Another sea, another sea.", title="Anthology", authors=("Various",), tags=("a", "b")),
    ]
    with Library.open(make_library(*works)) as library:
        assert (library.words().selected_words, library.words(options=WordsOptions(fold=False)).selected_words) == (
            124,
            244,
        )
        for author, others in (("Ann", 4), ("Various", 0)):
            options = WordsOptions(filters={"author": author}, min_count=1)
            answer = library.words("keyness", options)
            assert (answer.selected_words, answer.reference_words) == (124 - others, others)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("letters", WordsOptions()),
        ("frequencies", WordsOptions(limit=-1)),
        ("ngrams", WordsOptions(size=6)),
        ("collocates", WordsOptions()),
        ("collocates", WordsOptions(query='"the sea"~5')),
        ("keyness", WordsOptions(measure="chi")),  # type: ignore[arg-type]
        ("frequencies", WordsOptions(cursor="x")),
        ("frequencies", WordsOptions(filters={"colour": "blue"})),
    ],
)
def test_senseless_options(library: Library, kind: str, options: WordsOptions) -> None:
    """Options that make no sense are named in an error, with what would."""
    with pytest.raises(OptionError) as raised:
        library.words(kind, options)
    assert raised.value.hint


def test_no_words_in_the_query(library: Library) -> None:
    """A query of collocates without words is refused as in a search."""
    with pytest.raises(QueryError):
        library.words("collocates", WordsOptions(query="…"))


def test_nothing_selected(library: Library) -> None:
    """A selection without texts has no rows, of any kind."""
    nobody = {"author": "Nobody"}
    for kind in ("frequencies", "ngrams", "collocates", "keyness"):
        answer = library.words(kind, WordsOptions(filters=nobody, query="you"))
        assert (answer.words, answer.total, answer.selected_words) == ((), 0, 0)


def test_empty_library(tmp_path: Path) -> None:
    """A library without works has no words."""
    add_works(tmp_path / "empty", [])
    with Library.open(tmp_path / "empty") as library:
        for kind in ("frequencies", "ngrams", "collocates", "keyness"):
            assert not library.words(kind, WordsOptions(query="you")).words


def test_a_notebook_shows_a_table(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """The table has the rows as they are, and the words are escaped."""
    with Library.open(make_library(make_work("Sea, sea and lamp."))) as library:
        words = library.words()
        assert words.to_dicts()[0] == {"word": "sea", "count": 2, "per_10000": 5000.0}
        assert "<td>sea</td><td>2</td><td>5000.0</td>" in words._repr_html_()

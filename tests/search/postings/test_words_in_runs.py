"""The words of stretches of text are found in the postings as they stand in the texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.analysis import words
from fabula.index.errors import QueryTooDear
from fabula.search import Library
from fabula.search.postings import words_in_runs
from fabula.search.postings.segment_view import SegmentView
from fabula.search.postings.text_runs import TextRuns
from fabula.search.postings.vocabulary import Vocabulary
from fabula.search.postings.words_in_runs import column_of, frequencies_in
from ...conftest import make_work
from ..spoken_stories import spoken_work


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SegmentView, list[str]]]:
    """A segment, and the word at each of its positions, "" in gaps."""
    from fabula.index import add_works

    folder = tmp_path_factory.mktemp("runs") / "library"
    long = make_work("the sea " * 300 + "and a lamp", "résumé resume die", title="Long")
    add_works(folder, [long, *(spoken_work(seed) for seed in range(3))])
    with Library.open(folder) as library:
        view = library._engine.selected()[0].view
        text = [""] * view.end
        for number, scene in enumerate(view.segment.scene_texts(range(len(view)))):
            begin = int(view.segment.scene_starts[number])
            own = words(scene)
            text[begin : begin + len(own)] = own
        yield view, text


def runs_from(cuts: list[int], text: list[str], joined: bool) -> TextRuns:
    """Every other stretch between the cuts, without gaps."""
    begins, ends = [], []
    for low, high in zip(cuts[::2], cuts[1::2], strict=False):
        inside = [at for at in range(low, high) if text[at]]
        begins += [at for at in inside if at == low or not text[at - 1]]
        ends += [at + 1 for at in inside if at + 1 == high or not text[at + 1]]
    flags = np.full(len(begins), joined)
    flags[:1] = False
    return TextRuns(np.array(begins, np.int64), np.array(ends, np.int64), flags)


@given(st.sets(st.integers(0, 2_000), max_size=12), st.integers(50, 3_000), st.booleans(), st.integers(1, 9))
def test_words_in_runs(
    shelf: tuple[SegmentView, list[str]], cuts: set[int], window: int, joined: bool, at_once: int
) -> None:
    """Frequencies and order are those of the texts, however the work is split."""
    view, text = shelf
    runs = runs_from(sorted(min(cut, view.end) for cut in cuts), text, joined)
    vocabulary = Vocabulary.of([view.segment])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words_in_runs, "_POSITIONS_MARKED_AT_ONCE", window)
        patch.setattr(words_in_runs, "_POSITIONS_NUMBERED_AT_ONCE", window)
        patch.setattr(words_in_runs, "_BLOCKS_AT_ONCE", at_once)
        by_term = frequencies_in(view.segment, runs)
        column = column_of(view.segment, runs, vocabulary.numbers[0])
    pieces = [text[begin:end] for begin, end in zip(runs.begins.tolist(), runs.ends.tolist(), strict=True)]
    counts: Counter[str] = Counter()
    for number, count in zip(vocabulary.numbers[0].tolist(), by_term.tolist(), strict=True):
        counts[vocabulary.words[number]] += count
    assert +counts == Counter(word for piece in pieces for word in piece)
    written = ["" if not number else vocabulary.words[number - 1] for number in column.numbers.tolist()]
    expected = [""]
    for number, piece in enumerate(pieces):
        expected += [*([] if joined or not number else [""]), *piece]
    assert written == (expected if not pieces else [*expected, ""])
    places = np.arange(view.end)
    indices = column.index_of(places)
    assert [written[index] for index in indices.tolist()] == [word for piece in pieces for word in piece]


def test_too_many_words(shelf: tuple[SegmentView, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """More words than fit into memory are refused before any is read."""
    view, text = shelf
    monkeypatch.setattr(words_in_runs, "MAX_COLUMN_WORDS", 10)
    with pytest.raises(QueryTooDear, match="words are too many"):
        column_of(view.segment, runs_from([0, 20], text, False), np.zeros(view.segment.term_count, np.int32))


def test_vocabulary(shelf: tuple[SegmentView, list[str]]) -> None:
    """Words are in the order of their letters; a prefix finds them with and without accents."""
    view, text = shelf
    vocabulary = Vocabulary.of([view.segment, view.segment])
    assert sorted(vocabulary.words) == sorted({word for word in text if word})
    assert [vocabulary.words[number] for number in vocabulary.beginning_with("résu")] == ["resume", "résumé"]
    assert all(vocabulary.words[vocabulary.number_of(word) or 0] == word for word in vocabulary.words)
    assert vocabulary.number_of("nowhere") is None
    assert (vocabulary.numbers[0] == vocabulary.numbers[1]).all()

"""Runs of words that matched, as arrays: what they hold and where they are densest."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fabula.search.matching.runs import Run, Runs, join_overlapping, joined
from fabula.search.postings.sorted_positions import union_sorted


@st.composite
def disjoint_runs(draw: st.DrawFn) -> list[Run]:
    found, at = [], 0
    for gap, length in draw(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 6)), max_size=30)):
        found.append(Run(at + gap, at + gap + length - 1))
        at = found[-1].last + 1
    return found


@given(disjoint_runs())
def test_arrays_hold_what_they_were_made_of(runs: list[Run]) -> None:
    """By index, by slice, and one after the other."""
    found = Runs.of(runs)
    assert list(found) == runs and len(found) == len(runs)
    assert found[1:3] == runs[1:3]


@given(st.lists(st.lists(st.integers(0, 50), unique=True).map(sorted), max_size=4))
def test_words_are_runs_of_one(places: list[list[int]]) -> None:
    """Each position is there once, whichever of the words stands there."""
    found = Runs.of_words(union_sorted([np.array(each, np.int64) for each in places]))
    assert list(found) == [Run(place, place) for place in sorted(set().union(*places))]


@given(disjoint_runs().filter(bool), st.integers(1, 40))
def test_the_densest_place(runs: list[Run], width: int) -> None:
    """Oracle: the words of every row of runs within the width, by counting."""
    best, most = (0, 0), 0
    for first in range(len(runs)):
        for end in range(first + 1, len(runs) + 1):
            if end > first + 1 and runs[end - 1].last - runs[first].first >= width:
                break
            weight = sum(run.last - run.first + 1 for run in runs[first:end])
            if weight > most:
                best, most = (first, end), weight
    assert Runs.of(runs).densest(width) == best


@given(
    st.lists(
        st.lists(st.builds(lambda first, length: Run(first, first + length), st.integers(0, 30), st.integers(0, 6)))
    )
)
def test_overlapping_runs_become_one(pieces: list[list[Run]]) -> None:
    """Oracle: the words that are in any run, and between which of them a run goes on."""
    runs = [run for piece in pieces for run in piece]
    words = sorted({word for run in runs for word in range(run.first, run.last + 1)})
    goes_on = {(word, word + 1) for run in runs for word in range(run.first, run.last)}
    expected: list[Run] = []
    for word in words:
        if (word - 1, word) in goes_on:
            expected[-1] = Run(expected[-1].first, word)
        else:
            expected.append(Run(word, word))
    assert list(join_overlapping([Runs.of(piece) for piece in pieces])) == expected
    assert joined(runs) == expected


@given(disjoint_runs())
def test_the_longest_runs(runs: list[Run]) -> None:
    """The first of the longest; single words are equals."""
    most = max((run.last - run.first for run in runs), default=0)
    best = [run for run in runs if run.last - run.first == most]
    assert list(Runs.of(runs).longest()) == (best[:1] if most else best)

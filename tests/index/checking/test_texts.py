"""A phrase is found by a scan and through the postings alike, as by three lines of Python."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index import Work
from fabula.index.checking.findings import Findings
from fabula.index.checking.structure import terms_by_position
from fabula.index.checking.texts import _look_up_phrase, _scan_phrase
from fabula.index.store.opening import open_store

TERMS = st.lists(st.integers(-1, 3), max_size=30)
PHRASE = st.lists(st.lists(st.integers(0, 3), max_size=2), min_size=1, max_size=3)


def scan(terms: list[int], phrase: list[list[int]]) -> list[int]:
    starts = range(len(terms) - len(phrase) + 1)
    return [start for start in starts if all(terms[start + i] in word for i, word in enumerate(phrase))]


@given(TERMS, PHRASE)
def test_a_scan_finds_all_phrases(terms: list[int], phrase: list[list[int]]) -> None:
    """Each word of a phrase may be one of several terms, or of none."""
    assert _scan_phrase(np.array(terms, np.int32), phrase).tolist() == scan(terms, phrase)


@pytest.mark.parametrize("phrase", ["the lamp", "the lamp was", "lamp", "was the", "sea the"])
def test_a_look_up_finds_the_same(
    make_work: Callable[..., Work], make_library: Callable[..., Path], phrase: str
) -> None:
    """Through the postings of a segment as by a scan of its positions; no phrase goes on into the next scene."""
    library = make_library(make_work("The lamp was lit. The lamp was out by the sea.", "The lamp was the sea."))
    (opened,) = open_store(library).snapshot().segments
    findings = Findings("a.seg")
    terms = terms_by_position(opened.segment, findings)
    words = [opened.segment.terms_of_surface(word) for word in phrase.split()]
    found = _look_up_phrase(opened.segment, words).tolist()
    assert found == scan(terms.tolist(), [list(word) for word in words]) == _scan_phrase(terms, words).tolist()
    assert not findings.damage and bool(found) == (phrase != "sea the")

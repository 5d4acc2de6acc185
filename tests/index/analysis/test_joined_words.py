"""All words of a text at once, joined, are those of the plain tokeniser."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from fabula.index.analysis import joined_words, words
from fabula.index.analysis.joined_words import JoinedWords
from .scripts import MIXED
from .test_bulk import PIECES

TEXTS = st.lists(st.one_of(st.lists(PIECES, max_size=20).map("".join), MIXED), min_size=1, max_size=8)


@settings(max_examples=500, deadline=None)
@given(TEXTS)
def test_parts_have_their_own_words(texts: list[str]) -> None:
    """Oracle: `words`, over any run of parts; so with their numbers."""
    encoded = [text.replace("\0", "").encode() for text in texts]
    joined = JoinedWords(b"\0".join(encoded))
    offsets = [sum(len(text) + 1 for text in encoded[:number]) for number in range(len(encoded) + 1)]
    runs = joined.runs_before(offsets)
    counts = joined.counts(runs).tolist()
    for first in range(len(encoded)):
        for end in range(first, len(encoded) + 1):
            expected = [word for text in encoded[first:end] for word in words(text.decode())]
            assert joined.between(int(runs[first]), int(runs[end])).decode() == " ".join(expected)
            assert counts[end] - counts[first] == len(expected)


def test_what_is_kept_of_runs_is_bounded() -> None:
    """A file of distinct words with apostrophes, and one of very long ones, leave little behind."""
    JoinedWords(" ".join(f"o'{'a' * (number % 80)}{number}" for number in range(60_000)).encode())
    assert len(joined_words._marked_runs) <= joined_words._MAX_RUNS
    assert max(map(len, joined_words._marked_runs)) <= joined_words._MAX_RUN_BYTES

"""Names in speech: mentioned, and called."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from fabula.index.dialogue.speakers.spoken_names import spoken_names
from fabula.index.dialogue.speakers.written_names import written_names

WORDS = (
    "Anna",
    "Ben",
    "Mr. Cole",
    "Oh",
    "my",
    "dear",
    "saw",
    "old",
    ",",
    "!",
    ".",
    "—",
    "...",
    "Jean-Paul",
    "the",
    "\n",
)
texts = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join), max_size=5)
# What stands before a name that calls somebody, marks or a word, and what stands behind it.
BEFORE = re.compile(r"(?:(?:^|[,;.!?:—–-])\s*|\b(?:[Oo]h|[Dd]ear|[Mm]y|[Yy]es|[Nn]o|[Ww]ell|[Pp]oor|[Oo]ld)\s)\Z")
BEHIND = re.compile(r"\s*+(?:[,;!?]|\.?\s*+\Z|[—–-])")


@given(texts)
def test_all_texts_together_have_the_names_of_each(texts: list[str]) -> None:
    """No name runs from one text into the next, or is taken for the next one's."""
    plain = [
        (number, name.text, bool(BEFORE.search(text[: name.start]) and BEHIND.match(text, name.end)))
        for number, text in enumerate(texts)
        for name in written_names(text)
    ]
    assert list(spoken_names(texts)) == plain


def test_names_called_and_mentioned() -> None:
    """A name between marks or after "oh" calls somebody; one within a sentence does not, nor a part of one."""
    texts = ["Anna, come!", "I saw Ben.", "Oh Ben!", "Nobody", "And dear Mrs. Cole.", "Is it Jean-Paul?"]
    called = [(0, "Anna", True), (1, "Ben", False), (2, "Ben", True), (4, "Mrs Cole", True), (5, "Jean-Paul", False)]
    assert list(spoken_names(texts)) == called

"""Names in speech: mentioned, and called."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from fabula.index.dialogue.speakers.names import NAME, NAMES
from fabula.index.dialogue.speakers.spoken_names import called_names, mentioned_names

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
# Of one text: its beginning or marks before the name, or a word, and marks after it.
PLAIN = re.compile(
    r"(?:(?:^|[,;.!?:—–-])\s*|\b(?:[Oo]h|[Dd]ear|[Mm]y|[Yy]es|[Nn]o|[Ww]ell|[Pp]oor|[Oo]ld)\s)"
    rf"(?P<name>{NAME})(?=\s*+(?:[,;!?]|\.?\s*+$|[—–-]))"
)


@given(texts)
def test_all_texts_together_have_the_names_of_each(texts: list[str]) -> None:
    """No name runs from one text into the next, or is taken for the next one's."""
    found = [name for number, text in enumerate(texts) for name in [(number, each) for each in NAMES.findall(text)]]
    assert list(mentioned_names(texts)) == found


@given(texts)
def test_called_names_are_those_of_the_plain_pattern(texts: list[str]) -> None:
    """Text by text, with one pattern for all that may stand before a name."""
    plain = [(number, match["name"]) for number, text in enumerate(texts) for match in PLAIN.finditer(text)]
    assert list(called_names(texts)) == plain


def test_names_called_and_mentioned() -> None:
    """A name between marks or after "oh" calls somebody; one within a sentence does not."""
    texts = ["Anna, come!", "I saw Ben.", "Oh Ben!", "Nobody", "And dear Mrs. Cole."]
    assert list(called_names(texts)) == [(0, "Anna"), (2, "Ben"), (4, "Mrs. Cole")]
    assert list(mentioned_names(texts)) == [(0, "Anna"), (1, "Ben"), (2, "Ben"), (4, "Mrs. Cole")]

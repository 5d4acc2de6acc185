"""The bulk tokeniser finds what the plain one finds, over any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fabula.index.analysis import terms
from fabula.index.analysis.bulk import RunTable
from .scripts import CHARACTERS, MIXED


class Names:
    """Ids for words, and the words again."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}

    def __call__(self, word: str) -> int:
        return self.ids.setdefault(word, len(self.ids))

    def words(self, ids: list[int]) -> list[str]:
        names = list(self.ids)
        return [names[number] for number in ids]


def bulk(text: str) -> list[str]:
    names = Names()
    return names.words(RunTable(names).tokenise(text.encode()).terms.tolist())


PIECES = st.sampled_from(
    [
        *"abc ABC don't ’ ' '' “You,” — … wouldn’t I'm é e\u0301 \u2060 \u00ad \u00a0".split(),
        *"日本 x1 ﬁ Ω 𝒳 😀 ß".split(),
        *CHARACTERS,
        *"extraordinarilylongword’s o'clock l’homme ʼ 3.5 _ -".split(),
        " ",
        "\n",
    ]
)


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=30).map("".join), st.lists(PIECES, max_size=30).map(" ".join), MIXED))
def test_it_agrees_with_the_plain_tokeniser(text: str) -> None:
    """Oracle: `terms`, over words, contractions, other scripts and anything else."""
    assert bulk(text) == [term.text for term in terms(text)]


@settings(deadline=None)
@given(st.lists(st.lists(PIECES, max_size=20).map("".join), min_size=1, max_size=8))
def test_starts_tell_the_scene(scenes: list[str]) -> None:
    """Where scenes begin is enough to give each scene its own terms, one table serving all."""
    names = Names()
    table = RunTable(names)
    for _ in range(2):
        encoded = [scene.encode() for scene in scenes]
        text = b"\0".join(encoded)
        counted = RunTable(Names()).count(text)
        found = table.tokenise(text)
        assert counted.term_count == len(found.terms)
        at = 0
        for scene, content in zip(scenes, encoded, strict=True):
            first, end = found.before([at, at + len(content)]).tolist()
            assert counted.before([at, at + len(content)]).tolist() == [first, end]
            own = found.terms[first:end]
            assert names.words(own.tolist()) == [term.text for term in terms(scene)]
            at += len(content) + 1


def test_many_distinct_words_are_told_apart() -> None:
    """The table grows, and no two words share a number."""
    text = " ".join(f"w{n}x{n * 7919 % 100_003}" for n in range(60_000))
    names = Names()
    table = RunTable(names)
    first = table.tokenise(text.encode())
    assert names.words(first.terms.tolist()) == text.split()
    assert table.tokenise(text.encode()).terms.tolist() == first.terms.tolist()


@pytest.mark.slow
def test_every_letter_is_read_as_the_plain_tokeniser_reads_it() -> None:
    """Of each letter of Unicode, beside another and by itself: some are apostrophes, some terms of their own."""
    letters = [chr(code) for code in range(0x80, 0x110000) if chr(code).isalpha()]
    text = "\n".join(f"a{letter} {letter}" for letter in letters)
    assert bulk(text) == [term.text for term in terms(text)]

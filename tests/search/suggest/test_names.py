"""Names are found by the beginning of any of their words, in the order that a scan gives them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fabula.index.analysis import flatten, words
from fabula.search import SuggestionKind
from fabula.search.suggest.names import Name, NameIndex

WORD = st.sampled_from(["the", "theory", "ferry", "Fér", "of", "Lexa", "a", "ab", "sea’s"])
NAME = st.builds(
    lambda kind, text, works: Name(kind, " ".join(text), works, ""),
    st.sampled_from(list(SuggestionKind)[:4]),
    st.lists(WORD, min_size=1, max_size=4),
    st.integers(1, 3),
)
PREFIX = st.one_of(
    st.text(max_size=6), st.lists(WORD, max_size=2).map(" ".join), st.sampled_from(["th", "fe", "the ", "a ", "le"])
)


@given(st.lists(NAME, max_size=12, unique_by=lambda name: (name.kind, name.text)), PREFIX, st.integers(0, 4))
def test_scan(names: list[Name], prefix: str, limit: int) -> None:
    """Those that begin so come first, then those with more works, then by letters."""
    start = " ".join(map(flatten, words(prefix)))
    is_ended = prefix[-1:].isspace()
    expected: dict[SuggestionKind, list[str]] = {}
    for kind in SuggestionKind:
        ranked = []
        for name in names:
            own = [flatten(word) for word in words(name.text)]
            keys = [" ".join(own[at:]) for at in range(len(own))]
            fits = [key == start or key.startswith(f"{start} " if is_ended else start) for key in keys]
            if start and name.kind is kind and any(fits):
                ranked.append((not fits[0], -name.works, name.text))
        if ranked and limit:
            expected[kind] = [text for _, _, text in sorted(ranked)[:limit]]
    found = NameIndex(names).beginning_with(prefix, limit)
    assert {kind: [each.text for each in own] for kind, own in found.items()} == expected

"""What may go, may go together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fabula.search.duplicates.spare import in_order_of_giving_up, spare_files

libraries = st.dictionaries(st.integers(0, 12), st.frozensets(st.integers(0, 9), max_size=6))


@given(libraries, st.lists(st.integers(0, 12), unique=True))
def test_no_text_is_lost(texts: dict[int, frozenset[int]], order: list[int]) -> None:
    """Without all spare files every text is still there; none that cannot be compared goes; one more would lose one."""
    candidates = [file for file in order if file in texts]
    spare = spare_files(texts, candidates)
    assert spare <= set(candidates)
    stay = {file: held for file, held in texts.items() if file not in spare}
    assert not any(0 in texts[file] for file in spare)
    assert frozenset().union(*texts.values()) == frozenset().union(*stay.values())
    for file in set(candidates) - spare:
        others = frozenset().union(*(held for other, held in stay.items() if other != file))
        assert not texts[file] or 0 in texts[file] or not texts[file] <= others


def test_what_is_given_up_first() -> None:
    """Twins of what results show, then the shortest."""
    assert in_order_of_giving_up([0, 1, 2, 3], [0, 0, 2, 3]) == [1, 3, 2, 0]

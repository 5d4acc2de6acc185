"""A name in a query fits the characters who have its words in one of their names."""

from __future__ import annotations

import pytest

from fabula.index.codec.speech import CastMember
from fabula.search.postings.character_names import has_name

ZOE = CastMember("Zoë Ann O’Brien", ("Captain Brien", "the captain"), "f", 3, 40)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("zoe", True),
        ("zoe brien", True),
        ("captain", True),
        ("brien zoe", False),
        ("zoe captain", False),
        ("zo", False),
    ],
)
def test_has_name(name: str, expected: bool) -> None:
    """Folded, without accents, in order, all within one name."""
    assert has_name(ZOE, tuple(name.split())) is expected


def test_the_first_person_is_the_narrator() -> None:
    """As pages call it."""
    narrator = CastMember("I", (), "", 3, 40)
    assert all(has_name(narrator, name) for name in (("i",), ("narrator",), ("the", "narrator")))
    assert not has_name(ZOE, ("narrator",))
    named = CastMember("Nick Carraway", ("I",), "", 3, 40)
    assert all(has_name(named, name) for name in (("nick",), ("i",), ("the", "narrator")))

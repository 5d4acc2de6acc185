"""A shape takes what it declares and nothing else, and says where the first other value is."""

from __future__ import annotations

import doctest
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index import shapes
from fabula.index.shapes import (
    ByType,
    Each,
    Fields,
    Flag,
    Maybe,
    Misshapen,
    OneOf,
    Pattern,
    Row,
    Seconds,
    Shape,
    Table,
    Text,
    Whole,
)

CASES: list[tuple[Shape, list[Any], list[Any]]] = [
    (Text(3), ["", "abc"], ["abcd", 1, None, ["a"]]),
    (Whole(1, 9), [1, 9], [0, 10, True, 1.0, "1", 10**30]),
    (Whole(), [0, 2**63 - 1], [-1, 2**63, None]),
    (Seconds(), [0, 1.5, -0.001], [True, "1", float("inf"), float("nan"), 10**30]),
    (Flag(), [True, False], [0, 1, None, "true"]),
    (OneOf(("f", "m")), ["f"], ["x", None, ["f"], {}]),
    (Pattern("[0-9a-f]{2}"), ["0f"], ["0", "0F", "0ff", 15]),
    (Maybe(Whole()), [None, 3], ["3", -1]),
    (ByType({str: Text(), list: Each(Whole())}), ["", [1]], [1, ["1"], {}]),
    (Each(Text()), [[], ["a", "b"]], ["ab", [1], ["a", None], {"a": "b"}]),
    (Each(Text(1), 2), [["a", "b"]], [["ab"], ["a"] * 3]),
    (Row((Text(), Whole()), optional=1), [["a"], ["a", 1]], [[], ["a", 1, 2], ["a", "b"], "ab"]),
    (
        Fields({"a": Text()}, {"b": Whole()}),
        [{"a": ""}, {"a": "", "b": 1, "c": []}],
        [{}, {"a": 1}, {"a": "", "b": ""}],
    ),
    (Fields({"a": Text()}, closed=True), [{"a": ""}], [{"a": "", "c": 1}, [], None]),
    (Table(Whole(), 1), [{}, {"a": 1}], [{"a": "1"}, {"a": 1, "b": 2}, []]),
]


@pytest.mark.parametrize(("shape", "right", "wrong"), CASES)
def test_a_shape_takes_what_it_declares(shape: Shape, right: list[Any], wrong: list[Any]) -> None:
    """And refuses other types, lengths and numbers; a truth value is no number."""
    for value in right:
        shape.check(value)
    for value in wrong:
        with pytest.raises(Misshapen, match=r"^it|^[\[a-z]"):
            shape.check(value)


def test_the_error_says_where() -> None:
    """It names keys and places from the outermost on."""
    shape = Fields({"works": Each(Row((Text(), Table(Whole()))))})
    with pytest.raises(Misshapen, match=r"^works\[1\]\[1\]\.words is no whole number from 0 to"):
        shape.check({"works": [["a", {}], ["b", {"words": -1}]]})


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=2)


@given(
    st.sampled_from([shape for shape, _, _ in CASES]),
    SCALARS | st.lists(SCALARS, max_size=3) | st.dictionaries(st.sampled_from("abc"), SCALARS),
)
def test_any_value_is_taken_or_misshapen(shape: Shape, value: Any) -> None:
    """Values of any type of JSON raise no other error."""
    try:
        shape.check(value)
    except Misshapen as error:
        assert str(error)


def test_examples_in_the_module_hold() -> None:
    """Those in its docstrings."""
    assert doctest.testmod(shapes).failed == 0

"""The cache keeps what was used last, within its bytes."""

from __future__ import annotations

from threading import Thread

from hypothesis import given
from hypothesis import strategies as st

from fabula.index.codec.sized_cache import SizedCache


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 9), st.integers(0, 30)), max_size=60))
def test_it_holds_the_values_that_were_used_last(steps: list[tuple[bool, int, int]]) -> None:
    """Against a list in the order of use, from which the first go until the sizes fit."""
    cache = SizedCache[str](100)
    expected: list[tuple[int, str, int]] = []
    for number, (is_put, key, size) in enumerate(steps):
        known = next((each for each in expected if each[0] == key), None)
        if is_put and size <= 25:
            cache.put(key, f"{number}", size)
            expected = [each for each in expected if each[0] != key] + [(key, f"{number}", size)]
            while sum(size for _, _, size in expected) > 100:
                expected.pop(0)
        elif is_put:
            cache.put(key, "too large", size)
        else:
            assert cache.get(key) == (known and known[1])
            expected = [each for each in expected if each[0] != key] + ([known] if known else [])
        assert cache.size == sum(size for _, _, size in expected)


def test_threads_share_it() -> None:
    """Its size is right after several threads have put and dropped values at once."""
    cache = SizedCache[bytes](1_000)

    def work(start: int) -> None:
        for number in range(start, start + 2_000):
            cache.put(number % 97, b"", number % 100)
            cache.get(number % 31)

    threads = [Thread(target=work, args=(1_000 * n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sizes = [size for _, size in cache._values.values()]
    assert cache.size == sum(sizes) <= 1_000

"""Budgets end the work for one answer, and only for that one."""

from __future__ import annotations

import threading
import time

import pytest

from fabula.index.budget import Budget, at_most, check, count_unpacked, current_budget, spending
from fabula.index.errors import QueryAbandoned, QueryError, QueryTooDear


def test_nothing_is_limited_outside_of_a_budget() -> None:
    """Without a budget no check ends the work, whatever is unpacked."""
    check("anything")
    count_unpacked(1 << 50)
    count_unpacked(1 << 50)
    assert current_budget().seconds_left == float("inf")


def test_a_check_after_the_time_names_the_part() -> None:
    """Once the time is over, the next check raises an error about the query that says what was dear."""
    with spending(Budget(60.0)):
        check("the words before")
    with spending(Budget(0.0)), pytest.raises(QueryTooDear, match=r"longer than 0 s.*at the phrase \"a b\"") as caught:
        time.sleep(0.001)
        check('the phrase "a b"')
    assert isinstance(caught.value, QueryError)
    assert caught.value.hint
    check("after it")


def test_only_what_is_unpacked_for_the_answer_counts() -> None:
    """The bytes of one answer are counted together, and each answer begins anew."""
    with spending(Budget(None, unpacked_bytes=100)):
        count_unpacked(60)
        with pytest.raises(QueryTooDear, match="memory"):
            count_unpacked(60)
    with spending(Budget(None, unpacked_bytes=100)):
        count_unpacked(100)


def test_another_thread_may_abandon_an_answer() -> None:
    """A server's thread that sees a client go ends the work of the thread that answers it."""
    started, is_ended = threading.Event(), threading.Event()
    budget = Budget(60.0)

    def answer() -> None:
        with spending(budget):
            started.set()
            try:
                while True:
                    check("a long answer")
            except QueryAbandoned:
                is_ended.set()

    thread = threading.Thread(target=answer)
    thread.start()
    assert started.wait(10)
    check("this thread has no budget")
    budget.abandon()
    assert is_ended.wait(10)
    thread.join()


def test_a_budget_within_another_ends_with_its_block() -> None:
    """After a block with a budget of its own, the budget around it counts again."""
    with spending(Budget(None)) as outer:
        with spending(Budget(5.0)) as inner:
            assert current_budget() is inner
            assert 0 < inner.seconds_left <= 5
        assert current_budget() is outer


def test_a_check_without_a_name_has_that_of_the_check_before() -> None:
    """Arrays do not know for which part of a query they are read; whoever asked for them does."""
    with at_most(60.0):
        check("the word a")
    with at_most(0.0), pytest.raises(QueryTooDear) as caught:
        time.sleep(0.001)
        try:
            check("the word b")
        except QueryTooDear:
            check()
    assert caught.value.part == "the word b"


def test_the_tighter_of_two_budgets_counts() -> None:
    """Whoever asks within an answer gets no more time than the answer has, and says which time was too short."""
    with at_most(60.0), at_most(0.001) as inner:
        assert inner.seconds_left <= 0.001
    with spending(Budget(0.001)), at_most(60.0) as inner:
        assert inner.seconds_left <= 0.001
        time.sleep(0.002)
        with pytest.raises(QueryTooDear, match=r"longer than 0\.001 s"):
            check("a part")
    with spending(Budget(5.0)), at_most(None) as inner:
        assert inner.seconds_left <= 5.0


def test_an_answer_is_abandoned_with_all_its_parts() -> None:
    """A part that has a share of the time ends as well, and other answers go on."""
    with spending(Budget(60.0)) as outer, at_most(30.0):
        outer.abandon()
        with pytest.raises(QueryAbandoned):
            check("a part")
    with at_most(30.0):
        check("another answer")


def test_what_a_part_unpacks_counts_for_the_whole_answer() -> None:
    """Parts with shares of the time have no memory of their own."""
    with spending(Budget(None, unpacked_bytes=100)), pytest.raises(QueryTooDear, match="memory"):
        for _ in range(3):
            with at_most(1.0):
                count_unpacked(40)

"""Reports a damaged index as LibraryDamaged, whichever error reading it has raised."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from fabula.index.budget import Budget, spending
from fabula.index.errors import LibraryDamaged, QueryTooDear
from fabula.index.store.protocol import Store

# Raised while reading bytes that pass their checksums and contradict each other, as somebody may have made them.
CORRUPTION_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)
# A large index that somebody made must not keep a reader busy after an answer has failed, either.
_CHECK_SECONDS = 2.0
# A check reads all texts, one after the other.
_ANY_SIZE = 1 << 62

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


class _OverStore(Protocol):
    @property
    def _store(self) -> Store: ...


Owner = TypeVar("Owner", bound=_OverStore)
Method = Callable[Concatenate[Owner, Arguments], Answer]


def reports_damage(method: Method[Owner, Arguments, Answer]) -> Method[Owner, Arguments, Answer]:
    """`method`, raising LibraryDamaged in place of another error if the library is to blame for it.

    The library is checked only after an error, as that takes as long as reading it. An error of our own stays as it is.
    """

    @wraps(method)
    def reporting(self: Owner, /, *arguments: Arguments.args, **options: Arguments.kwargs) -> Answer:
        return with_reported_damage(self._store, lambda: method(self, *arguments, **options))

    return reporting


def with_reported_damage(store: Store, answer: Callable[[], Answer]) -> Answer:
    """The result of `answer`, which reads from `store`; raises LibraryDamaged as above."""
    try:
        return answer()
    except CORRUPTION_ERRORS as error:
        problem = _problem(store, error)
        if not problem:
            raise
        raise _damage(store, problem) from error


def _problem(store: Store, error: Exception) -> str:
    """What is damaged; "" if nothing is, so that the error is one of our own."""
    from fabula.index.checking.first_damage import first_damage  # 40 ms, saved unless something fails

    try:
        with spending(Budget(_CHECK_SECONDS, _ANY_SIZE)):
            damage = first_damage(store.snapshot())
    except QueryTooDear:
        return f"reading it ended with {type(error).__name__}, and there was no time to look for the reason"
    return "" if damage is None else str(damage)


def _damage(store: Store, problem: str) -> LibraryDamaged:
    return LibraryDamaged(
        f"The library in {store.address} is damaged: {problem}.",
        hint="`fabula check` says what else is, and `fabula check --repair` mends what can be mended.",
    )

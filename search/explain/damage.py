"""Reports a damaged index as LibraryDamaged, whichever error reading it has raised."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from fabula.index.errors import LibraryDamaged
from fabula.index.store.protocol import Store

# Raised while reading bytes that pass their checksums and contradict each other, as somebody may have made them.
CORRUPTION_ERRORS = (ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, TypeError, ValueError)

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
        damage = _damage(store)
        if damage is None:
            raise
        raise damage from error


def _damage(store: Store) -> LibraryDamaged | None:
    from fabula.index.checking.first_damage import first_damage  # 40 ms, saved unless something fails

    damage = first_damage(store.snapshot())
    if damage is None:
        return None
    return LibraryDamaged(
        f"The library in {store.address} is damaged: {damage}.",
        hint="`fabula check` says what else is, and `fabula check --repair` mends what can be mended.",
    )

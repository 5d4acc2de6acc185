"""Is the library whole? Every byte is read, and everything that is kept twice is compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .report import CheckReport, Damage, RepairReport

if TYPE_CHECKING:
    from .commit import check

__all__ = ["CheckReport", "Damage", "RepairReport", "check"]


def __getattr__(name: str) -> Any:
    """What only a check needs is loaded by one: the shapes of answers know its report, and nothing else."""
    if name == "check":
        from .commit import check

        return check
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

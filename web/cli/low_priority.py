"""`--low-priority`: a run that leaves the machine to others."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

# The lowest that there is, whatever the process had before.
_NICENESS = 19
# ioprio_set(2), which the library of C does not wrap: its number for 64-bit programs. Elsewhere the niceness has to do,
# which lowers the priority of reads and writes as well, but not below everybody's.
_IOPRIO_SET = {
    "x86_64": 251,
    "aarch64": 30,
    "riscv64": 30,
    "loongarch64": 30,
    "ppc64": 273,
    "ppc64le": 273,
    "s390x": 282,
}
_WHO_PROCESS = 1
_CLASS_IDLE = 3
_CLASS_SHIFT = 13
# SetPriorityClass of Windows; the processes that this one starts are idle, too.
_IDLE_PRIORITY_CLASS = 0x40


def low_priority_option(command: F) -> F:
    """`--low-priority`. The verb needs no parameter for it: it acts before the verb runs."""
    return click.option(
        "--low-priority",
        is_flag=True,
        expose_value=False,
        callback=_lower,
        help="Use the processor and the disk only while no other program wants them.",
    )(command)


def _lower(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        lower_priority()


def lower_priority() -> None:
    """Give this process, and those that it starts, the lowest priority, as far as the system has such a thing."""
    if sys.platform == "win32":  # pragma: no cover - Windows
        import ctypes

        with suppress(OSError):
            kernel = ctypes.windll.kernel32
            kernel.SetPriorityClass(kernel.GetCurrentProcess(), _IDLE_PRIORITY_CLASS)
        return
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, _NICENESS)
    _idle_disk()


def _idle_disk() -> None:
    """On Linux: other processes' reads and writes come first."""
    if sys.platform != "linux" or sys.maxsize <= 2**32:
        return
    number = _IOPRIO_SET.get(os.uname().machine)
    if number is None:
        return
    import ctypes  # 5 ms

    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).syscall(number, _WHO_PROCESS, 0, _CLASS_IDLE << _CLASS_SHIFT)

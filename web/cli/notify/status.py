"""What `fabula sources` says of the program that is called after runs."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fabula.index.errors import OptionError
from fabula.index.library.settings import read_settings
from fabula.index.store.disk_errors import disk_errors
from fabula.web.cli.terminal.printable import visible
from .trust import distrust, trust, why_distrusted


def change_trust(library: Path, *, wanted: bool) -> None:
    """Let the program of the library run, or not. Raises OptionError if it names none, SettingsError, LibraryFull."""
    command = read_settings(library).notify.command
    if wanted and not command:
        raise OptionError(
            f"The library.toml in {library} names no program.",
            hint='Write two lines: [notify] and command = ["/path/of/program"]. Then run this again.',
        )
    with disk_errors(library):
        if wanted:
            trust(library, command)
        else:
            distrust(library)


def notify_lines(library: Path) -> Iterator[str]:
    """The program, when it is called, and whether it may run; nothing if there is none."""
    setting = read_settings(library).notify
    if not setting.command:
        return
    yield f"After each {' or '.join(setting.on)} of the library this runs: {visible(shlex.join(setting.command))}"
    reason = why_distrusted(library, setting.command)
    if reason:
        yield f"    It does not run yet. {visible(reason)} To allow it: fabula sources --trust-notify"


def notify_shape(library: Path) -> dict[str, Any] | None:
    """The same for JSON; None if there is no program."""
    setting = read_settings(library).notify
    if not setting.command:
        return None
    return {
        "command": list(setting.command),
        "on": list(setting.on),
        "timeout": setting.timeout,
        "trusted": not why_distrusted(library, setting.command),
    }

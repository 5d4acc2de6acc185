"""The events of the system: which files below some folders have changed. By the package watchfiles."""

from __future__ import annotations

import errno
import os
import re
import time
from collections.abc import Generator, Sequence
from pathlib import Path

from fabula.index.errors import OptionError
from .pace import Pace

# So often the wait in Rust returns to Python.
_WAKE_MS = 1_000
# watchfiles polls by itself, several times a second, on WSL; there `Waiting` knows better which drives need it.
_FORCE_POLLING_VARIABLE = "WATCHFILES_FORCE_POLLING"
_WATCHES, _INSTANCES = "fs.inotify.max_user_watches", "fs.inotify.max_user_instances"
_LIMITS = Path("/proc/sys")
# 'Permission denied (os error 13) about ["/stories/lost+found"]'
_ABOUT = re.compile(r'about \["(.*?)"')


class EventsFailed(Exception):
    """The system reports no changes, or no longer all of them.

    reason      a part of a sentence.
    is_partial  only some folders may not be read.
    """

    def __init__(self, reason: str, hint: str = "", *, is_partial: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint
        self.is_partial = is_partial


def require_watchfiles() -> None:
    """Raises OptionError without the package."""
    try:
        import watchfiles  # noqa: F401 - an extra
    except ImportError as error:
        raise OptionError(
            "To be told of changes, Fabula needs the package watchfiles, which is not installed.",
            hint="Install it with: pip install 'fabula[watch]'   (or look every minute: fabula watch --poll 60)",
        ) from error


class Events:
    """Changes below `folders` from now on, those in the folder `library` left out.

    partial  be content with the folders for which there are events.

    Raises EventsFailed, at once or in `wait`; then it is to be closed. A folder that is made later, and for which
    there are no events, raises nothing: so `Events` are made anew when there is one.
    """

    def __init__(self, folders: Sequence[str], library: Path, pace: Pace, *, partial: bool = False) -> None:
        import watchfiles

        ours = (str(library) + os.sep, os.path.realpath(library) + os.sep)
        self._batches: Generator[set[tuple[watchfiles.Change, str]]] = watchfiles.watch(
            *folders,
            watch_filter=lambda _, path: not path.startswith(ours),
            debounce=_milliseconds(pace.batch),
            step=_milliseconds(pace.quiet),
            rust_timeout=min(_WAKE_MS, _milliseconds(pace.glance)),
            yield_on_timeout=True,
            raise_interrupt=True,
            force_polling=None if os.environ.get(_FORCE_POLLING_VARIABLE) else False,
            # It ignores all errors, those of limits too, and the folders after the one that fails.
            ignore_permission_denied=partial,
        )
        # The system is asked for events when the first batch is.
        self._first = self._next()

    def wait(self, seconds: float) -> frozenset[str]:
        """The paths of the next batch; none if nothing changes for so many seconds. Raises EventsFailed."""
        changed, self._first = self._first, frozenset()
        deadline = time.monotonic() + seconds
        while not changed and time.monotonic() < deadline:
            changed = self._next()
        return changed

    def close(self) -> None:
        self._batches.close()

    def _next(self) -> frozenset[str]:
        try:
            return frozenset(path for _, path in next(self._batches))
        except StopIteration:
            raise EventsFailed("it has stopped doing so") from None
        # watchfiles raises RuntimeError for what goes wrong later, in a thread of its own.
        except (OSError, RuntimeError) as error:
            raise _failure(error) from error


def _failure(error: OSError | RuntimeError) -> EventsFailed:
    """With the limit that is reached, where it is one: watchfiles tells by the text, the system by a number."""
    number = error.errno if isinstance(error, OSError) else None
    text = str(error)
    if number == errno.ENOSPC or "watch limit" in text or "os error 28" in text:
        return _limit_reached("watches", _WATCHES, 524_288)
    if number in (errno.EMFILE, errno.ENFILE) or "os error 24" in text or "os error 23" in text:
        return _limit_reached("inotify instances or open files", _INSTANCES, 1_024)
    if isinstance(error, PermissionError) and (folder := _ABOUT.search(text)):
        return EventsFailed(
            f"the folder {folder[1]} may not be read", "Exclude it, or change its mode.", is_partial=True
        )
    return EventsFailed(text.partition(" (Error {")[0].strip().rstrip(".") or type(error).__name__)


def _limit_reached(what: str, setting: str, least: int) -> EventsFailed:
    try:
        limit = int((_LIMITS / setting.replace(".", "/")).read_text())
    except (OSError, ValueError):
        limit = 0
    reason = f"all {what} of this user are in use" + (f" ({setting} is {limit:,})" if limit else "")
    more = max(least, 2 * limit)
    return EventsFailed(
        reason,
        f"Raise the limit: sudo sysctl {setting}={more}   (and that setting in /etc/sysctl.d/fabula.conf, to keep it)",
    )


def _milliseconds(seconds: float) -> int:
    return max(1, round(seconds * 1000))

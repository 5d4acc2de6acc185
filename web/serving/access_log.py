r"""A line for each request, as other web servers write it, so that their tools read it.

    192.0.2.7 - - [01/Dec/2026:04:03:27 +0000] "GET /works HTTP/1.1" 200 5120 0.012

That is the common log format of Apache, with seconds at its end. What people search for is private: queries are left
out unless they are asked for. Lines are ASCII; whatever else a client sends is percent-encoded, so that nobody can
write lines of his own, or control codes for the terminal of who reads it.
"""

from __future__ import annotations

import logging
import os
import time
from threading import Lock
from urllib.parse import quote

from fabula.index.errors import OptionError
from .application import Answered

STANDARD_OUTPUT = "-"
# The addresses that pages have; others may be as long as a header.
_MAX_TARGET = 2_000
_MAX_METHOD = 16
_MAX_CLIENT = 64
_SECONDS_BETWEEN_LOOKS = 1.0
_SECONDS_BETWEEN_WARNINGS = 60.0
# What may stand in an address as it is: all of RFC 3986, and the percent sign where it came with one.
_IN_PATH = "/:@!$&'()*+,;=-._~"
_IN_QUERY = f"{_IN_PATH}?%"


class AccessLog:
    """Writes to a file, or to the standard output.

    Processes that are forked from the one that made it write to the same file, a line at once. A file that was moved
    away, as logrotate does, is begun anew within a second.
    """

    def __init__(self, path: str, *, queries: bool = False) -> None:
        """Raises OptionError if the file cannot be written to."""
        self._path = path
        self._queries = queries
        self._lock = Lock()
        self._looked_at = self._warned_at = float("-inf")
        try:
            self._descriptor = 1 if path == STANDARD_OUTPUT else _opened(path)
        except OSError as error:
            raise OptionError(
                f"The access log {path} cannot be written: {error.strerror}.", hint="Name another file, or - for none."
            ) from error

    def note(self, answered: Answered) -> None:
        """Write the line of a request. A full disk is a warning once a minute, and no fault of the request."""
        line = log_line(answered, time.time(), queries=self._queries)
        try:
            os.write(self._current(), line.encode("ascii"))
        except OSError as error:
            now = time.monotonic()
            if now - self._warned_at > _SECONDS_BETWEEN_WARNINGS:
                self._warned_at = now
                logging.getLogger(__name__).warning(
                    "the access log %s cannot be written: %s", self._path, error.strerror
                )

    def _current(self) -> int:
        """The descriptor of the file that has the path now."""
        if self._path == STANDARD_OUTPUT:
            return self._descriptor
        now = time.monotonic()
        with self._lock:
            if now - self._looked_at > _SECONDS_BETWEEN_LOOKS:
                self._looked_at = now
                if not _is_at(self._descriptor, self._path):
                    # The number stays the same, for threads that are about to write.
                    fresh = _opened(self._path)
                    os.dup2(fresh, self._descriptor, inheritable=False)
                    os.close(fresh)
        return self._descriptor


def log_line(answered: Answered, now: float, *, queries: bool = False) -> str:
    """The line, with its end. `now` is in seconds since 1970.

    >>> ann = Answered("::1", "GET", "/search", "q=lamp", "1.1", 200, 5120, 0.0123, "")
    >>> log_line(ann, 0.0, queries=True)
    '::1 - - [01/Jan/1970:00:00:00 +0000] "GET /search?q=lamp HTTP/1.1" 200 5120 0.012\\n'
    """
    target = quote(answered.path, safe=_IN_PATH, encoding="latin-1", errors="replace") or "-"
    if queries and answered.query:
        target += f"?{quote(answered.query, safe=_IN_QUERY, encoding='latin-1', errors='replace')}"
    if len(target) > _MAX_TARGET:
        target = f"{target[:_MAX_TARGET]}..."
    client = quote(answered.client[:_MAX_CLIENT], safe=":.") or "-"
    request = (
        f"{quote(answered.method[:_MAX_METHOD], safe='') or '-'} {target} HTTP/{quote(answered.version[:3], safe='')}"
    )
    moment = time.gmtime(now)
    # The names of months are English ones in every locale.
    when = (
        f"{moment.tm_mday:02d}/{_MONTHS[moment.tm_mon - 1]}/{moment.tm_year}:{time.strftime('%H:%M:%S', moment)} +0000"
    )
    return f'{client} - - [{when}] "{request}" {answered.status} {answered.size} {answered.seconds:.3f}\n'


_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def _opened(path: str) -> int:
    # A named pipe without a reader would be waited for. Addresses are nobody else's business.
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NONBLOCK", 0)
    return os.open(path, flags, 0o640)


def _is_at(descriptor: int, path: str) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(path))  # noqa: PTH116 - a path of the command line
    except FileNotFoundError:
        return False

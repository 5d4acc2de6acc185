"""Runs a program with a document on its standard input: no shell, in a bounded time, nothing of it left behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import IO

# What it prints is for the message when it fails; a pipe that nobody empties would stop it.
_KEPT_BYTES = 2_000
_PIECE_BYTES = 65_536
# Between SIGTERM and SIGKILL.
_GRACE_SECONDS = 1.0


def run_hook(command: Sequence[str], document: bytes, variables: Mapping[str, str], timeout: float) -> str:
    """Run `command` with `document` as its standard input, and `variables` besides those of this process.

    It runs in the root folder, where no file of a library can take the place of one of its modules. When it has ended,
    or after `timeout` seconds, the processes that it has started are killed. Returns "" if it ended with 0, else what
    went wrong, as a part of a sentence.
    """
    program = shutil.which(command[0])
    if program is None:
        return "there is no such program"
    # A file, as a program need not read its input.
    with tempfile.TemporaryFile() as stdin:
        stdin.write(document)
        stdin.seek(0)
        try:
            process = subprocess.Popen(  # noqa: S603 - the person who trusted the library named it
                [program, *command[1:]],
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                cwd=os.path.abspath(os.sep),
                env={**os.environ, **variables},
                # A group of its own, which Ctrl-C in the terminal does not reach.
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            return f"it could not be started: {getattr(error, 'strerror', None) or error}"
    assert process.stdout is not None
    output = _Tail(process.stdout)
    try:
        code = _wait(process, timeout)
    finally:
        # Also after Ctrl-C or SIGTERM.
        _kill(process)
        output.finish()
    if code == 0:
        return ""
    if code is None:
        how = f"it took longer than {timeout:g} seconds"
    elif code < 0:
        how = f"it was ended by signal {-code}"
    else:
        how = f"it ended with exit code {code}"
    return how + output.quote()


def _wait(process: subprocess.Popen[bytes], timeout: float) -> int | None:
    """The exit code; None if that took too long, and the process was asked to end."""
    try:
        return process.wait(timeout)
    except subprocess.TimeoutExpired:
        _signal_group(process, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE_SECONDS)
        return None


def _kill(process: subprocess.Popen[bytes]) -> None:
    _signal_group(process, getattr(signal, "SIGKILL", signal.SIGTERM))
    process.wait()


def _signal_group(process: subprocess.Popen[bytes], number: int) -> None:
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, number)
        else:  # pragma: no cover - Windows
            process.kill()


class _Tail:
    """Reads a stream to its end in a thread of its own, and keeps its last bytes."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._kept = b""
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        with self._stream:
            while piece := os.read(self._stream.fileno(), _PIECE_BYTES):
                self._kept = (self._kept + piece)[-_KEPT_BYTES:]

    def finish(self) -> None:
        """Wait for the end of the stream, but not for ever: a process that left the group may hold it open."""
        self._thread.join(_GRACE_SECONDS)

    def quote(self) -> str:
        """The last line that is not empty, to be added to a sentence."""
        lines = self._kept.decode("utf-8", "replace").split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "")
        return f": {last}" if last else ""

"""A worker process as its parent sees it: a task goes in, frames come out, and it can be killed.

It is forked where that is safe, from a process that has loaded all readers: a new interpreter takes 0.5 s to be ready.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from contextlib import suppress
from typing import IO, Protocol

from fabula.index.errors import FabulaError
from fabula.index.readers import readers
from fabula.index.writer.processes.child_process import can_fork, fork, signals_held
from .wire import Frame, take_frames
from .worker import serve

_PIPE_BYTES = 1 << 20
# An idle worker takes a task at once.
_SEND_TIMEOUT_SECONDS = 10
_SECONDS_BETWEEN_LOOKS = 0.005
# Not `-m`: the modules are found where the parent finds them, wherever that is.
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv.pop()); from fabula.index.ingest.worker import main; main()"
)


class _Process(Protocol):
    """What is needed of `subprocess.Popen`."""

    @property
    def stdin(self) -> IO[bytes] | None: ...

    @property
    def stdout(self) -> IO[bytes] | None: ...

    def wait(self, timeout: float | None = None) -> int: ...

    def kill(self) -> None: ...


class WorkerProcess:
    """Started at once; its first frame says that it is ready."""

    def __init__(self, memory: int) -> None:
        try:
            self._process = _started(memory)
        except OSError as error:
            raise FabulaError(
                f"No process to read files in could be started: {error.strerror or error}.",
                hint="Check how many processes are running, or read in this one with --workers 0.",
            ) from error
        assert self._process.stdin is not None and self._process.stdout is not None
        self._input = self._process.stdin
        self._output = self._process.stdout
        os.set_blocking(self._input.fileno(), False)
        os.set_blocking(self._output.fileno(), False)
        self._buffer = bytearray()

    def fileno(self) -> int:
        return self._output.fileno()

    def send(self, line: bytes) -> bool:
        """Give it a task; False if it does not take it."""
        rest = memoryview(line)
        deadline = time.monotonic() + _SEND_TIMEOUT_SECONDS
        with selectors.DefaultSelector() as selector:
            selector.register(self._input, selectors.EVENT_WRITE)
            while rest:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    return False
                try:
                    rest = rest[os.write(self._input.fileno(), rest) :]
                except OSError:
                    return False
        return True

    def receive(self) -> list[Frame] | None:
        """The frames that have arrived, possibly none; None if it has ended. Raises ValueError for malformed ones."""
        try:
            piece = os.read(self._output.fileno(), _PIPE_BYTES)
        except BlockingIOError:
            return []
        if not piece:
            return None
        self._buffer += piece
        return list(take_frames(self._buffer))

    def end(self) -> str:
        """Kill it, and return how it had ended before that."""
        try:
            # It may have closed its output a moment before it ends.
            code: int | None = self._process.wait(0.2)
        except subprocess.TimeoutExpired:
            code = None
        self.kill()
        if code is None:
            return "did not go on"
        if code == -signal.SIGKILL:
            return "was killed, as it is when memory runs out"
        if code < 0:
            return f"crashed ({signal.Signals(-code).name})"
        return f"ended by itself (exit code {code})"

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self._input.close()
        self._output.close()


def _started(memory: int) -> _Process:
    """Raises OSError."""
    if can_fork():
        # A system that promises no more memory than it has may refuse to copy a large process.
        with suppress(OSError):
            return _Forked(memory)
    return _new_interpreter(memory)


def _new_interpreter(memory: int) -> _Process:
    """Raises OSError."""
    # -P: nothing of the current folder is imported before the parent's own path is set.
    command = [sys.executable, "-P", "-c", _START, str(memory), str(os.getpid()), json.dumps(sys.path)]
    return subprocess.Popen(  # noqa: S603 - this very interpreter
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # Linux; elsewhere pipes stay as they are.
        pipesize=_PIPE_BYTES,
        # numpy's linear algebra sets memory aside for each thread, and none of it is used.
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    )


class _Forked:
    """A forked process, with the methods of `subprocess.Popen`. Raises OSError."""

    def __init__(self, memory: int) -> None:
        # Here because Windows, which forks nothing, does not have this module.
        from fcntl import F_SETPIPE_SZ, fcntl

        # A reader that cannot be loaded ends the process that is forked, too, and that is reported.
        with suppress(Exception):
            readers()
        parent = os.getpid()
        tasks_from, tasks_to = os.pipe()
        try:
            with signals_held():
                process = fork(lambda frames_to: serve(tasks_from, frames_to, memory, parent))
        except OSError:
            os.close(tasks_to)
            raise
        finally:
            os.close(tasks_from)
        for descriptor in (tasks_to, process.output):
            # A user may have as many large pipes as the system allows; smaller ones do.
            with suppress(OSError):
                fcntl(descriptor, F_SETPIPE_SZ, _PIPE_BYTES)
        self.stdin, self.stdout = os.fdopen(tasks_to, "wb", 0), os.fdopen(process.output, "rb", 0)
        self._pid = process.pid
        self._code: int | None = None

    def wait(self, timeout: float | None = None) -> int:
        deadline = None if timeout is None else time.monotonic() + timeout
        while self._code is None:
            pid, status = os.waitpid(self._pid, 0 if deadline is None else os.WNOHANG)
            if pid:
                self._code = os.waitstatus_to_exitcode(status)
            elif deadline is not None and time.monotonic() >= deadline:
                raise subprocess.TimeoutExpired("a reader", timeout or 0.0)
            else:
                time.sleep(_SECONDS_BETWEEN_LOOKS)
        return self._code

    def kill(self) -> None:
        if self._code is None:
            os.kill(self._pid, signal.SIGKILL)

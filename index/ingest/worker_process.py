"""A worker process as its parent sees it: a task goes in, frames come out, and it can be killed."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time

from fabula.index.errors import FabulaError
from .wire import Frame, take_frames

_PIPE_BYTES = 1 << 20
# An idle worker takes a task at once.
_SEND_TIMEOUT_SECONDS = 10
# Not `-m`: the modules are found where the parent finds them, wherever that is.
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv.pop()); from fabula.index.ingest.worker import main; main()"
)


class WorkerProcess:
    """Started at once; its first frame says that it is ready."""

    def __init__(self, memory: int) -> None:
        # -P: nothing of the current folder is imported before the parent's own path is set.
        command = [sys.executable, "-P", "-c", _START, str(memory), str(os.getpid()), json.dumps(sys.path)]
        try:
            self._process = subprocess.Popen(  # noqa: S603 - this very interpreter
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # Linux; elsewhere pipes stay as they are.
                pipesize=_PIPE_BYTES,
                # numpy's linear algebra sets memory aside for each thread, and none of it is used.
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            )
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

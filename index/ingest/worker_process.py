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

from .wire import Frame, frames

__all__ = ["ReadingProcess"]

_PIECE = 1 << 20
# A worker that waits for a task takes it at once.
_SECONDS_TO_TAKE = 10
# Not `-m`: the modules are found where the parent finds them, wherever that is.
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv.pop()); from fabula.index.ingest.worker import main; main()"
)


class ReadingProcess:
    """Started at once; the first frame says that it is ready."""

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
                pipesize=_PIECE,
                # numpy's linear algebra sets memory aside for each thread, and none of it is used.
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            )
        except OSError as error:
            raise FabulaError(
                f"No process to read files in could be started: {error.strerror or error}.",
                hint="Check how many processes are running, or read in this one with --workers 0.",
            ) from error
        assert self._process.stdin is not None and self._process.stdout is not None
        self._tasks = self._process.stdin
        self._answers = self._process.stdout
        os.set_blocking(self._tasks.fileno(), False)
        os.set_blocking(self._answers.fileno(), False)
        self._buffer = bytearray()

    def fileno(self) -> int:
        return self._answers.fileno()

    def send(self, line: bytes) -> bool:
        """Give it a task; False if it does not take it."""
        left = memoryview(line)
        deadline = time.monotonic() + _SECONDS_TO_TAKE
        with selectors.DefaultSelector() as selector:
            selector.register(self._tasks, selectors.EVENT_WRITE)
            while left:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    return False
                try:
                    left = left[os.write(self._tasks.fileno(), left) :]
                except OSError:
                    return False
        return True

    def received(self) -> list[Frame] | None:
        """What came since, possibly nothing; None if it has ended. Raises ValueError for what are no frames."""
        try:
            piece = os.read(self._answers.fileno(), _PIECE)
        except BlockingIOError:
            return []
        if not piece:
            return None
        self._buffer += piece
        return list(frames(self._buffer))

    def end(self) -> str:
        """Kill it, and say how it had ended before that."""
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
        self._tasks.close()
        self._answers.close()

"""A forked process handles no signal as its parent would."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")

# The worker is sent the signal in the first instant of its life; a handler that cleans up runs in the parent alone.
_PROGRAM = """
import os, signal, sys
from fabula.index.errors import LibraryError
from fabula.index.writer.processes.forking import Forks
number, parent = int(sys.argv[1]), os.getpid()
def stop(*_):
    raise SystemExit(3)
signal.signal(number, stop)
os.register_at_fork(after_in_child=lambda: os.kill(os.getpid(), number))
try:
    forks = Forks(lambda: None)
    forks.start(lambda: {"pid": os.getpid()})
    answers = forks.finish()
    print("answered", answers[0]["pid"] != parent)
except LibraryError as error:
    print(error)
finally:
    print("cleaned up", os.getpid() == parent, flush=True)
"""


@pytest.mark.parametrize(
    ("name", "said"), [("SIGINT", "answered True"), ("SIGTERM", "ended by SIGTERM"), ("SIGHUP", "ended by SIGHUP")]
)
def test_a_signal_at_birth(name: str, said: str) -> None:
    """Ctrl-C is the parent's to handle; the others end the worker, without the parent's clean-up in it."""
    import signal

    words = [sys.executable, "-c", _PROGRAM, str(int(getattr(signal, name)))]
    ended = subprocess.run(words, capture_output=True, text=True, timeout=60)
    assert said in ended.stdout, ended
    assert ended.stdout.count("cleaned up") == 1 and "cleaned up True" in ended.stdout
    assert ended.stderr == ""

"""The processes of a server: gunicorn's arbiter starts, watches, replaces and stops them."""

from __future__ import annotations

import os
import signal
import socket
import time
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from .pauses import Pauses
from .plain_log import PlainLog
from .worker import PagesWorker, Setup

# A process whose loop has not turned for so long hangs, and is killed: something holds the interpreter's lock.
_HANGING_SECONDS = 30
# What the arbiter waits longer than its processes do.
_MORE_GRACE_SECONDS = 3.0


class PagesSetup(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """What gunicorn asks for: settings and the application. No file and no variable changes them."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        super().__init__()

    def load_config(self) -> None:
        settings = {
            "workers": self.setup.options.processes + self.setup.options.lanes + self.setup.keepers,
            "worker_class": PagesWorker,
            "logger_class": PlainLog,
            "timeout": _HANGING_SECONDS,
            "graceful_timeout": int(self.setup.options.grace_seconds + _MORE_GRACE_SECONDS),
            "control_socket_disable": True,
            "proc_name": "fabula",
            "pre_fork": _choose_task,
            "child_exit": _note_end,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return self.setup.served.application


class PagesArbiter(Arbiter):  # type: ignore[misc]  # gunicorn ships no types
    """Starts as many processes as the options say, and lanes beside them. `ended_by` is the signal that ended it."""

    app: PagesSetup

    def __init__(self, setup: PagesSetup, listening: socket.socket) -> None:
        super().__init__(setup)
        # One that is set is taken as it is.
        self.LISTENERS = [listening]
        self.ended_by = signal.SIGTERM
        self._asked_to_end: set[int] = set()
        self._born: dict[int, float] = {}
        self._pauses = Pauses()
        self._ends_helpers_last = False
        self._had_terminal = _has_terminal()

    def init_signals(self) -> None:
        ignores_hangups = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        super().init_signals()
        if ignores_hangups:  # started with nohup
            signal.signal(signal.SIGHUP, signal.SIG_IGN)

    def handle_term(self) -> None:
        self._end(signal.SIGTERM)

    def handle_int(self) -> None:
        self._end(signal.SIGINT)

    def handle_hup(self) -> None:
        """New processes in the place of all; but if the terminal was closed, the end."""
        if self._had_terminal and not _has_terminal():
            self._end(signal.SIGHUP)
        super().handle_hup()

    def handle_usr2(self) -> None:
        """gunicorn would start a second server here."""

    def handle_ttin(self) -> None:
        """gunicorn would start one more process here."""

    def handle_ttou(self) -> None:
        """gunicorn would end one process here."""

    def spawn_worker(self) -> Any:
        pid = super().spawn_worker()
        self._born[pid] = time.monotonic()
        return pid

    def kill_worker(self, pid: int, sig: int) -> None:
        if sig != signal.SIGABRT:
            self._asked_to_end.add(pid)
        super().kill_worker(pid, sig)

    def kill_workers(self, sig: int) -> None:
        """Lanes and the keeper get SIGTERM after the others, which may need them for their last requests."""
        self._ends_helpers_last = sig == signal.SIGTERM
        # A service manager may have sent it to all processes.
        self._asked_to_end.update(self.WORKERS)
        for pid, worker in list(self.WORKERS.items()):
            if not (self._ends_helpers_last and worker.serves_others):
                self.kill_worker(pid, sig)

    def reap_workers(self) -> None:
        super().reap_workers()
        if self._ends_helpers_last and all(worker.serves_others for worker in self.WORKERS.values()):
            self._ends_helpers_last = False
            super().kill_workers(signal.SIGTERM)

    def spawn_workers(self) -> None:
        # Called once a second and at each signal, if there are too few.
        if self._pauses.is_over:
            super().spawn_workers()

    def note_end(self, pid: int) -> None:
        """A process has ended. If nobody asked it to, another takes its place, after a while if it was short-lived."""
        born = self._born.pop(pid, 0.0)
        if pid in self._asked_to_end:
            self._asked_to_end.discard(pid)
            return
        self._pauses.note_end(born)
        self.log.error("Process %s of the server ended unexpectedly, with its requests. Another takes its place.", pid)

    def _end(self, number: signal.Signals) -> None:
        self.ended_by = number
        raise StopIteration


def _choose_task(arbiter: PagesArbiter, worker: PagesWorker) -> None:
    """A process becomes the keeper of commits if there is none, or a lane if there are too few.

    Those of before a restart have other settings, and end soon.
    """
    others = [other for other in arbiter.WORKERS.values() if other.cfg is arbiter.cfg]
    worker.is_keeper = sum(other.is_keeper for other in others) < arbiter.app.setup.keepers
    lanes = sum(other.is_lane for other in others)
    worker.is_lane = not worker.is_keeper and lanes < arbiter.app.setup.options.lanes


def _note_end(arbiter: PagesArbiter, worker: PagesWorker) -> None:
    arbiter.app.setup.place_of(worker.age).leave()
    arbiter.note_end(worker.pid)


def _has_terminal() -> bool:
    try:
        os.close(os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY))
    except OSError:
        return False
    return True

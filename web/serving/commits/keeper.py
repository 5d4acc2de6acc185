"""The process that keeps the files of earlier commits for all processes of a server.

The next page of an answer may be asked of another process than the one before, which never had that commit open, and
the writer has deleted its files. So whoever answers from a commit gives its open files to this process, and whoever
needs them gets them from here. It reads nothing of them. If it ends unexpectedly, its place is taken by another, to
which the others give what they have open themselves.
"""

from __future__ import annotations

import resource
import selectors
import socket
import time
import weakref
from collections.abc import Callable, Collection
from contextlib import suppress

from fabula.index.codec.held_file import HeldFile, bytes_without_name
from fabula.index.store.commit_name import CommitName
from fabula.search.cursors.earlier_commits import KEPT_COMMITS
from fabula.search.cursors.recently_used import Limits, RecentlyUsed
from .messages import NO, YES, Ask, Request, make_socket, receive_request, send, send_request

_SECONDS_BETWEEN_LOOKS = 1.0
_SECONDS_TO_HAND_OVER = 1.0
_Commits = RecentlyUsed[CommitName, list[HeldFile]]


class CommitKeeper:
    """`serve_until` answers those who connect to the listening socket; one that ends hands its commits over."""

    def __init__(
        self, listening: socket.socket, limits: Limits = KEPT_COMMITS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._listening = listening
        self._address = listening.getsockname()
        self._commits: _Commits = RecentlyUsed(limits, _bytes_held, clock)
        # Commits share most of their files, each of which is held once.
        self._files: weakref.WeakValueDictionary[tuple[int, int], HeldFile] = weakref.WeakValueDictionary()
        self._selector = selectors.DefaultSelector()
        self._trigger, self._pulled = socket.socketpair()
        for each in (listening, self._pulled):
            each.setblocking(False)
            self._selector.register(each, selectors.EVENT_READ)

    def serve_until(self, is_over: Callable[[], bool], notify: Callable[[], object] = lambda: None) -> None:
        """Answer until `is_over`; `notify` is called at least once a second."""
        _allow_many_files()
        while not is_over():
            notify()
            self.turn(_SECONDS_BETWEEN_LOOKS)
        self._hand_over()

    def turn(self, seconds: float) -> None:
        """Answer what has come, or comes within so many seconds, and let go of what is kept no longer."""
        for key, _ in self._selector.select(seconds):
            ready = key.fileobj
            assert isinstance(ready, socket.socket)
            if ready is self._listening:
                self._accept()
            elif ready is self._pulled:
                with suppress(OSError):
                    ready.recv(64)
            else:
                self._answer(ready)
        self._commits.let_go()

    def pull_trigger(self) -> None:
        """End the wait of `serve_until`. May be called from a handler of a signal."""
        self._trigger.send(b"x")

    def close(self) -> None:
        """Let go of everything."""
        for key in list(self._selector.get_map().values()):
            if key.fileobj is not self._listening:
                self._close(key.fileobj)
        self._selector.close()
        self._trigger.close()

    def _accept(self) -> None:
        with suppress(OSError):
            connection, _ = self._listening.accept()
            connection.setblocking(False)
            self._selector.register(connection, selectors.EVENT_READ)

    def _answer(self, connection: socket.socket) -> None:
        request = None
        with suppress(OSError):
            request = receive_request(connection)
        if request is None:
            self._close(connection)
            return
        answer, files = self._answer_to(request)
        # One that hands over does not wait for answers; what it has sent can still be read.
        with suppress(OSError):
            send(connection, answer, files)

    def _answer_to(self, request: Request) -> tuple[bytes, list[HeldFile]]:
        if request.ask is Ask.KEEP:
            if not request.files:
                return NO, []
            self._commits.put(request.name, [self._files.setdefault(file.identity, file) for file in request.files])
            return YES, []
        files = self._commits.use(request.name)
        if files is None:
            return NO, []
        return YES, files if request.ask is Ask.FIND else []

    def _close(self, connection: object) -> None:
        assert isinstance(connection, socket.socket)
        self._selector.unregister(connection)
        connection.close()

    def _hand_over(self) -> None:
        """Give all to the keeper that takes this one's place, if there is one: its requests wait in the socket."""
        with suppress(OSError), make_socket() as connection:
            connection.settimeout(_SECONDS_TO_HAND_OVER)
            connection.connect(self._address)
            for name, files in self._commits.items():
                send_request(connection, Ask.KEEP, name, files)


def _bytes_held(commits: Collection[list[HeldFile]]) -> int:
    return bytes_without_name(file for files in commits for file in files)


def _allow_many_files() -> None:
    """Raise the number of open files to what the system allows: it is often a thousand."""
    with suppress(OSError, ValueError):
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

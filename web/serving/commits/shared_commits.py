"""The commits that the keeper has, for a process that answers requests."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock

from fabula.index.codec.bounded_file import MaxBytes
from fabula.index.codec.held_file import HeldFile
from fabula.index.codec.toc import decode_toc, encode_toc, toc_path
from fabula.index.errors import LibraryError
from fabula.index.store.commit_name import CommitName
from fabula.index.store.index_store import IndexStore
from fabula.index.store.protocol import Store
from .messages import MAX_FILES, YES, Ask, content_of, file_of, make_socket, receive, send_request

# The keeper answers within a tenth of a millisecond; nobody's page waits for one that hangs.
_SECONDS_TO_WAIT = 1.0
# A use is told again after so long.
_SECONDS_BETWEEN_USES = 5.0
_MAX_TOLD = 256


class CommitsOfServer:
    """See `SharedCommits`. Without a keeper nothing is kept, and the process has only what it has open itself."""

    def __init__(self, address: str, clock: Callable[[], float] = time.monotonic) -> None:
        """`address` is that of the keeper's socket."""
        self._address = address
        self._clock = clock
        self._lock = Lock()
        self._connection: socket.socket | None = None
        # When the keeper was last told that a commit is used.
        self._told: dict[CommitName, float] = {}

    def keep(self, store: Store) -> None:
        name = store.snapshot().name
        now = self._clock()
        with self._lock:
            if now < self._told.get(name, now - _SECONDS_BETWEEN_USES) + _SECONDS_BETWEEN_USES:
                return
            if len(self._told) >= _MAX_TOLD:
                self._told.clear()
            is_kept = self._ask(Ask.USE, name)[0] == YES
            if not is_kept:
                with suppress(OSError):
                    is_kept = self._ask(Ask.KEEP, name, _files_of(store))[0] == YES
            if is_kept:
                self._told[name] = now

    def find(self, name: CommitName, store: Store) -> Store | None:
        if not isinstance(store, IndexStore):
            return None
        with self._lock:
            answer, files = self._ask(Ask.FIND, name)
        if answer != YES or not files:
            return None
        with suppress(LibraryError, OSError, ValueError):
            content = content_of(files[0], MaxBytes.TABLE_OF_CONTENTS)
            toc = decode_toc(content, toc_path(Path(store.files), name.generation), name.generation)
            if CommitName.of(toc) == name:
                return store.holding(toc, dict(zip(sorted(toc.files), files[1:], strict=True)))
        return None

    def renew(self, stores: Sequence[Store]) -> None:
        """Give the files of these to a new keeper, if there is one."""
        with self._lock:
            if self._connection is None or not _is_gone(self._connection):
                return
            self._hang_up()
        for store in stores:
            self.keep(store)

    def close(self) -> None:
        """Close the connection to the keeper, which keeps what it has."""
        with self._lock:
            self._hang_up()

    def _ask(self, ask: Ask, name: CommitName, files: Sequence[HeldFile] = ()) -> tuple[bytes, list[HeldFile]]:
        """The keeper's answer; b"" if there is none."""
        # A connection that was open may be one to a keeper that is gone.
        for _ in range(2 if self._connection is not None else 1):
            try:
                if self._connection is None:
                    self._connection = make_socket()
                    self._connection.settimeout(_SECONDS_TO_WAIT)
                    self._connection.connect(self._address)
                send_request(self._connection, ask, name, files)
                answer, found = receive(self._connection)
                if answer:
                    return answer, found
            except OSError:
                pass
            self._hang_up()
        return b"", []

    def _hang_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        self._told.clear()


def _files_of(store: Store) -> list[HeldFile]:
    """The table of contents, and the files that it names in order. Raises OSError."""
    snapshot = store.snapshot()
    files = snapshot.files
    if len(files) >= MAX_FILES:
        raise OSError("the commit has too many files")
    return [file_of(encode_toc(snapshot.toc)), *(files[name] for name in sorted(snapshot.toc.files))]


def _is_gone(connection: socket.socket) -> bool:
    """True if the other side has closed the connection."""
    waits = connection.gettimeout()
    try:
        # A timeout would be waited for first, whatever the flags of the call are.
        connection.setblocking(False)
        return not connection.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    except OSError:
        return True
    finally:
        connection.settimeout(waits)

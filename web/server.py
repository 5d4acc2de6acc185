"""A production server for the pages: waitress, on a socket that is bound first."""

from __future__ import annotations

import errno
import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, Self

from waitress.server import create_server

from fabula.index.errors import OptionError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# Searches hold the interpreter's lock; more threads only help answers to slow clients.
_THREADS = 8
_SECONDS_BETWEEN_CALLS = 1.0


class PageServer:
    """Listens once it is made, so that a port in use is reported before a library is opened or a browser started.

    Raises OptionError if it cannot listen on the address.
    """

    def __init__(self, host: str, port: int) -> None:
        self._socket = _bound_socket(host, port)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    @property
    def port(self) -> int:
        """The port; for 0 the one that the system chose."""
        return int(self._socket.getsockname()[1])

    @property
    def everywhere(self) -> bool:
        """True if it listens on every address of the machine."""
        return self._socket.getsockname()[0] in ("0.0.0.0", "::")  # noqa: S104 - compared with, not bound

    @property
    def url(self) -> str:
        """The address for a browser on this machine."""
        address = self._socket.getsockname()[0]
        if self.everywhere:
            address = "127.0.0.1" if self._socket.family == socket.AF_INET else "::1"
        return f"http://[{address}]:{self.port}/" if ":" in address else f"http://{address}:{self.port}/"

    def run(self, application: WSGIApplication, meanwhile: Callable[[], object] | None = None) -> None:
        """Answer requests until Ctrl-C or SIGTERM. `meanwhile` is called once a second, in a thread of its own."""
        # It warns of every request that waits for a thread, as the style and script of a page do.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)
        server = create_server(application, sockets=[self._socket], threads=_THREADS, ident="fabula")
        before = _on_sigterm(_interrupt)
        try:
            with _repeat(meanwhile):
                # Ends on KeyboardInterrupt, after the current requests.
                server.run()
        finally:
            _on_sigterm(before)
            server.close()


@contextmanager
def _repeat(act: Callable[[], object] | None) -> Iterator[None]:
    """Call `act` every second in a thread, until the block ends."""
    if act is None:
        yield
        return
    is_over = threading.Event()

    def call_repeatedly() -> None:
        while not is_over.wait(_SECONDS_BETWEEN_CALLS):
            try:
                act()
            except Exception:
                # The next request will meet the same error and report it.
                logging.getLogger(__name__).exception("the task between requests failed")

    thread = threading.Thread(target=call_repeatedly, name="fabula-meanwhile", daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def _bound_socket(host: str, port: int) -> socket.socket:
    where = f"{host} port {port}"
    try:
        infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        # "localhost" has two addresses; browsers try both, older tools only IPv4.
        family, _, _, _, address = min(infos, key=lambda info: info[0] != socket.AF_INET)
        return socket.create_server(address[:2], family=family)
    except (socket.gaierror, UnicodeError) as error:
        raise OptionError(
            f"There is no address {host!r} on this machine to listen at.", hint="--host 127.0.0.1 always is one."
        ) from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            message, hint = (
                f"Another program listens at {where}.",
                "Name another port with --port, or 0 for any free one.",
            )
        elif error.errno in (errno.EACCES, errno.EPERM):
            message, hint = f"You may not listen at {where}.", "Ports below 1024 are the system's; take one above."
        else:
            message, hint = f"It is not possible to listen at {where}: {error.strerror}.", "Check --host and --port."
        raise OptionError(message, hint=hint) from error


_Handler = Callable[[int, FrameType | None], Any] | int | None


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _on_sigterm(handler: _Handler) -> _Handler:
    """Set the handler and return the previous one. Only the main thread may; elsewhere (tests) nothing happens."""
    if threading.current_thread() is not threading.main_thread():
        return None
    return signal.signal(signal.SIGTERM, handler if handler is not None else signal.SIG_DFL)

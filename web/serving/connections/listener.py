"""The socket that the pages are served on."""

from __future__ import annotations

import errno
import socket
from types import TracebackType
from typing import Self

from fabula.index.errors import OptionError

# Connections that wait in the system until a process takes them.
_BACKLOG = 1_024


class Listener:
    """Listens once it is made, so that a port in use is reported before a library is opened or a browser started.

    Raises OptionError if it cannot listen on the address.
    """

    def __init__(self, host: str, port: int) -> None:
        self.socket = _bound_socket(host, port)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.socket.close()

    @property
    def port(self) -> int:
        """The port; for 0 the one that the system chose."""
        return int(self.socket.getsockname()[1])

    @property
    def everywhere(self) -> bool:
        """True if it listens on every address of the machine."""
        return self.socket.getsockname()[0] in ("0.0.0.0", "::")  # noqa: S104 - compared with, not bound

    @property
    def url(self) -> str:
        """The address for a browser on this machine."""
        address = self.socket.getsockname()[0]
        if self.everywhere:
            address = "127.0.0.1" if self.socket.family == socket.AF_INET else "::1"
        return f"http://[{address}]:{self.port}/" if ":" in address else f"http://{address}:{self.port}/"


def _bound_socket(host: str, port: int) -> socket.socket:
    where = f"{host} port {port}"
    try:
        infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        # "localhost" has two addresses; browsers try both, older tools only IPv4.
        family, _, _, _, address = min(infos, key=lambda info: info[0] != socket.AF_INET)
        return socket.create_server(address[:2], family=family, backlog=_BACKLOG)
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

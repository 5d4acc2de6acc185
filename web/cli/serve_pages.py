"""Serving pages from the command line: what `fabula serve` and `fabula demo --serve` share."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from fabula.web.cli.terminal.output import say

from .library_choice import LibraryChoice

__all__ = ["serve_pages"]


def serve_pages(
    choice: LibraryChoice,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    open_browser: bool = False,
    allowed_hosts: Sequence[str] = (),
) -> int:
    """Serve until Ctrl-C or SIGTERM, which are the ways to end it and so no failure."""
    from fabula.search import Library
    from fabula.web.app import create_app
    from fabula.web.library_handle import LibraryHandle
    from fabula.web.security import LOCAL_HOSTS
    from fabula.web.server import PageServer

    # A library that is missing or damaged is told now, not on the first page.
    Library.open(choice.address).close()
    with PageServer(host, port) as server:
        names = [*LOCAL_HOSTS, *allowed_hosts, f"[{host}]" if ":" in host else host]
        say(f"Fabula is at {server.url} (Ctrl-C stops it)")
        if server.everywhere and not allowed_hosts:
            say("Other machines get in only under a name given with --allow-host NAME.")
        if open_browser:
            # A browser in the terminal does not return before it is closed, and needs the server meanwhile.
            threading.Thread(target=_open, args=(server.url,), daemon=True).start()
        shelf = LibraryHandle(choice.address)
        server.run(create_app(shelf, allowed_hosts=names), shelf.follow)
    say("Stopped.")
    return 0


def _open(url: str) -> None:
    import webbrowser

    webbrowser.open(url)

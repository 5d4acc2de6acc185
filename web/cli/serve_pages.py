"""Serves the pages for `fabula serve` and `fabula demo --serve`."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from fabula.web.cli.terminal.output import say
from .library_choice import LibraryChoice


def serve_pages(
    choice: LibraryChoice,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    open_browser: bool = False,
    allowed_hosts: Sequence[str] = (),
) -> int:
    """Serve until Ctrl-C or SIGTERM; both are the normal end, with exit code 0."""
    # Flask and the rest: 0.35 s.
    from fabula.search import Library
    from fabula.web.app import create_app
    from fabula.web.library_handle import LibraryHandle
    from fabula.web.security import LOCAL_HOSTS  # 0.1 s: Flask
    from fabula.web.server import PageServer

    # Report a missing or damaged library now, not on the first page.
    Library.open(choice.address).close()
    with PageServer(host, port) as server:
        names = [*LOCAL_HOSTS, *allowed_hosts, f"[{host}]" if ":" in host else host]
        say(f"Fabula is at {server.url} (Ctrl-C stops it)")
        if server.everywhere and not allowed_hosts:
            say("Other machines can reach it only under a name given with --allow-host NAME.")
        if open_browser:
            # In a thread, as a browser in the terminal does not return before it is closed, and needs the server.
            threading.Thread(target=_open_browser, args=(server.url,), daemon=True).start()
        handle = LibraryHandle(choice.address)
        server.run(create_app(handle, allowed_hosts=names), handle.follow)
    say("Stopped.")
    return 0


def _open_browser(url: str) -> None:
    import webbrowser  # 5 ms

    webbrowser.open(url)

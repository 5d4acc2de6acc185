"""Serves the pages for `fabula serve` and `fabula demo --serve`."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from importlib import import_module

from fabula.web.cli.terminal.output import say
from fabula.web.serving.options import ServingOptions
from .library_choice import LibraryChoice

# Shells and service managers know a program that a signal ended by this and its number.
_SIGNAL_BASE = 128
_LOADED_BY_ANSWERS = (
    "fabula.search.quote.answer",
    "fabula.search.quote.marking",
    "fabula.search.engine.passages",
    "fabula.search.engine.speech_phrases",
    "fabula.index.library.source_names",
    "rapidfuzz.distance.Indel",
)


@dataclass(frozen=True, slots=True)
class Site:
    """Where the pages are, and who may read them.

    allowed_hosts  names that the server answers to, besides those of this machine.
    show_paths     tells readers where files are on this machine.
    cors           origins whose pages may read the API.
    token_file     has the token without which nothing is shown; None if everybody may read.
    access_log     the file of the access log, "-" for the standard output; None for no log.
    log_queries    has what people search for in it.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    open_browser: bool = False
    allowed_hosts: tuple[str, ...] = ()
    show_paths: bool = False
    cors: tuple[str, ...] = ()
    token_file: str | None = None
    access_log: str | None = None
    log_queries: bool = False


def serve_pages(choice: LibraryChoice, site: Site, options: ServingOptions) -> int:
    """Serve until Ctrl-C (exit code 130), SIGTERM (143), or the end of the terminal (129)."""
    # Flask and the rest: 0.35 s.
    from fabula.search import Library
    from fabula.web.app import create_app
    from fabula.web.http.token import read_token
    from fabula.web.library_handle import LibraryHandle
    from fabula.web.security import LOCAL_HOSTS  # 0.1 s: Flask
    from fabula.web.serving.access_log import AccessLog
    from fabula.web.serving.application import Served
    from fabula.web.serving.connections.listener import Listener
    from fabula.web.serving.serve import serve
    from .noting import noting

    # Report a missing or damaged library now, not on the first page.
    Library.open(choice.address).close()
    token = read_token(site.token_file) if site.token_file else ""
    log = AccessLog(site.access_log, queries=site.log_queries) if site.access_log else None
    with Listener(site.host, site.port) as listener:
        names = [*LOCAL_HOSTS, *site.allowed_hosts, f"[{site.host}]" if ":" in site.host else site.host]
        say(f"Fabula is at {listener.url} (Ctrl-C stops it)")
        if listener.everywhere and not site.allowed_hosts:
            say("Other machines can reach it only under a name given with --allow-host NAME.")
        if site.open_browser:
            # A process and no thread, as this process is about to fork; it may run until the browser is closed.
            subprocess.Popen([sys.executable, "-m", "webbrowser", listener.url], stdout=subprocess.DEVNULL)  # noqa: S603 - our own address
        handle = LibraryHandle(choice.address)
        app = create_app(handle, allowed_hosts=names, show_paths=site.show_paths, cors=site.cors, token=token)
        _load_what_answers_need()
        served = Served(app, handle.follow, handle.share_commits, noting(app, log))
        ended_by = serve(served, listener.socket, options)
    say("Stopped.")
    return _SIGNAL_BASE + ended_by


def _load_what_answers_need() -> None:
    """Load what the first answers would load, once for all processes and not in the time of a query.

    NLTK and the quote finder take 0.6 s of processor time: on a busy machine more than the 2 s that a query has.
    """
    from fabula.index.analysis.stemming import stem
    from fabula.web.http.code_version import code_version

    code_version()
    stem("loading", "en")
    for name in _LOADED_BY_ANSWERS:
        import_module(name)

"""What gunicorn says, in our log: warnings and errors only, and of those only what we do not say ourselves."""

from __future__ import annotations

import logging
from typing import Any

_log = logging.getLogger("fabula.web.serving")


class PlainLog:
    """The methods that gunicorn calls. The names of its own logger's settings mean nothing here."""

    def __init__(self, cfg: Any) -> None:
        self.cfg = cfg

    def setup(self, cfg: Any) -> None:
        self.cfg = cfg

    def debug(self, message: str, *arguments: Any, **options: Any) -> None:
        _log.debug(message, *arguments)

    def info(self, message: str, *arguments: Any, **options: Any) -> None:
        _log.debug(message, *arguments)

    def warning(self, message: str, *arguments: Any, **options: Any) -> None:
        _log.warning(message, *arguments)

    def error(self, message: str, *arguments: Any, exc_info: Any = None, **options: Any) -> None:
        _log.error(message, *arguments, exc_info=exc_info)

    def critical(self, message: str, *arguments: Any, **options: Any) -> None:
        _log.critical(message, *arguments)

    def exception(self, message: str, *arguments: Any, **options: Any) -> None:
        _log.exception(message, *arguments)

    def access(self, *arguments: Any) -> None:
        """Requests are not logged."""

    def reopen_files(self) -> None:
        """There are none."""

    def close_on_exec(self) -> None:
        """There is nothing to close."""

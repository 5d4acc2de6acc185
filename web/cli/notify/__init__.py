"""Calls the program of `[notify]` in library.toml after a run that changed something, or failed."""

from .notify import notify_of_error, notify_of_run
from .trust import distrust, remembers_if_made, trust, why_distrusted

__all__ = ["distrust", "notify_of_error", "notify_of_run", "remembers_if_made", "trust", "why_distrusted"]

"""Runs: from files to a library that is up to date, in one commit, with a receipt."""

from .adding import add_works
from .building import build
from .options import UpdateOptions
from .record import record_of
from .removing import remove
from .updating import update

__all__ = ["UpdateOptions", "add_works", "build", "record_of", "remove", "update"]

"""The command `fabula`."""

from .main import main

__all__ = ["main"]

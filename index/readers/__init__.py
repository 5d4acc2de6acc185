"""Readers of files, one family of formats a folder; the registry asks each how sure it is of a file."""

from .registry import Reader, choose, readers, readers_fingerprint

__all__ = ["Reader", "choose", "readers", "readers_fingerprint"]

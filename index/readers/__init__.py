"""Which reader opens this file? One format a module; the registry asks each how sure it is."""

from .registry import Reader, choose, readers, readers_fingerprint

__all__ = ["Reader", "choose", "readers", "readers_fingerprint"]

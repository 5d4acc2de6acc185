"""Picks the engine for a store."""

from __future__ import annotations

from fabula.index.store.protocol import Store
from .array_engine import ArrayEngine
from .protocol import Engine


def engine_for(store: Store) -> Engine:
    """The engine over `store`, for its present generation."""
    return ArrayEngine(store.snapshot())

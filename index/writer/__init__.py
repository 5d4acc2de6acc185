"""Scenes in memory to a segment on disk, in bulk."""

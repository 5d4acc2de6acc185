"""Postings as numbers on disk: one position space a segment, compressed, memory-mapped, checked."""

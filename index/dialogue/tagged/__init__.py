"""Finds who speaks where the narration beside speech says it, in languages other than English: one file a language."""

"""The files of an index: compressed, memory-mapped, verified as they are read."""

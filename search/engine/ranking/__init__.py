"""The order of matching scenes: scores, what stands before what, and texts that are shown once."""

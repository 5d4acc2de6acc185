"""What a run did: the time it took, what it found wrong, what it changed in a work, and what it leaves behind."""

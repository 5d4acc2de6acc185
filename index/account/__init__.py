"""What a run did: its effect on the works, the time it took, what it found wrong, and what it leaves behind."""

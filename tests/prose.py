"""Made-up texts that are as long as a test needs, and have nothing in common."""

from __future__ import annotations

import random


def prose(seed: int, count: int = 300) -> str:
    """So many words, in an order that no other seed gives."""
    chance = random.Random(seed)
    return " ".join(
        f"{chance.choice('bdfgklmnprst')}{chance.choice('aeiou')}{chance.choice('bdgklmnr')}" for _ in range(count)
    )

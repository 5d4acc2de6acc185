"""Do the engines find the same scenes? Counted before anything is timed, and a part of it by reading all texts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .asks import Ask, Kind
from .peers import PEERS
from .processes import Server

__all__ = ["Agreement", "Disagreement", "check", "scan"]

# Kinds that mean the same everywhere: words as they are. Each engine has stems of its own.
CHECKED = (Kind.EXACT, Kind.ALL, Kind.PREFIX)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """totals: scenes found, by peer, or by "scan" for reading all texts."""

    ask: Ask
    totals: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Agreement:
    """compared and scanned count queries."""

    compared: int
    scanned: int
    disagreements: tuple[Disagreement, ...]

    @property
    def fabula_wrong(self) -> tuple[Disagreement, ...]:
        """Where Fabula differs from reading the texts: a wrong answer, whatever the others say."""
        return tuple(one for one in self.disagreements if "scan" in one.totals)


def check(asks: Sequence[Ask], folders: Mapping[str, Path], lowered: Sequence[str], scans: int) -> Agreement:
    """Compare the totals of all peers in `folders` that answer these kinds, and of `scans` of the asks with `scan`.

    `lowered` are the texts of all scenes in lower case.
    """
    totals: dict[Ask, dict[str, int | None]] = {ask: {} for ask in asks}
    for peer, folder in folders.items():
        with Server(peer, folder) as server:
            for kind in set(CHECKED) & PEERS[peer].kinds:
                chosen = [ask for ask in asks if ask.kind is kind]
                for ask, total in zip(chosen, server.run(kind, chosen)[1], strict=True):
                    totals[ask][peer] = total
    disagreements = [Disagreement(ask, found) for ask, found in totals.items() if len(set(found.values())) > 1]
    # Evenly over the list, so that all kinds, lengths and degrees of rarity are among them.
    for ask in asks[:: max(1, len(asks) // scans)]:
        total = scan(lowered, ask)
        if total != totals[ask]["fabula"]:
            disagreements.append(Disagreement(ask, {"fabula": totals[ask]["fabula"], "scan": total}))
    return Agreement(len(asks), len(asks[:: max(1, len(asks) // scans)]), tuple(disagreements))


def scan(lowered: Sequence[str], ask: Ask) -> int:
    """How many of the texts (in lower case) hold what is asked, by looking at every one.

    A word is a run of letters and digits.
    """
    if ask.kind is Kind.ALL:
        patterns = [re.compile(f"{word}(?![^\\W_])") for word in ask.words]
    elif ask.kind is Kind.PREFIX:
        patterns = [re.compile(ask.words[0])]
    else:
        patterns = [re.compile(r"[\W_]+".join(ask.words) + r"(?![^\W_])")]
    return sum(all(_begins_a_word(pattern, text) for pattern in patterns) for text in lowered)


def _begins_a_word(pattern: re.Pattern[str], text: str) -> bool:
    # A look-behind in the pattern would keep `re` from skipping to the pattern's first letters.
    return any(not match.start() or not text[match.start() - 1].isalnum() for match in pattern.finditer(text))

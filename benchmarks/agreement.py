"""Checks that the engines find the same scenes, before anything is timed; partly with a scan of all texts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .asks import Ask, Kind
from .peers import PEERS
from .processes import Server

__all__ = ["Agreement", "Disagreement", "check", "scan"]

# Kinds with the same meaning in all engines: unstemmed words. Stems differ between engines.
CHECKED = (Kind.EXACT, Kind.ALL, Kind.PREFIX)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """totals: number of scenes found, by peer; "scan" stands for the scan of all texts."""

    ask: Ask
    totals: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Agreement:
    """compared: queries compared between engines. scanned: those also compared with a scan."""

    compared: int
    scanned: int
    disagreements: tuple[Disagreement, ...]

    @property
    def fabula_wrong(self) -> tuple[Disagreement, ...]:
        """Queries on which Fabula differs from the scan: wrong answers, even if the peers agree."""
        return tuple(disagreement for disagreement in self.disagreements if "scan" in disagreement.totals)


def check(asks: Sequence[Ask], folders: Mapping[str, Path], lowered: Sequence[str], scans: int) -> Agreement:
    """Compare the totals of all peers in `folders`, and those of Fabula with `scan` for `scans` of the queries.

    `lowered` are the texts of all scenes in lower case.
    """
    totals: dict[Ask, dict[str, int | None]] = {ask: {} for ask in asks}
    for peer, folder in folders.items():
        with Server(peer, folder) as server:
            for kind in set(CHECKED) & PEERS[peer].kinds:
                asks_of_kind = [ask for ask in asks if ask.kind is kind]
                for ask, total in zip(asks_of_kind, server.run(kind, asks_of_kind)[1], strict=True):
                    totals[ask][peer] = total
    disagreements = [Disagreement(ask, counts) for ask, counts in totals.items() if len(set(counts.values())) > 1]
    # Evenly over the list, so that all kinds, lengths and frequencies are among them.
    scanned = asks[:: max(1, len(asks) // scans)]
    for ask in scanned:
        total = scan(lowered, ask)
        if total != totals[ask]["fabula"]:
            disagreements.append(Disagreement(ask, {"fabula": totals[ask]["fabula"], "scan": total}))
    return Agreement(len(asks), len(scanned), tuple(disagreements))


def scan(lowered: Sequence[str], ask: Ask) -> int:
    """The number of texts (in lower case) that match, found by reading all. A word is a run of letters and digits."""
    if ask.kind is Kind.ALL:
        patterns = [re.compile(f"{word}(?![^\\W_])") for word in ask.words]
    elif ask.kind is Kind.PREFIX:
        patterns = [re.compile(ask.words[0])]
    else:
        patterns = [re.compile(r"[\W_]+".join(ask.words) + r"(?![^\W_])")]
    return sum(all(_matches_at_word_start(pattern, text) for pattern in patterns) for text in lowered)


def _matches_at_word_start(pattern: re.Pattern[str], text: str) -> bool:
    # Not a look-behind in the pattern: it would keep `re` from skipping to the pattern's first letters.
    return any(not match.start() or not text[match.start() - 1].isalnum() for match in pattern.finditer(text))

"""How long a terminal waits for scenes of one word: `python -m benchmarks.stress.terminal`."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from itertools import islice

from fabula.web.cli.terminal.output import Page
from fabula.web.cli.views.answers.passage import passage_lines

_LETTERS = 300_000
# A scene of more than one word is no longer.
_LETTERS_OF_WORDS = 30_000
_SCREEN_LINES = 60
_UNITS = {
    "é": "é",
    "accents on one letter": "\u0301",
    "ideographs": "川",
    "emoji": "👨\u200d👩\u200d👧",
    "control sequences": "\x1b[31mé",
    "tabs": "\té",
}


def main() -> None:
    print(f"A word of {_LETTERS:,} letters, on a terminal of 80 columns, processor time:")
    for name, unit in _UNITS.items():
        _measure(name, unit * (_LETTERS // len(unit)), [])
    places = range(0, _LETTERS_OF_WORDS, 4)
    _measure("words, half of them marked", "é x " * len(places), [(place, place + 1) for place in places])


def _measure(name: str, text: str, marks: Sequence[tuple[int, int]]) -> None:
    lines = passage_lines(text, marks, Page(width=80, ansi=True))
    first, rest = _seconds(islice(lines, _SCREEN_LINES)), _seconds(lines)
    print(f"{name:>27}: first screen {first * 1000:4.0f} ms, all {first + rest:5.2f} s")


def _seconds(lines: Iterator[str]) -> float:
    started = time.process_time()
    for _ in lines:
        pass
    return time.process_time() - started


if __name__ == "__main__":
    main()

"""`python -m benchmarks.stress.speech`, from the checkout: stories that keep the search for speech busy.

Each is indexed beside an ordinary story, and the library is brought up to date again. A process is ended after 40 s of
processor time, whatever else the machine does.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.sweep.units import SPEECH_UNITS, Layout, scenes_of

_MAX_SECONDS = 40
_PAGE = '<html lang="en"><title>{}</title>{}</html>'
_ORDINARY = "<p>“Go,” said Ann.<p>“No,” said Ben, and Ann left.<p>“Never,” said Ben."
_TAG = "<p>“Go,” said Ann. {} “No.”<p>“Never,” said Ben."


def _repeated(name: str, count: int) -> str:
    """A unit of the sweep, each time in a paragraph of its own."""
    unit = next(unit for unit in SPEECH_UNITS if unit.name == name)
    return "<p>".join(scenes_of(unit, count, Layout("a scene a unit", 1, 1)))


_CASES = {
    "150,000 quotes in one paragraph": "<p>" + "「a」" * 150_000,
    "1,900 stops between two speeches": _TAG.format(". " * 1_900),
    "3,800 blanks after a stop": _TAG.format("He. " + "\u00a0" * 3_800),
    "20,000 speakers": "<p>" + _repeated("a speaker a speech", 20_000),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="cases with this in their names")
    only = parser.parse_args().only
    for name, text in _CASES.items():
        if only in name:
            with tempfile.TemporaryDirectory() as folder:
                source, library = Path(folder, "stories"), Path(folder, "library")
                source.mkdir()
                for title, body in ((name, text), ("Ordinary", _ORDINARY)):
                    (source / f"{title}.html").write_text(_PAGE.format(title, body), encoding="utf-8")
                index, update = _run("index", library, source), _run("update", library)
                print(f"{name}: index {index}; update {update}", flush=True)


def _run(verb: str, library: Path, *sources: Path) -> str:
    """How a run ended, and its processor time."""
    command = [sys.executable, "-m", "fabula.web.cli", verb, "--library", str(library), "--json", *map(str, sources)]
    before = _seconds_of_children()
    ended = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=_limit)
    seconds = _seconds_of_children() - before
    if ended.returncode < 0:
        return f"not done after {seconds:.0f} s"
    kinds = [warning["kind"] for warning in json.loads(ended.stdout)["warnings"]]
    return f"{seconds:.1f} s {' '.join(kinds)}".rstrip()


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_MAX_SECONDS, _MAX_SECONDS))


def _seconds_of_children() -> float:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


if __name__ == "__main__":
    main()

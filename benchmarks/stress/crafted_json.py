"""`python -m benchmarks.stress.crafted_json`: tries JSON in a library that somebody made to stop its readers.

One line for each: the statuses of five pages or the error without a name, and the seconds of processor time and the
megabytes that they took, in a process of its own.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.stress.mutation.small_library import make_small_library
from fabula.index.errors import FabulaError
from fabula.web.app import create_app
from .forged_arrays import copy_of
from .forging import containers, forge_scenes, forge_strings, forge_toc, packed, replace_file

__all__ = ["CRAFTED"]

# A process is killed after so much processor time.
_MAX_SECONDS = 20
_ADDRESSES = ("/", "/works", "/search?q=choice", "/library", "/library/duplicates")

Craft = Callable[[Path], object]


def _head(*values: Any) -> Craft:
    """All scenes get this head, but for the paragraphs."""
    head = json.dumps([*values, []]).encode()

    def change(scenes: list[bytes]) -> None:
        scenes[:] = [head + b"\n" + scene.partition(b"\n")[2] for scene in scenes]

    def craft(library: Path) -> None:
        for path in containers(library, ".seg"):
            forge_scenes(library, path, change)

    return craft


def _record(**values: Any) -> Craft:
    """All works get these values."""

    def change(works: list[bytes]) -> None:
        works[:] = [json.dumps({**json.loads(work), **values}).encode() for work in works]

    def craft(library: Path) -> None:
        for path in containers(library, ".seg"):
            forge_strings(library, path, "work_text", "work_offsets", change)

    return craft


def _marker(content: bytes) -> Craft:
    return lambda library: replace_file(library / "fabula.json", content)


def _report(content: bytes) -> Craft:
    def craft(library: Path) -> None:
        for path in (library / "reports").iterdir():
            replace_file(path, packed(content))

    return craft


def _segments(**values: Any) -> Craft:
    def change(plain: Any) -> Any:
        return {**plain, "segments": [{**entry, **values} for entry in plain["segments"]]}

    return lambda library: forge_toc(library, change)


CRAFTED: dict[str, Craft] = {
    'chapter number "(a+)+!", title of a\'s': _head(1, ["(a+)+!", "a" * 40], "", 0),
    'chapter number "["': _head(1, ["[", "Rain"], "", 0),
    "scene number as a text": _head("1", None, "", 0),
    "a title that is a number": _record(title=5),
    "words that are a text": _record(words="many"),
    "authors that are numbers": _record(authors=[1, 2]),
    "metadata that is a list": _record(metadata=[]),
    "a path with a NUL": _record(path="a\0b"),
    "a path of 60,000 letters": _record(path="a" * 60_000),
    "half a surrogate pair as title": _record(title="\ud800"),
    "deleted: [10**30]": _segments(deleted=[10**30]),
    "deleted: [99]": _segments(deleted=[99]),
    "scenes: 10**30": _segments(scenes=10**30),
    "a table of contents nested deep": lambda library: forge_toc(library, lambda _: b"[" * 200_000),
    "a table of contents of 20 million lists": lambda library: forge_toc(library, lambda _: b"[" + b"[]," * 20_000_000),
    "a marker nested deep": _marker(b'{"schema":' * 6_000),
    "a schema of 5,000 digits": _marker(b'{"schema": ' + b"9" * 5_000 + b"}"),
    "reports of 60 million lists": _report(b"[" + b"[]," * 60_000_000),
    "reports nested deep": _report(b"[" * 1_000_000),
}


def main() -> int:
    """Try each in turn; the exit code says whether one ended in anything but an answer or a named error."""
    is_well = True
    with tempfile.TemporaryDirectory() as folder:
        library = make_small_library(Path(folder))
        for name, craft in CRAFTED.items():
            copy = copy_of(library, Path(folder) / "copy")
            craft(copy)
            said, is_named = _in_a_process(lambda copy=copy: _visit(copy))
            print(f"{name}: {said}", flush=True)
            is_well = is_well and is_named
            shutil.rmtree(copy)
    return not is_well


def _visit(library: Path) -> str:
    app = create_app(library)
    app.config["PROPAGATE_EXCEPTIONS"] = True
    client = app.test_client()
    statuses = [client.get(address).status_code for address in _ADDRESSES]
    return " ".join(map(str, statuses))


def _in_a_process(ask: Callable[[], str]) -> tuple[str, bool]:
    """What came of it, with time and memory; and whether it is an answer or a named error."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        signal.setitimer(signal.ITIMER_PROF, _MAX_SECONDS)
        try:
            said = f"+{ask()}"
        except FabulaError as error:
            said = f"+{type(error).__name__}"
        except Exception as error:  # noqa: BLE001 - what is looked for
            said = f"-{type(error).__name__}: {str(error)[:100]}"
        os.write(writing, said.encode("utf-8", "replace"))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        said = file.read().decode() or "-killed"
    _, _, usage = os.wait4(child, 0)
    kilobytes = usage.ru_maxrss - resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    cost = f"{usage.ru_utime + usage.ru_stime:.1f} s, {max(0, kilobytes) // 1024:,} MB more"
    return f"{said[1:]} ({cost})", said[0] == "+"


if __name__ == "__main__":
    sys.exit(main())

"""The runs of Fabula in a year: mostly updates, some of them killed, and whatever else a library lives through."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from fabula.index import RebuildOptions, UpdateOptions, kept_generations, rebuild, restore, update
from fabula.index.receipt import Receipt
from fabula.index.transfer import export_archive, import_archive

_REBUILD = RebuildOptions(workers=0, speech=False, keep=1)

Run = Callable[[Path, bool, random.Random], Receipt | None]
"""Takes the library, whether removals are allowed, and random numbers. Returns the receipt if it tells of all that
changed since the last run, else None."""


def _options(allow: bool, *, verify: bool = False, dry_run: bool = False) -> UpdateOptions:
    return UpdateOptions(workers=0, speech=False, allow_removals=allow, verify=verify, dry_run=dry_run)


def plain(library: Path, allow: bool, _: random.Random) -> Receipt:
    return update(library, _options(allow))


def verified(library: Path, allow: bool, _: random.Random) -> Receipt:
    return update(library, _options(allow, verify=True))


def rehearsed(library: Path, allow: bool, _: random.Random) -> Receipt:
    """A dry run says what the run will do."""
    forecast = update(library, _options(allow, dry_run=True))
    receipt = update(library, _options(allow))
    assert forecast.dry_run
    assert _outline(forecast) == _outline(receipt), (_outline(forecast), _outline(receipt))
    return receipt


def _outline(receipt: Receipt) -> tuple[object, ...]:
    return (receipt.works, receipt.unseen, sorted(map(str, receipt.skipped)), sorted(map(str, receipt.changes)))


def killed(library: Path, allow: bool, rng: random.Random) -> None:
    """An update that is killed somewhere, and another one."""
    _kill(lambda: update(library, _options(allow)), rng.uniform(0, 0.15))
    update(library, _options(allow))


def killed_rebuild(library: Path, allow: bool, rng: random.Random) -> None:
    """A rebuild that is killed or interrupted somewhere, and an update. The next rebuild goes on from where it was."""
    seconds, how = rng.uniform(0, 0.4), rng.choice([signal.SIGKILL, signal.SIGINT])
    _kill(lambda: rebuild(library, _REBUILD), seconds, how)
    update(library, _options(allow))


def rebuilt(library: Path, allow: bool, _: random.Random) -> None:
    rebuild(library, replace(_REBUILD, allow_removals=allow))


def restored(library: Path, allow: bool, rng: random.Random) -> None:
    """The index as it was before the last rebuild, brought up to date."""
    rebuilt(library, allow, rng)
    restore(library, kept_generations(library)[-1].generation)
    update(library, _options(allow))


def moved(library: Path, allow: bool, _: random.Random) -> Receipt:
    """The library's folder has another name for the length of a run."""
    other = library.with_name("moved library")
    library.rename(other)
    try:
        return update(other, _options(allow))
    finally:
        other.rename(library)


def imported(library: Path, allow: bool, _: random.Random) -> Receipt:
    """The library is exported as an archive, and imported in its own place."""
    receipt = update(library, _options(allow))
    file = library.with_name("library.tar")
    export_archive(library, file)
    shutil.rmtree(library)
    import_archive(library, file)
    file.unlink()
    return receipt


RUNS: dict[str, Run] = {
    run.__name__: run
    for run in (plain, verified, rehearsed, killed, killed_rebuild, rebuilt, restored, moved, imported)
}


def _kill(action: Callable[[], object], seconds: float, how: signal.Signals = signal.SIGKILL) -> None:
    """Run `action` in a process of its own and end it after so long."""
    process = os.fork()
    if not process:
        try:
            action()
        finally:
            # Nothing of the parent's is flushed or run here.
            os._exit(0)
    time.sleep(seconds)
    os.kill(process, how)
    os.waitpid(process, 0)

"""A library on a read-only medium: all reading works, and all writing fails with a clear error."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from fabula.index import RebuildOptions, build, rebuild
from fabula.index.store.opening import open_store

SCRIPT = """
import contextlib, io, sys
from pathlib import Path
library, folder = sys.argv[1:]
try:
    (Path(library) / "index" / "new").write_bytes(b"")
except OSError:
    pass
else:
    sys.exit("it can be written to")
from fabula.index import check, kept_generations, library_sources, read_report, restore, update
from fabula.index.errors import LibraryFull
from fabula.search import Library
from fabula.web.app import create_app
from fabula.web.cli.group import fabula

with Library.open(library) as opened:
    assert opened.search("lamp").total and opened.quote("the lamp was lit at noon").hits and opened.works()
report = check(library)
assert report.whole and not report.leftovers, report
assert len(kept_generations(library)) == len(library_sources(library)) == 1 and read_report(library).number
pages = create_app(library).test_client()
for path in ("/", "/?q=lamp", "/works", "/quote?q=the+lamp+was+lit", "/api/v1/search?q=lamp"):
    assert pages.get(path, headers={"Host": "localhost"}).status_code == 200, path
def output_of(*words):
    out, err = io.TextIOWrapper(io.BytesIO()), io.TextIOWrapper(io.BytesIO())
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            fabula.main([*words, "--library", library])
        except SystemExit as end:
            code = end.code
    out.flush(), err.flush()
    return code, out.buffer.getvalue().decode() + err.buffer.getvalue().decode()
for words in ("search lamp", "works", "stats", "sources", "report", "restore", "check", "export"):
    code, text = output_of(*words.split())
    assert code == 0 and text, (words, code, text)
for write in (lambda: update(library), lambda: restore(library, 1)):
    try:
        write()
    except LibraryFull as error:
        assert error.hint and library in str(error)
    else:
        sys.exit("something was written")
for words in ("update", "rebuild", "restore 1", f"index {folder}", f"remove {folder}"):
    code, text = output_of(*words.split())
    assert code == 5 and library in text, (words, code, text)
print("all of it")
"""


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that every user may read, unlike pytest's."""
    folder = Path(tempfile.mkdtemp(prefix="fabula-read-only-"))
    folder.chmod(0o755)
    yield folder
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def library(place: Path) -> Path:
    """A library with a source, a report, speech, and an index kept by a rebuild."""
    stories = place / "stories"
    stories.mkdir()
    for title in ("Lamp", "Ferry"):
        (stories / f"{title}.txt").write_text(f"Title: {title}\n\n\nThe lamp was lit at noon.\n\n“Now,” said Ilse.\n")
    build(place / "library", [stories])
    rebuild(place / "library", RebuildOptions(workers=0, keep=1))
    assert open_store(place / "library").works()
    return place / "library"


def run_script(before: list[str], library: Path) -> None:
    """Run SCRIPT with the command prefix `before`, and check that no file changed."""

    def files() -> dict[str, tuple[int, bytes]]:
        paths = (path for path in library.rglob("*") if path.is_file())
        return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in paths}

    original = files()
    command = [*before, sys.executable, "-c", SCRIPT, str(library), str(library.with_name("stories"))]
    environment = {**os.environ, "HOME": str(library.parent)}
    process = subprocess.run(command, capture_output=True, text=True, env=environment, cwd="/")
    assert process.stdout == "all of it\n", process.stderr + process.stdout
    assert files() == original


def succeeds(words: list[str]) -> bool:
    try:
        return subprocess.run(words, capture_output=True).returncode == 0
    except OSError:
        return False


@pytest.mark.slow
def test_a_read_only_mount(library: Path) -> None:
    """The library is mounted read-only in a mount namespace that ends with the process."""
    apart = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    mounted = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
    before = [*apart, "sh", "-c", mounted, str(library)]
    if not succeeds([*before, "true"]):
        pytest.skip("mounting is not allowed here")
    run_script(before, library)


@pytest.mark.slow
def test_modes_that_forbid_writing(library: Path) -> None:
    """Runs as a user to whom modes apply: root becomes nobody."""
    before = []
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        before = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
        if not succeeds([*before, sys.executable, "-c", "import fabula.search"]):
            pytest.skip("this Python cannot be run by another user")
    for path in [library, *library.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    run_script(before, library)

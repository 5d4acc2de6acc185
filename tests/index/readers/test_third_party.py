"""The reader of examples/fountain_reader, as docs/formats.md shows it: built, installed and used."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SCRIPT = """Title: The Lamp
Author: Mara Vell

INT. KITCHEN - NIGHT

Clara waits by the stove.

CLARA
You would have been my choice.

EXT. HARBOUR - DAY

Nobody comes.
"""


EXAMPLE = ROOT / "examples" / "fountain_reader"


def test_the_documentation_shows_the_example() -> None:
    """The code and the project file on the page are the files of the example."""
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8").partition("## Adding a format")[2]
    assert re.findall(r"```python\n(.*?)```", page, re.DOTALL) == [(EXAMPLE / "fabula_fountain.py").read_text("utf-8")]
    assert re.findall(r"```toml\n(.*?)```", page, re.DOTALL) == [(EXAMPLE / "pyproject.toml").read_text("utf-8")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the example was installed, from its own pyproject.toml."""
    pytest.importorskip("hatchling")
    # Building writes beside the files.
    package = tmp_path_factory.mktemp("package") / "fountain_reader"
    shutil.copytree(EXAMPLE, package)
    site = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    done = subprocess.run([*command, "--target", str(site), str(package)], capture_output=True, text=True)
    if "No module named pip" in done.stderr:
        pytest.skip("there is no pip in this environment")
    assert done.returncode == 0, done.stderr
    return site


def fabula(site: Path, *words: str) -> dict[str, object]:
    """The output of `fabula WORDS… --json` where the package is installed."""
    path = os.pathsep.join([str(site), *(entry for entry in sys.path if entry)])
    command = [sys.executable, "-m", "fabula.web.cli", *words, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path})
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


@pytest.mark.slow
def test_the_documented_example_works(site: Path, tmp_path: Path) -> None:
    """Its files are read, on disk and in an archive, with title, author and scenes."""
    stories = tmp_path / "stories"
    stories.mkdir()
    (stories / "lamp.fountain").write_text(SCRIPT, encoding="utf-8")
    with zipfile.ZipFile(stories / "more.zip", "w") as archive:
        archive.writestr("storm.fountain", SCRIPT.replace("The Lamp", "The Storm"))
    library = str(tmp_path / "library")
    receipt = fabula(site, "index", str(stories), "--library", library)
    assert (receipt["added"], receipt["scenes"], receipt["skipped"]) == (2, 4, [])
    # But for their titles the two are one story, of which one would be shown.
    results = fabula(site, "search", '"my choice"', "--all-editions", "--library", library)
    hits = results["hits"]
    assert isinstance(hits, list)
    assert {(hit["work"]["title"], *hit["work"]["authors"]) for hit in hits} == {
        ("The Lamp", "Mara Vell"),
        ("The Storm", "Mara Vell"),
    }
    assert {hit["work"]["path"] for hit in hits} == {"lamp.fountain", "more.zip!/storm.fountain"}


@pytest.mark.slow
def test_its_failures_are_lines_of_the_receipt(site: Path, tmp_path: Path) -> None:
    """A refused file is reported with the reason."""
    (tmp_path / "odd.fountain").write_bytes(b"Title: \xff\xfe\n\nx")
    path = os.pathsep.join([str(site), *(entry for entry in sys.path if entry)])
    command = [sys.executable, "-m", "fabula.web.cli", "index", str(tmp_path / "odd.fountain"), "--json"]
    done = subprocess.run(
        [*command, "--library", str(tmp_path / "library")],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert done.returncode == 4
    (skipped,) = json.loads(done.stdout)["skipped"]
    assert [skipped[key] for key in ("path", "kind", "reason")] == ["odd.fountain", "failed", "it is not UTF-8"]

"""The wheel has one top-level name, types, pages and stories; the sdist builds the same."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """(wheel, sdist); the wheel is built from the sdist, as a packager would."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    (sdist,) = folder.glob("*.tar.gz")
    return wheel, sdist


def test_the_wheel_holds_one_top_level_name(distributions: tuple[Path, Path]) -> None:
    """Everything is below the namespace package fabula/, so nothing generic gets into site-packages."""
    with zipfile.ZipFile(distributions[0]) as wheel:
        names = wheel.namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"fabula"}
    assert "fabula/__init__.py" not in names
    assert not [name for name in names if "tests" in name.split("/")]


@pytest.mark.parametrize(
    "prefix",
    [
        "fabula/index/py.typed",
        "fabula/search/py.typed",
        "fabula/web/py.typed",
        "fabula/web/templates/",
        "fabula/web/static/",
        "fabula/web/demo/stories/",
    ],
)
def test_the_wheel_holds_files_that_are_not_code(distributions: tuple[Path, Path], prefix: str) -> None:
    """Type markers, templates, styles and the demo stories are installed."""
    with zipfile.ZipFile(distributions[0]) as wheel:
        assert [name for name in wheel.namelist() if name.startswith(prefix)]


def test_the_sdist_holds_the_tests_and_docs(distributions: tuple[Path, Path]) -> None:
    """Packagers can run the tests."""
    with tarfile.open(distributions[1]) as sdist:
        names = {"/".join(name.split("/")[1:]) for name in sdist.getnames()}
    assert {"README.md", "LICENSE", "CHANGELOG.md", "docs/architecture.md", "tests/conftest.py"} <= names


@pytest.mark.slow
def test_the_sdist_installs(distributions: tuple[Path, Path], tmp_path: Path) -> None:
    """pip installs from the sdist, with the entry points of the readers."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--target", str(tmp_path), str(distributions[1])], check=True, capture_output=True)
    assert (tmp_path / "fabula" / "index" / "model.py").is_file()
    (entry_points,) = tmp_path.glob("fabula-*.dist-info/entry_points.txt")
    assert "[fabula.readers]" in entry_points.read_text()

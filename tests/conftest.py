"""How the tests run, and fixtures that build real, small libraries."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from fabula.index import Block, BlockKind, Chapter, Metadata, Work, add_works

# A process in the background of a script ignores Ctrl-C, and so would all its child processes.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
# So does one under nohup with the end of its terminal.
if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


# How long an example takes depends on the machine, and on what else runs there.
settings.register_profile("fabula", settings(deadline=None, suppress_health_check=[HealthCheck.too_slow]))
settings.load_profile("fabula")

# By this variable coverage measures the processes that a test starts.
MEASURE_CHILDREN = "COVERAGE_PROCESS_CONFIG"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow tests and property tests run without coverage, which nearly doubles their time; others reach their lines.

    Files with slow tests come first, so that no process idles beside the last of them.
    """
    slow_files = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow_files)
    for item in items:
        if item.get_closest_marker("slow") or getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker(pytest.mark.no_cover)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """The processes of a test without coverage are not measured either."""
    with pytest.MonkeyPatch.context() as patch:
        if item.get_closest_marker("no_cover"):
            patch.delenv(MEASURE_CHILDREN, raising=False)
        return (yield)


def pytest_collection_finish() -> None:
    """The garbage collector need not traverse what is there before the first test: 290 MB of modules and tests.

    The processes that are forked from this one gain most; those that try mutations take two thirds of the time.
    """
    gc.collect()
    gc.freeze()


# Where a user's files lie, and the variable that names a library.
USER_VARIABLES = tuple(f"XDG_{kind}_HOME" for kind in ("DATA", "CONFIG", "CACHE", "STATE"))
LIBRARY_VARIABLE = "FABULA_LIBRARY"


@pytest.fixture(scope="session", autouse=True)
def user_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """No test reads or writes the files of the user who runs it, and neither does a process that a test starts."""
    home = tmp_path_factory.mktemp("user")
    with pytest.MonkeyPatch.context() as patch:
        for variable in USER_VARIABLES:
            patch.setenv(variable, str(home / variable))
        patch.delenv(LIBRARY_VARIABLE, raising=False)
        yield home


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The shared stories. Tests that need them are skipped if they are absent."""
    folder = os.environ.get("FABULA_CORPUS")
    if not folder or not Path(folder).is_dir():
        pytest.skip("FABULA_CORPUS names no folder of shared stories")
    return Path(folder)


def make_work(
    *scenes: str, title: str = "A Tale", authors: tuple[str, ...] = ("Ann Author",), **metadata: object
) -> Work:
    """A work without chapters; each of `scenes` is one scene with paragraphs separated by blank lines."""
    blocks: list[Block] = []
    for scene in scenes:
        if blocks:
            blocks.append(Block(BlockKind.BREAK, "***"))
        blocks += [Block(BlockKind.PARAGRAPH, paragraph) for paragraph in scene.split("\n\n")]
    work_metadata = Metadata(**{"language": "en", **metadata})  # type: ignore[arg-type]
    return Work(title, authors, (Chapter(tuple(blocks)),), work_metadata)


@pytest.fixture(name="make_work")
def make_work_fixture() -> Callable[..., Work]:
    return make_work


@pytest.fixture
def make_library(tmp_path: Path) -> Callable[..., Path]:
    """make_library(work, …) -> the path of a new library with these works."""

    def make(*works: Work) -> Path:
        folder = tmp_path / f"library-{len(list(tmp_path.iterdir()))}"
        add_works(folder, works)
        return folder

    return make

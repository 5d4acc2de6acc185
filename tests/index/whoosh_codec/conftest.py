"""Libraries that Whoosh opens, with no pickle at hand."""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import whoosh.index
from whoosh.searching import Searcher

import fabula.index.whoosh_codec  # noqa: F401 - registers the codec
from fabula.index import Scene, WorkRecord
from .stories import SHAPES, everything


class Opened(NamedTuple):
    """A library, what is in it, and a stock searcher over it."""

    folder: Path
    scenes: list[tuple[Scene, WorkRecord]]
    index: Any
    searcher: Any

    def __repr__(self) -> str:
        # Hypothesis shows it with every example.
        return f"Opened({self.folder.parent.name})"


@pytest.fixture(autouse=True)
def no_pickle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoosh's modules hold names for pickle's functions of their own, so each is replaced."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something is being unpickled")

    unpicklers = (pickle.load, pickle.loads, pickle.Unpickler)
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "whoosh":
            for attribute, value in list(vars(module).items()):
                if value in unpicklers:
                    monkeypatch.setattr(module, attribute, refuse)
    monkeypatch.setattr(pickle, "load", refuse)
    monkeypatch.setattr(pickle, "loads", refuse)


@pytest.fixture(scope="session", params=SHAPES, ids=lambda shape: shape.__name__)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whoosh") / "library"
    request.param(folder)
    return folder


@pytest.fixture
def opened(built: Path) -> Iterator[Opened]:
    index = whoosh.index.open_dir(str(built / "index"))
    with Searcher(index.reader(), fromindex=index) as searcher:
        yield Opened(built, everything(built), index, searcher)

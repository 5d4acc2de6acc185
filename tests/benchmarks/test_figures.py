"""Summaries of times, and the options that determine the size of a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.asks import Ask, Kind
from benchmarks.options import parse
from benchmarks.peers import PEERS
from benchmarks.processes import Memory
from benchmarks.timing import Latency, quantile, summary


def test_quantiles_lie_between_values() -> None:
    """The median of an even number of values is half-way between two."""
    assert quantile([4, 1, 3, 2], 0.5) == 2.5
    assert quantile([7], 0.99) == 7
    assert quantile(range(101), 0.99) == 99


def test_a_summary_has_mean_and_most() -> None:
    """They are taken over queries, not over passes."""
    times = summary([1.0, 2.0, 6.0])
    assert (times.p50, times.mean, times.most) == (2.0, 3.0, 6.0)


def test_common_phrases_have_their_own_times() -> None:
    """Phrases of common words only are summarised apart from the others."""
    asks = (Ask(Kind.EXACT, ("a",), common=True), Ask(Kind.EXACT, ("b",)))
    latency = Latency(asks, (9.0, 9.0), (1.0, 5.0), (1, 1), 0.0, Memory(0, 0, 0))
    assert latency.only(common=True).p50 == 1.0
    assert latency.only(common=False).p50 == 5.0


def test_a_quick_run_is_small(tmp_path: Path) -> None:
    """A quick run takes 5 MB by default."""
    options = parse([str(tmp_path), "--quick"])
    assert (options.mb, options.repeat, options.sizes) == (5, 2, (1, 5))
    assert parse([str(tmp_path), "--large"]).sizes == (4, 10, 77, 100, 1_000)
    assert parse([str(tmp_path)]).sizes == (4, 10, 77)


def test_a_folder_has_to_be_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that does not exist is a usage error."""
    with pytest.raises(SystemExit):
        parse([str(tmp_path / "none")])
    assert "no stories" in capsys.readouterr().err


def test_every_kind_is_asked_of_fabula_and_a_peer() -> None:
    """A comparison needs two engines."""
    for kind in Kind:
        assert kind in PEERS["fabula"].kinds
        assert any(kind in peer.kinds for name, peer in PEERS.items() if not name.startswith("fabula"))


def test_readme_names_every_step() -> None:
    """The README names each module of a run."""
    folder = Path(__file__).parents[2] / "benchmarks"
    text = (folder / "README.md").read_text(encoding="utf-8")
    for name in ("corpus", "indexing", "worker", "phrases", "agreement", "timing", "cold", "copies", "run", "targets"):
        assert (folder / f"{name}.py").exists() and f"`{name}.py`" in text

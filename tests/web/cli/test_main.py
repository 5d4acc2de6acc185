"""The entry point leaves with the command's exit code, and at once."""

from __future__ import annotations

import gc
import sys

import pytest

from fabula.web.cli.main import main


def test_the_way_out_looks_for_no_cycles(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was loaded is put aside from the collector, which would go through all of it when the interpreter ends."""
    frozen_before = gc.get_freeze_count()
    gc.unfreeze()
    monkeypatch.setattr(sys, "argv", ["fabula", "no-such-verb"])
    try:
        with pytest.raises(SystemExit) as stop:
            main()
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()
        if frozen_before:
            gc.freeze()
    assert stop.value.code == 2

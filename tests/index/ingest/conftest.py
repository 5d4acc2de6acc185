"""A third party's reader that does what hostile files make parsers do, installed as such packages are."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fabula.index.readers import readers

READER = """
import os, re, signal, sys, time
from fabula.index import Block, BlockKind, Chapter, Work


class OddReader:
    name = "odd"

    def sniff(self, source):
        return 100 if source.suffix == ".odd" else 0

    def read(self, source):
        what, _, rest = source.read().decode().partition(" ")
        if what == "hang":
            if rest:
                with open(rest, "w") as file:
                    file.write(str(os.getpid()))
            while True:
                time.sleep(1)
        if what == "hold":  # the interpreter's lock, in C
            re.match("(a+)+$", "a" * 64 + "b")
        if what == "eat":
            kept = []
            while True:
                kept.append(bytearray(1 << 24))
        if what == "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        if what == "leave":
            os._exit(3)
        if what == "babble":
            for descriptor in range(3, 1_024):
                try:
                    os.write(descriptor, b"W" + b"x" * 100_000)
                except OSError:
                    pass
        if what == "lie":
            from fabula.index.ingest import wire
            for descriptor in range(3, 1_024):
                try:
                    os.write(descriptor, wire.encode_frame(wire.Kind.READ, b'["another.txt",0,[]]'))
                except OSError:
                    pass
        if what == "print":
            print("Printed by a parser.", flush=True)
            os.write(1, b"So is this."), os.write(2, b"And this.")
        if what == "count":
            for number in range(int(rest)):
                begins = Block(BlockKind.PARAGRAPH, f"Tale {number} begins.")
                yield Work(f"Tale {number}", ("Ann Author",), (Chapter((begins,)),))
            return
        yield Work("An odd tale", (), (Chapter((Block(BlockKind.PARAGRAPH, "An odd tale."),)),), path="elsewhere.txt")
"""


@pytest.fixture(autouse=True)
def odd_reader(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Lets worker processes find a reader for .odd files, those that are forked and those that are not."""
    site = tmp_path_factory.mktemp("site")
    (site / "odd_reader.py").write_text(READER)
    (site / "odd_reader-1.dist-info").mkdir()
    (site / "odd_reader-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: odd-reader\nVersion: 1\n")
    (site / "odd_reader-1.dist-info" / "entry_points.txt").write_text("[fabula.readers]\nodd = odd_reader:OddReader\n")
    monkeypatch.setattr(sys, "path", [*sys.path, str(site)])
    readers.cache_clear()
    yield site
    readers.cache_clear()

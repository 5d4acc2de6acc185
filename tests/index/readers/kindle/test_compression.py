"""Texts packed with PalmDOC and HUFF/CDIC come out as they went in."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from fabula.index.readers.kindle.compression import HuffCdic, unpack_palmdoc

# Test modules are imported one by one, so a module beside them has to be found by its path.
_SPEC = importlib.util.spec_from_file_location("palm_files", Path(__file__).with_name("palm_files.py"))
assert _SPEC is not None and _SPEC.loader is not None
made = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(made)


@given(st.binary(max_size=300) | st.text(alphabet="abc é\0", max_size=200).map(str.encode))
def test_palmdoc_gives_back_what_went_in(data: bytes) -> None:
    """Every code of the compression is understood."""
    assert unpack_palmdoc(made.palmdoc(data)) == data


@given(st.lists(st.sampled_from([b"lamp", b" ", b"ferry ", b"x" * 30, b"rare", b"lamp "]), max_size=60))
def test_huffman_gives_back_what_went_in(words: list[bytes]) -> None:
    """Codes of two lengths, and a phrase that is packed itself, are understood."""
    fill = [b"%03d" % number for number in range(255)]
    coder = made.Huffman([b"lamp", b" ", b"ferry ", b"x" * 30, *fill[:253], b"rare"])
    assert HuffCdic(coder.records()).unpack(coder.packed(words)) == b"".join(words)

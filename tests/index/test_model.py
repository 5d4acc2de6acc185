"""A work can always be encoded, whatever it was made of."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index import build
from fabula.index.model import Block, BlockKind, Chapter, Metadata, Work, without_lone_surrogates
from fabula.search import Library
from fabula.web.app import create_app

HALVES = st.text(st.characters(categories=["Cs", "L", "P"]), max_size=6)


@given(HALVES)
def test_lone_surrogates_are_replaced(text: str) -> None:
    """Two halves become their character, a lone half U+FFFD; anything else stays."""
    mended = without_lone_surrogates(text)
    mended.encode()
    assert [c for c in mended if ord(c) < 0xD800] == [c for c in text if ord(c) < 0xD800]
    assert without_lone_surrogates(mended) == mended


@given(HALVES, HALVES, HALVES, HALVES)
def test_a_work_is_mended_when_it_is_made(title: str, text: str, tag: str, path: str) -> None:
    """All its strings, however deep, and nothing else of it."""
    block = Block(BlockKind.VERSE, text, gap=2)
    work = Work(title, (title,), (Chapter((block,), title, 1, path),), Metadata(tags=(tag,)), path=path)
    mended = without_lone_surrogates
    assert work.title == mended(title) and work.authors == (mended(title),)
    assert work.chapters == (Chapter((replace(block, text=mended(text)),), mended(title), 1, mended(path)),)
    assert work.metadata == Metadata(tags=(mended(tag),)) and work.path == mended(path)


def test_half_a_character_in_a_title_breaks_no_page(tmp_path: Path) -> None:
    """JSON can write one; the list of works, a search and its result answer all the same."""
    line = {"title": "The \ud800 Lamp", "authors": ["Ann \udfff"], "text": "She lit the lamp \ud83d and left."}
    (tmp_path / "works.jsonl").write_text(json.dumps(line), encoding="ascii")
    build(tmp_path / "library", [tmp_path / "works.jsonl"])
    with Library.open(tmp_path / "library") as library:
        assert library.search("lamp").hits[0].work.title == "The \ufffd Lamp"
        assert library.search("lamp \ud83d and").total == 1
    client = create_app(tmp_path / "library").test_client()
    for address in ("/", "/works", "/search?q=lamp"):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("number", [-1, 1 << 63, 1.0, "3", True])
def test_numbers_that_no_library_could_be_read_with_are_refused(number: Any) -> None:
    """When a work is made, not when it is read again."""
    with pytest.raises(ValueError, match="whole number"):
        Chapter((), number=number)
    with pytest.raises(ValueError, match="whole number"):
        Metadata(stated_words=number)
    assert Chapter((), number=0).number == 0

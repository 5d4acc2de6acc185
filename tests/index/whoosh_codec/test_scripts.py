"""Stock Whoosh finds the words of every script, as its own parser reads them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import whoosh.index
from whoosh.qparser import QueryParser
from whoosh.query import Phrase, Term

from fabula.index import Work

TEXT = "เธอรักแมวมาก ឆ្មាខ្មៅ ﾗｰﾒﾝ 葛\U000e0100城 She drew a ❤️ to Oʻahu. posses-\xad\nsion שָׁמַיִם 책을 읽었다 👍🏽"


@pytest.mark.parametrize(
    ("field", "text", "kind"),
    [
        ("surface", "แมว", Phrase),
        ("surface", "ខ្មៅ", Term),
        ("surface", "ラーメン", Phrase),
        ("surface", "葛城", Phrase),
        ("surface", "❤", Term),
        ("surface", "O'ahu", Phrase),
        ("surface", "possession", Term),
        ("stem", "שמים", Term),
        ("stem", "책에서", Term),
        ("stem", "👍", Term),
    ],
)
def test_words_are_found(
    make_work: Callable[..., Work], make_library: Callable[..., Path], field: str, text: str, kind: type
) -> None:
    """A word with one term is a term, one with several is a phrase, and each finds the scene."""
    index = whoosh.index.open_dir(str(make_library(make_work(TEXT)) / "index"))
    query = QueryParser(field, index.schema).parse(text)
    assert isinstance(query, kind)
    with index.searcher() as searcher:
        assert len(searcher.search(query)) == 1

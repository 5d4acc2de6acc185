"""No word of a document is lost, however its elements are nested."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index.files.file_source import FileSource
from fabula.index.readers.word.docx import DocxReader
from fabula.index.readers.word.odt import OdtReader
from fabula.index.readers.xml_books.fb2 import Fb2Reader
from fabula.index.readers.xml_books.tei import TeiReader

Build = Callable[..., bytes]
Tree = list["int | tuple[int, Tree]"]
WORD = re.compile(r"word\d+")
TAGS = {
    "docx": "w:p w:r w:hyperlink w:ins w:sdt w:sdtContent w:smartTag w:tbl w:tr w:tc w:txbxContent w:moveTo",
    "odt": "text:p text:h text:span text:a text:list text:list-item text:section table:table table:table-row"
    " table:table-cell draw:frame draw:text-box text:note text:note-body text:ruby text:ruby-base text:title",
    "fb2": "section title p poem stanza v cite epigraph subtitle text-author table tr td strong emphasis a style",
    "tei": "div p ab lg l quote cit q said sp speaker stage head note epigraph list item label table row cell hi emph"
    " corr sic ref opener closer salute signed trailer argument floatingText body figure front titlePage back group",
}
# Every tree is numbers: of a word, or of a tag with what stands in it.
TREES = st.recursive(
    st.lists(st.integers(0, 40), min_size=1, max_size=3),
    lambda inner: st.lists(st.one_of(st.integers(0, 40), st.tuples(st.integers(0, 40), inner)), min_size=1, max_size=4),
    max_leaves=30,
)


def written(tree: Tree, tags: list[str], word: Callable[[str], str], numbers: Iterator[int]) -> str:
    parts = []
    for one in tree:
        if isinstance(one, int):
            parts.append(word(f" word{next(numbers)} "))
        else:
            tag = tags[one[0] % len(tags)]
            parts.append(f"<{tag}>{written(one[1], tags, word, numbers)}</{tag}>")
    return "".join(parts)


@pytest.mark.parametrize("name", ["docx", "odt", "fb2", "tei"])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=TREES)
def test_no_word_is_lost(tmp_path: Path, docx: Build, odt: Build, name: str, tree: Tree) -> None:
    """Every word that stands in a document stands in the work, once or more."""
    numbers = count()
    word = "<w:r><w:t>{}</w:t></w:r>".format if name == "docx" else str
    body = written(tree, TAGS[name].split(), word, numbers)
    data = {
        "docx": lambda: docx(f"<w:p>{body}</w:p>"),
        "odt": lambda: odt(f"<text:p>{body}</text:p>"),
        "fb2": lambda: f"<FictionBook><body>{body}</body></FictionBook>".encode(),
        "tei": lambda: f"<TEI><text><body>{body}</body></text></TEI>".encode(),
    }[name]()
    path = tmp_path / f"a.{name}"
    path.write_bytes(data)
    reader = {"docx": DocxReader, "odt": OdtReader, "fb2": Fb2Reader, "tei": TeiReader}[name]()
    works = list(reader.read(FileSource.at(path)))
    found = {
        one
        for work in works
        for chapter in work.chapters
        for block in chapter.blocks
        for one in WORD.findall(block.text)
    }
    assert found == {f"word{number}" for number in range(next(numbers))}

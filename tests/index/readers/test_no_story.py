"""Pages of a book read file by file: what stands around a story is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import SkipKind, build, update
from fabula.index.errors import NoStory, UnreadableSource
from fabula.index.model import BlockKind, Work
from fabula.index.readers.html.reader import HtmlReader
from fabula.index.run.options import UpdateOptions

Read = Callable[..., Work]
PAGE = (
    '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml" '
    'xmlns:epub="http://www.idpf.org/2007/ops"><head><title>t</title></head>'
    '<body epub:type="frontmatter">{}</body></html>'
)
CONTENTS = PAGE.format('<nav epub:type="toc"><ol><li><a href="1.xhtml">The Ferry</a></li></ol></nav>')
IMPRINT = PAGE.format('<section epub:type="imprint"><h2>Imprint</h2><p>Made by many hands.</p></section>')
CHAPTER = PAGE.format('<section epub:type="chapter"><h2>I</h2><p>She left at noon, and it rained.</p></section>')


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('<nav epub:type="toc"><ol><li><a href="1.xhtml">The Ferry</a></li></ol></nav>', "table of contents"),
        ('<nav epub:type="loi"><h2>List of Illustrations</h2><ol><li>A lamp.</li></ol></nav>', "table of contents"),
        ('<section epub:type="titlepage"><h1>The Lamp</h1><p>By Mara Vell</p></section>', "title page"),
        ('<section id="halftitlepage"><h2 epub:type="fulltitle">The Lamp</h2></section>', "title page"),
        ('<section epub:type="imprint"><h2>Imprint</h2><p>Made by many hands.</p></section>', "imprint"),
        (
            '<section epub:type="colophon"><p>It was published in 1865.</p><img alt="Logo" src="l"/></section>',
            "colophon",
        ),
        ('<section epub:type="copyright-page"><h2>Uncopyright</h2><p>Do good.</p></section>', "copyright"),
        ('<div class="cover"><img src="cover.jpg" alt="The cover of the book"/></div>', "picture"),
    ],
)
def test_pages_around_a_book_are_no_works(read: Read, body: str, reason: str) -> None:
    """A title page, an imprint, a table of contents alone: the reader says that there is nothing to index."""
    with pytest.raises(NoStory, match=reason):
        read(HtmlReader(), PAGE.format(body), "page.xhtml")


@pytest.mark.parametrize("name", ["dedication", "endnotes", "acknowledgements", "epigraph", "afterword"])
def test_pages_of_the_author_beside_the_story_are_kept(read: Read, name: str) -> None:
    """Dedications, endnotes and the like are the author's own words and can be found."""
    work = read(HtmlReader(), PAGE.format(f'<section epub:type="{name}"><p>For Odo.</p></section>'), "page.xhtml")
    assert [block.text for chapter in work.chapters for block in chapter.blocks] == ["For Odo."]


def test_a_story_with_a_title_page_keeps_both(read: Read, blocks: Callable[..., list[str]]) -> None:
    """Front matter on the page of a story is a note of it."""
    body = '<section epub:type="titlepage"><h1>The Lamp</h1></section><p>She left at noon.</p>'
    work = read(HtmlReader(), PAGE.format(body), "page.xhtml")
    assert blocks(work, BlockKind.NOTE) == ["The Lamp"]
    assert blocks(work, BlockKind.PARAGRAPH) == ["She left at noon."]


def test_an_empty_page_is_a_failure(read: Read) -> None:
    """A page that shows nothing at all may have lost its story on the way here."""
    with pytest.raises(UnreadableSource, match="no words") as raised:
        read(HtmlReader(), PAGE.format('<div id="story"></div>'), "page.xhtml")
    assert not isinstance(raised.value, NoStory)


@pytest.mark.slow
def test_the_receipt_lists_them_as_ignored(tmp_path: Path) -> None:
    """Building from such a folder is complete; a page that held a story before and holds none now keeps it until
    the page is deleted."""
    folder = tmp_path / "book"
    folder.mkdir()
    for name, page in (("1.xhtml", CHAPTER), ("toc.xhtml", CONTENTS), ("imprint.xhtml", IMPRINT)):
        (folder / name).write_text(page, encoding="utf-8")
    receipt = build(tmp_path / "library", [folder])
    assert (receipt.files, receipt.added, receipt.complete) == (3, 1, True)
    assert {(skipped.path, skipped.kind) for skipped in receipt.skipped} == {
        ("imprint.xhtml", SkipKind.IGNORED),
        ("toc.xhtml", SkipKind.IGNORED),
    }
    (folder / "1.xhtml").write_text(IMPRINT, encoding="utf-8")
    receipt = build(tmp_path / "library", [folder])
    assert (receipt.removed, receipt.works) == (0, 1)
    (failure,) = receipt.failures
    assert (failure.path, failure.kind) == ("1.xhtml", SkipKind.FAILED)
    (folder / "1.xhtml").unlink()
    receipt = update(tmp_path / "library", UpdateOptions(allow_removals=True))
    assert (receipt.removed, receipt.works, receipt.failures) == (1, 0, ())

"""The words of books and documents in zip containers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest

from fabula.index.word_audit import zip_texts
from fabula.index.word_audit.zip_texts import epub_text, open_document_text, word_text


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_epub() -> None:
    """All pages, in the reading order or not; no package, no table of contents, no style sheet."""
    book = zipped(
        {
            "mimetype": "application/epub+zip",
            "content.opf": "<package><title>no</title></package>",
            "toc.ncx": "<ncx><text>no</text></ncx>",
            "style.css": "no",
            "one.xhtml": "<?xml version='1.0'?><html><head><title>no</title></head><body>one</body></html>",
            "text/TWO.HTML": "<HTML><BODY>two",
            "three.xml": "<html:html xmlns:html='x'><html:p>three</html:p></html:html>",
            "data.xml": "<data>no</data>",
        }
    )
    assert epub_text(book).split() == ["one", "two", "three"]


def test_word() -> None:
    """Notes, comments, headers, deleted text and chunks of other formats; a fallback repeats what stands before it."""
    inner = zipped({"word/document.xml": "<w:p xmlns:w='w'>inner</w:p>"})
    document = zipped(
        {
            "docProps/core.xml": "<a>no</a>",
            "word/document.xml": "<w:d xmlns:w='w' xmlns:mc='m'><w:p>one<w:delText>gone</w:delText></w:p>"
            "<mc:Choice><mc:align>center</mc:align>box</mc:Choice><mc:Fallback><w:p>box</w:p></mc:Fallback></w:d>",
            "word/footnotes.xml": "<w:p xmlns:w='w'>note</w:p>",
            "word/comments.xml": "<w:p xmlns:w='w'>comment</w:p>",
            "word/header1.xml": "<w:p xmlns:w='w'>header</w:p>",
            "word/styles.xml": "<a>no</a>",
            "word/afchunk1.html": "<p>page</p>",
            "word/afchunk2.docx": inner,
            "word/afchunk3.rtf": r"{\rtf1 rich}",
            "word/media/image.png": b"no",
        }
    )
    assert word_text(document).split() == "onegone box note comment header page inner rich".split()


def test_open_document() -> None:
    """The content, and headers among the styles; a flat document without its pictures."""
    document = zipped(
        {"content.xml": "<a><p>one</p></a>", "styles.xml": "<a><p>header</p></a>", "meta.xml": "<a>no</a>"}
    )
    assert open_document_text(document).split() == ["one", "header"]
    flat = b"<o:d xmlns:o='o'><o:meta>no</o:meta><o:p>one<o:binary-data>bm8=</o:binary-data></o:p></o:d>"
    assert open_document_text(flat).split() == ["one"]


def test_what_unpacks_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bomb is refused before it is unpacked."""
    monkeypatch.setattr(zip_texts, "MAX_BYTES", 100)
    with pytest.raises(ValueError, match="more than is read"):
        epub_text(zipped({"a.html": "<html>" + "a" * 60, "b.html": "<html>" + "b" * 60}))

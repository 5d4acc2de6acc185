"""Archives that are one document, and archives of documents."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import build
from fabula.index.files.file_source import FileSource
from fabula.index.readers import choose
from fabula.index.readers.bytes.zip_package import declared_type, has_member

Build = Callable[..., bytes]


def _zip(members: dict[str, bytes], method: int = zipfile.ZIP_STORED, extra: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in members.items():
            member = zipfile.ZipInfo(name)
            member.extra = extra
            archive.writestr(member, data, method)
    return stream.getvalue()


def test_the_first_member_declares_the_type() -> None:
    """Also behind an extra field; not if it has another name, lies in a folder, or comes second."""
    kind = b"application/epub+zip"
    assert declared_type(_zip({"mimetype": kind})).startswith(kind)
    assert declared_type(_zip({"mimetype": kind}, extra=b"UT\x05\x00\x01abcd")).startswith(kind)
    for members in ({"in/mimetype": kind}, {"a.txt": b"x", "mimetype": kind}, {"a": _zip({"mimetype": kind})}):
        assert declared_type(_zip(members)) == b""
    for cut in range(40):
        assert declared_type(_zip({"mimetype": kind})[:cut]) in (b"", kind[: max(0, cut - 38)])


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_archive_of_documents_is_none(tmp_path: Path, epub: Build, docx: Build, odt: Build, method: int) -> None:
    """Stored documents show the names of their own members in the archive; each document is a work."""
    documents = {
        "a.epub": epub({"one.xhtml": "<p>She left the lamp.</p>"}),
        "b.docx": docx("<w:p><w:r><w:t>He kept the rope.</w:t></w:r></w:p>"),
        "c.odt": odt("<text:p>They waited at the harbour.</text:p>"),
    }
    for first in documents:
        order = {first: documents[first], **documents}
        path = tmp_path / "stories" / f"{first} first.zip"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(_zip(order, method))
        assert choose(FileSource.at(path)) is None
    receipt = build(tmp_path / "library", [tmp_path / "stories"], workers=0, speech=False)
    assert (receipt.works, receipt.skipped) == (9, ())


def test_a_damaged_archive_is_no_document(tmp_path: Path, docx: Build) -> None:
    """Its members are not known, whatever names its first bytes have."""
    (tmp_path / "a.zip").write_bytes(docx("<w:p/>")[:-30])
    assert b"word/document.xml" in FileSource.at(tmp_path / "a.zip").head()
    assert not has_member(FileSource.at(tmp_path / "a.zip"), "word/document.xml")

"""Real small files for the readers: written to disk, read as sources."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

import pytest

from fabula.index.errors import SourceError
from fabula.index.files.file_source import FileSource
from fabula.index.files.source import Source
from fabula.index.model import BlockKind, Work
from ...growth import grows_evenly


class AnyReader(Protocol):
    def read(self, source: Source) -> object: ...


ReadBytes = Callable[..., Work]

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles><rootfile full-path="{path}" media-type="application/oebps-package+xml"/></rootfiles>
</container>"""


@pytest.fixture(autouse=True, scope="session")
def documented_rules() -> Iterator[None]:
    """Whatever a reader leaves out in any test here has a rule that docs/formats.md names."""
    text = (Path(__file__).parents[3] / "docs" / "formats.md").read_text(encoding="utf-8")
    table = text.split("## What readers leave out")[1].split("\n## ")[0]
    rules = {row.split("|")[1].strip() for row in table.splitlines() if row.startswith("| ")}
    mend = Work.__post_init__

    def checked(work: Work) -> None:
        assert {item.rule for item in work.left_out} <= rules
        mend(work)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Work, "__post_init__", checked)
        yield


@pytest.fixture
def read(tmp_path: Path) -> ReadBytes:
    """Write bytes or text under a name, read them with a reader, and give the one work."""

    def read_one(reader: object, data: bytes | str, name: str = "story.txt") -> Work:
        path = tmp_path / name
        path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
        works = list(reader.read(FileSource.at(path)))  # type: ignore[attr-defined]
        assert len(works) == 1
        work = works[0]
        assert isinstance(work, Work)
        return work

    return read_one


@pytest.fixture
def reads_evenly(read: ReadBytes) -> Callable[[object, str, str], bool]:
    """Whether a story of 20,000 times `unit` is read, or refused, in time that grows as its length does."""

    def grows(reader: object, unit: str, name: str) -> bool:
        def attempt(times: int) -> None:
            try:
                read(reader, "a story\n\n" + unit * times, name)
            except SourceError as error:
                assert str(error)

        return grows_evenly(attempt, 20_000)

    return grows


@pytest.fixture
def blocks() -> Callable[..., list[str]]:
    """The texts of a work's blocks of one kind, in order."""

    def of_kind(work: Work, kind: BlockKind) -> list[str]:
        return [block.text for chapter in work.chapters for block in chapter.blocks if block.kind is kind]

    return of_kind


@pytest.fixture
def epub() -> Callable[..., bytes]:
    """An EPUB of these pages (name -> the markup of its body), as bytes."""

    def build(
        pages: Mapping[str, str],
        *,
        metadata: str = "<dc:title>The Lamp</dc:title><dc:creator>Mara Vell</dc:creator>",
        opf_path: str = "OEBPS/content.opf",
        extra: Mapping[str, str] | None = None,
        manifest: str = "",
        spine: str | None = None,
        spine_attributes: str = "",
        compression: int = zipfile.ZIP_DEFLATED,
    ) -> bytes:
        folder = opf_path.rpartition("/")[0]
        items = "".join(
            f'<item id="p{number}" href="{name}" media-type="application/xhtml+xml"/>'
            for number, name in enumerate(pages)
        )
        order = spine if spine is not None else "".join(f'<itemref idref="p{n}"/>' for n in range(len(pages)))
        opf = (
            '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="uid">'
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">'
            f'<dc:identifier id="uid">urn:test:lamp</dc:identifier>{metadata}</metadata>'
            f"<manifest>{items}{manifest}</manifest><spine {spine_attributes}>{order}</spine></package>"
        )
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", compression) as archive:
            archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
            archive.writestr("META-INF/container.xml", CONTAINER.format(path=opf_path))
            archive.writestr(opf_path, opf)
            for name, body in pages.items():
                archive.writestr(
                    f"{folder}/{name}".lstrip("/").replace("%20", " "),
                    f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml" '
                    f'xmlns:epub="http://www.idpf.org/2007/ops"><head><title>t</title></head><body>{body}</body></html>',
                )
            for name, text in (extra or {}).items():
                archive.writestr(name, text)
        return stream.getvalue()

    return build


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office", "text": "text", "style": "style", "draw": "drawing", "fo": "xsl-fo-compatible",
        "svg": "svg-compatible", "meta": "meta", "table": "table",
    }.items()
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'  # fmt: skip


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text, zipfile.ZIP_STORED if name == "mimetype" else None)
    return stream.getvalue()


@pytest.fixture(scope="session")
def docx() -> Callable[..., bytes]:
    """A Word document with this markup in its body, as bytes. `parts`: its other files by kind ("styles", …)."""
    kinds = {"styles": "styles", "footnotes": "footnotes", "endnotes": "endnotes"}
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"

    def build(body: str, *, properties: str = "", more: Mapping[str, str | bytes] | None = None, **parts: str) -> bytes:
        related = "".join(
            f'<Relationship Id="r{kind}" Type="{office}/{kind}" Target="{kind}.xml"/>'
            for kind in kinds
            if kind in parts
        )
        files: dict[str, str | bytes] = {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{office}/officeDocument" Target="word/document.xml"/>'
            f'<Relationship Id="r" Type="{package}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
            "</Relationships>",
            "word/document.xml": f'<w:document {W} xmlns:r="{office}"><w:body>{body}<w:sectPr/></w:body></w:document>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{related}'
            f'<Relationship Id="star" Type="{office}/image" Target="media/star.png"/></Relationships>',
            "docProps/core.xml": f'<p:coreProperties xmlns:p="{package}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
            f"{properties}</p:coreProperties>",
        }
        for kind, text in parts.items():
            files[f"word/{kind}.xml"] = f"<w:{kind} {W}>{text}</w:{kind}>"
        return zipped(files | dict(more or {}))

    return build


@pytest.fixture(scope="session")
def odt() -> Callable[..., bytes]:
    """An OpenDocument text with this markup in its body, as bytes. `styles`: its own; `common`: of styles.xml."""

    def build(
        body: str, *, styles: str = "", common: str = "", meta: str = "", more: Mapping[str, str] | None = None
    ) -> bytes:
        parts = {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {ODF}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {ODF}><office:styles>{common}</office:styles>"
            "</office:document-styles>",
            "meta.xml": f"<office:document-meta {ODF}><office:meta>{meta}</office:meta></office:document-meta>",
            "META-INF/manifest.xml": "<manifest/>",
        }
        return zipped(parts | dict(more or {}))

    return build

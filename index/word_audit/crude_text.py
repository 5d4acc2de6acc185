"""Which crude extraction belongs to which reader.

What describes a file is no text of it: the package of an EPUB, the properties of Word, OpenDocument, PDF and RTF, the
headers of TEI, FictionBook and Kindle books. Readers take from it what makes metadata.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from fabula.index.files.source import Source
from .decoding import decodings
from .light_text import json_text, marked_text, plain_text
from .markup import page_text
from .palm_text import NotAudited, palm_text
from .pdf_text import pdf_text
from .rich_text import rich_text
from .xml_text import xml_texts
from .zip_texts import epub_text, open_document_text, word_text

# Bytes of a file to its text, most likely first; several where the bytes do not say their encoding.
Extraction = Callable[[bytes], Iterator[str]]

_PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".xht", ".xml")


def _single(text_of: Callable[[bytes], str]) -> Extraction:
    return lambda data: iter((text_of(data),))


_EXTRACTIONS: Mapping[str, Extraction] = {
    "text": plain_text,
    "html": marked_text,
    "markdown": marked_text,
    "org": plain_text,
    "asciidoc": marked_text,
    "jsonl": json_text,
    "mobi": _single(palm_text),
    "epub": _single(epub_text),
    "docx": _single(word_text),
    "odt": _single(open_document_text),
    "rtf": rich_text,
    "fb2": lambda data: xml_texts(data, without=("binary", "description")),
    "tei": lambda data: xml_texts(data, without=("teiHeader",)),
    "pdf": _single(pdf_text),
}
# Readers of folders: their works are made of pages.
_FOLDER_READERS = ("chapter-folder", "package-folder")


def crude_texts(source: Source, reader: str, parts: Iterable[Source]) -> Iterator[str]:
    """The text of what `reader` reads, most likely first. `parts`: the files of a folder.

    Raises NotAudited, SourceError, and whatever a damaged file makes an extraction raise.
    """
    if source.is_folder and reader in _FOLDER_READERS:
        pages = [part for part in parts if part.suffix in _PAGE_SUFFIXES]
        return iter(("\n".join(page_text(next(decodings(part.read())), with_head=False) for part in pages),))
    if source.is_folder or reader not in _EXTRACTIONS:
        raise NotAudited(f"there is no second way to read what the {reader} reader reads")
    return _EXTRACTIONS[reader](source.read())

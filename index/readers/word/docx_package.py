"""Finds the files of a Word document in its zip archive, by their relations and types (ECMA-376 part 2)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from fabula.index.errors import UnreadableSource
from fabula.index.readers.bytes.bounded_zip import BoundedZip
from .xml_stream import attribute, xml_events

MAIN_PART = "word/document.xml"
_ROOT_RELATIONS = "_rels/.rels"
_CONTENT_TYPES = "[Content_Types].xml"


class Relation(NamedTuple):
    """kind: the last word of its type ("styles", "image"). target: a file of the archive, or an address outside."""

    id: str
    kind: str
    target: str
    is_external: bool


class DocxPackage:
    """The files of an open archive. Raises UnreadableSource if there is no document in it."""

    def __init__(self, archive: BoundedZip) -> None:
        self._archive = archive
        self._root = tuple(_relations(archive, _ROOT_RELATIONS, ""))
        main = next((relation.target for relation in self._root if relation.kind == "officeDocument"), "")
        self.main = main if main in archive else MAIN_PART
        if self.main not in archive:
            raise UnreadableSource("it is a zip archive without a Word document in it")
        folder, name = posixpath.split(self.main)
        relations = _relations(archive, posixpath.join(folder, "_rels", f"{name}.rels"), self.main)
        self.relations = {relation.id: relation for relation in relations}
        self.bytes_read = 0

    def __contains__(self, name: str) -> bool:
        return name in self._archive

    def read(self, name: str) -> bytes:
        data = self._archive.read(name)
        self.bytes_read += len(data)
        return data

    def files(self, kind: str) -> list[str]:
        """The existing files of a kind, in the order of the relations."""
        names = (relation.target for relation in (*self.relations.values(), *self._root) if relation.kind == kind)
        return [name for name in dict.fromkeys(names) if name in self._archive]

    def content_type(self, name: str) -> str:
        """The type of a file ("text/html"), in lower case; "" if the document does not say."""
        suffix = posixpath.splitext(name)[1].lstrip(".").lower()
        return self._content_types.get(f"/{name}") or self._content_types.get(suffix, "")

    @cached_property
    def _content_types(self) -> dict[str, str]:
        """The type of each file that has one of its own, by "/" and its name, and of each suffix."""
        types: dict[str, str] = {}
        if _CONTENT_TYPES in self._archive:
            for opens, tag, element in xml_events(self._archive.read(_CONTENT_TYPES), _CONTENT_TYPES):
                if not opens and tag in ("Override", "Default"):
                    key = attribute(element, "PartName") or attribute(element, "Extension").lower()
                    types[key] = attribute(element, "ContentType").lower()
        return types


def _relations(archive: BoundedZip, relations: str, base: str) -> Iterator[Relation]:
    """Every relation of the file `base` (part 2, 9.3)."""
    if relations not in archive:
        return
    for opens, tag, element in xml_events(archive.read(relations), relations, frozenset(("Relationship",))):
        if opens or tag != "Relationship":
            continue
        key, kind = attribute(element, "Id"), posixpath.basename(attribute(element, "Type"))
        target = attribute(element, "Target")
        if attribute(element, "TargetMode") == "External":
            yield Relation(key, kind, target, is_external=True)
            continue
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(posixpath.dirname(base), target)
        yield Relation(key, kind, posixpath.normpath(path), is_external=False)

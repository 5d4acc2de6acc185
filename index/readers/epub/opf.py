"""Reads the package document of an EPUB: the description of the work, and its files in reading order.

Open Packaging Format 2.0.1 (IDPF, 2010) and EPUB 3.3 (W3C, 2023), read leniently: only necessary parts must be present.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from fabula.index.errors import UnreadableSource
from fabula.index.readers.description import Description
from fabula.index.readers.html.addresses import resolve_reference
from .opf_metadata import describe_package
from .package_xml import all_elements, parse_xml

_TEXT_TYPES = (
    "application/xhtml+xml",
    "text/html",
    "application/x-dtbook+xml",
    "text/x-oeb1-document",
    "application/xml",
)
_TEXT_SUFFIXES = (".xhtml", ".html", ".htm", ".xml")


@dataclass(frozen=True, slots=True)
class SpineItem:
    """A text file of the package. `is_linear` is False outside the reading order."""

    name: str
    is_linear: bool = True


@dataclass(frozen=True, slots=True)
class Package:
    """spine             the text files in reading order.
    navigation, ncx   the files of the tables of contents of EPUB 3 and 2; "" if missing.
    beside            files that the package declares title page, copyright page, notes and the like.
    gaps              what is wrong with pages that the spine lists and nobody can find.
    """

    description: Description
    spine: tuple[SpineItem, ...]
    navigation: str = ""
    ncx: str = ""
    beside: frozenset[str] = frozenset()
    gaps: tuple[str, ...] = ()

    def located(self, find: Callable[[str], str]) -> Package:
        """The same with the names that `find` knows the files by; a file that it does not know keeps its name."""

        def name_of(name: str) -> str:
            return (find(name) if name else "") or name

        certain = {item.name for item in self.spine if find(item.name) == item.name}
        spine = (
            # A page that is missing is not another one of the spine, however alike their names are.
            item if name_of(item.name) in certain else replace(item, name=name_of(item.name))
            for item in self.spine
        )
        return replace(
            self,
            spine=tuple(dict.fromkeys(spine)),
            navigation=name_of(self.navigation),
            ncx=name_of(self.ncx),
            beside=frozenset(map(name_of, self.beside)),
        )


def read_package(data: bytes, name: str, plain: Callable[[str], str] = str) -> Package:
    """The package document `name`. `plain` removes the markup of a summary.

    Raises UnreadableSource if it lists no text.
    """
    root = parse_xml(data, name)
    items = {}
    navigation = ""
    for item in all_elements(root, "item"):
        member = resolve_reference(name, item.get("href") or "")
        items[(item.get("id") or "").strip()] = (member, (item.get("media-type") or "").lower())
        if "nav" in (item.get("properties") or "").split():
            navigation = member
    spine: list[SpineItem] = []
    gaps: list[str] = []
    ncx = ""
    for element in all_elements(root, "spine"):
        ncx = items.get(element.get("toc") or "", ("", ""))[0]
        for reference in all_elements(element, "itemref"):
            item_id = (reference.get("idref") or "").strip()
            if item_id not in items:
                gaps.append(f'its spine lists an item "{item_id}" that its manifest lacks')
                continue
            member, media_type = items[item_id]
            if member and (media_type in _TEXT_TYPES or member.lower().endswith(_TEXT_SUFFIXES)):
                spine.append(SpineItem(member, (reference.get("linear") or "yes").lower() != "no"))
    if not spine:
        raise UnreadableSource(f"its package document {name} lists no text")
    ncx = ncx or next((member for member, media_type in items.values() if media_type == "application/x-dtbncx+xml"), "")
    return Package(
        describe_package(root, plain),
        tuple(dict.fromkeys(spine)),
        navigation,
        ncx,
        _files_beside_story(root, name),
        tuple(dict.fromkeys(gaps)),
    )


_TYPES_BESIDE_STORY = frozenset(
    "cover title-page titlepage toc copyright-page copyright colophon acknowledgements dedication notes loi lot index"
    " other.imprint imprint other.copyright".split()
)


def _files_beside_story(root: Any, name: str) -> frozenset[str]:
    return frozenset(
        resolve_reference(name, reference.get("href") or "")
        for guide in all_elements(root, "guide")
        for reference in all_elements(guide, "reference")
        if (reference.get("type") or "").lower() in _TYPES_BESIDE_STORY
    )

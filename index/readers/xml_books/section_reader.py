"""Walks the elements of a book's text. Each format reads them in its own way."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from lxml import etree

from .section_builder import SectionBuilder
from .xml_root import tag_of


class SectionReader(ABC):
    """Reads elements into `builder`."""

    def __init__(self) -> None:
        self.builder = SectionBuilder()
        self._blocks = self.builder.blocks

    def walk(self, root: Any) -> None:
        """Read all elements within `root`, and the text between them."""
        skipped: Any = None
        for action, element in etree.iterwalk(root, events=("start", "end")):
            if skipped is not None:
                if element is not skipped:
                    continue
                skipped = None
            elif action == "start":
                if self._open_element(tag_of(element), element):
                    skipped = element
                continue
            else:
                self._close_element(tag_of(element), element)
            if element is not root and element.tail:
                self._blocks.add_text(element.tail)

    @abstractmethod
    def _open_element(self, tag: str, element: Any) -> bool:
        """True to skip the content of the element: it was read already, or is dropped."""

    @abstractmethod
    def _close_element(self, tag: str, element: Any) -> None: ...

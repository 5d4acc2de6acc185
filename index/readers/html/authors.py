"""Finds the names of authors in the body of a page."""

from __future__ import annotations

import re

from fabula.index.readers.structure.collapsing import collapse_whitespace
from .elements import Attributes
from .head import PageMetadata

_BYLINE = re.compile(r"\s*(?:written\s+)?by:?\s+(\S.{0,98})", re.IGNORECASE)


class AuthorReader:
    """Reads the elements that hold an author's name, one at a time."""

    def __init__(self, metadata: PageMetadata) -> None:
        self._metadata = metadata
        self._text: list[str] | None = None  # of the open element
        self._address = ""  # of the last external link

    @property
    def is_open(self) -> bool:
        """True within an element that holds a name."""
        return self._text is not None

    def open(self, tag: str, attributes: Attributes, names: frozenset[str]) -> bool:
        """True if the element holds the name of an author."""
        if tag != "a" and "z3998:author" not in names:
            return False
        rel = (attributes.get("rel") or "").lower().split()
        if "author" not in rel and "authorlink" not in names and "z3998:author" not in names:
            if (address := attributes.get("href") or "").startswith(("http://", "https://")):
                self._address = address
            return False
        self._text = []
        if "authorlink" in names and self._address:
            # FanFicFare puts the link to the work right before the one to its author.
            self._metadata.links.setdefault("canonical", self._address)
        return True

    def add_text(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def close(self) -> None:
        if self._text is None:
            return
        name = collapse_whitespace("".join(self._text))
        if name and name not in self._metadata.authors:
            self._metadata.authors.append(name)
        self._text = None


def byline_authors(byline: str) -> list[str]:
    """The author in a byline without links: "by Anonymous"."""
    match = _BYLINE.fullmatch(byline)
    return [match[1]] if match else []

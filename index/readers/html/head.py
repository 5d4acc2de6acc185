"""Reads the `<head>` of a page."""

from __future__ import annotations

from dataclasses import dataclass, field

from .elements import Attributes


@dataclass(slots=True)
class PageMetadata:
    """From the head: its `<title>`, its language, its `<meta>` by name, its links by relation. From the
    body: the names of authors, the first `<h1>`, and the summary below its label."""

    title: str = ""
    language: str = ""
    meta: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    authors: list[str] = field(default_factory=list)
    main_title: str = ""
    summary: str = ""


HEAD_TAGS = frozenset(("head", "title", "meta", "link"))


class HeadReader:
    """Reads the elements of a head, wherever they are: old pages have a `<title>` without a `<head>`."""

    def __init__(self, metadata: PageMetadata) -> None:
        self._metadata = metadata
        self._in_head = False
        self._title: list[str] | None = None
        self.is_open = False  # what comes now belongs to the head

    def open(self, tag: str, attributes: Attributes) -> None:
        if tag == "head":
            self._in_head = self.is_open = True
        elif tag == "title" and not self._metadata.title:
            self._title = []
            self.is_open = True
        elif tag == "meta":
            name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or ""
            content = attributes.get("content")
            if name and content:
                self._metadata.meta.setdefault(name.lower(), []).append(content.strip())
        elif tag == "link":
            for relation in (attributes.get("rel") or "").lower().split():
                self._metadata.links.setdefault(relation, attributes.get("href") or "")

    def take_text(self, text: str) -> bool:
        """Read `text` of the open head; True if it belongs to the title."""
        if self._title is not None:
            self._title.append(text)
        return self._title is not None

    def close(self, tag: str) -> bool:
        """True if the closing element is the head, or the open title."""
        if tag == "title" and self._title is not None:
            self._metadata.title = " ".join("".join(self._title).split())
            self._title = None
        elif tag == "head":
            self._in_head = False
        else:
            return False
        self.is_open = self._in_head
        return True

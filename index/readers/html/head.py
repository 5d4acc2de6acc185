"""The `<head>` of a page: what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from .elements import Attributes

__all__ = ["HeadReader", "PageMetadata"]


@dataclass(slots=True)
class PageMetadata:
    """What a page says of itself: its `<title>`, its language, its `<meta>` by name, its links by relation; and in its
    body the names of authors, the first `<h1>`, and the summary under a label of its own."""

    title: str = ""
    language: str = ""
    meta: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    authors: list[str] = field(default_factory=list)
    main_title: str = ""
    summary: str = ""


class HeadReader:
    """Takes the elements of a head, wherever they stand: old pages have a `<title>` without a `<head>`."""

    def __init__(self, said: PageMetadata) -> None:
        self._said = said
        self._within = False
        self._title: list[str] | None = None

    def wants(self, tag: str) -> bool:
        """True if an element opened now is the head's."""
        return self._within or tag in ("head", "title", "meta", "link")

    def open(self, tag: str, attributes: Attributes) -> None:
        if tag == "head":
            self._within = True
        elif tag == "title" and not self._said.title:
            self._title = []
        elif tag == "meta":
            name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or ""
            content = attributes.get("content")
            if name and content:
                self._said.meta.setdefault(name.lower(), []).append(content.strip())
        elif tag == "link":
            for relation in (attributes.get("rel") or "").lower().split():
                self._said.links.setdefault(relation, attributes.get("href") or "")

    def take_text(self, text: str) -> bool:
        """Take `text` if it is the head's; False if it is the body's."""
        if self._title is not None:
            self._title.append(text)
        return self._within or self._title is not None

    def close(self, tag: str) -> bool:
        """True if the element that closes is the head, or the title in work."""
        if tag == "title" and self._title is not None:
            self._said.title = " ".join("".join(self._title).split())
            self._title = None
            return True
        if tag == "head":
            self._within = False
        return tag == "head"

"""Keeps the places of a page to which links lead."""

from __future__ import annotations

from collections.abc import Mapping

from .elements import Attributes


class Anchors:
    """The anchors so far, in reading order. `places`: id -> index of the block that begins there."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._order: list[str] = []

    @property
    def places(self) -> Mapping[str, int]:
        return self._places

    def __len__(self) -> int:
        return len(self._order)

    def add(self, tag: str, attributes: Attributes, place: int) -> None:
        """Note the anchor of an element at `place`, if it is one; of two with the same id, links lead to the first."""
        if (anchor := attributes.get("id") or (attributes.get("name") if tag == "a" else None)) is not None:
            self._places.setdefault(anchor, place)
            self._order.append(anchor)

    def move_back(self, count: int, place: int) -> None:
        """Let all but the first `count` anchors lead to `place`, or to where they led before it."""
        for anchor in self._order[count:]:
            self._places[anchor] = min(self._places[anchor], place)

"""Finds the style sheets to which the pages of a book link, and those that they import. Each is read once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fabula.index.errors import UnreadableSource
from fabula.index.files.source import Source
from fabula.index.readers.html.addresses import resolve_reference
from .page_styles import PageStyles
from .style_sheet import MAX_SHEET_CHARS, Sheet, parse_sheet

# Bounds for hostile books; the books of the shared corpus have nine sheets at most.
_MAX_SHEETS = 32
_MAX_IMPORT_DEPTH = 2


class LinkedSheets:
    """The sheets of the files of one book, each read once, and the styles of the pages that share them.

    `resolve(base, address)` names the file to which `address` in the file `base` leads, "" for none; `read(name)` gives
    its text, "" if it cannot be read.
    """

    def __init__(self, resolve: Callable[[str, str], str], read: Callable[[str], str]) -> None:
        self._resolve = resolve
        self._read = read
        self._sheets: dict[str, tuple[Sheet, ...]] = {}
        self._styles: dict[tuple[str, ...], PageStyles] = {}

    def styles(self, base: str, addresses: Sequence[str], own: Sequence[str]) -> PageStyles:
        """The styles of the page `base` with links to `addresses` and the texts of its `own` sheets."""
        names = tuple(
            dict.fromkeys(filter(None, (self._load(base, address, 0) for address in addresses[:_MAX_SHEETS])))
        )
        linked = [sheet for name in names for sheet in self._sheets[name]]
        if own:
            texts = own[:_MAX_SHEETS]
            return PageStyles([*linked, *(sheet for text in texts for sheet in self._with_imports(base, text, 0))])
        if names not in self._styles:
            self._styles[names] = PageStyles(linked)
        return self._styles[names]

    def _load(self, base: str, address: str, depth: int) -> str:
        """The name of a sheet, which is read now, with those that it imports; "" if there is none."""
        name = self._resolve(base, address)
        if name and name not in self._sheets:
            if len(self._sheets) >= _MAX_SHEETS:
                return ""
            # Entered before it is read: it may import itself.
            self._sheets[name] = ()
            self._sheets[name] = self._with_imports(name, self._read(name), depth + 1)
        return name

    def _with_imports(self, base: str, text: str, depth: int) -> tuple[Sheet, ...]:
        sheet = parse_sheet(text)
        names = [self._load(base, address, depth) for address in sheet.imports] if depth <= _MAX_IMPORT_DEPTH else []
        return (*(other for name in names if name for other in self._sheets[name]), sheet)


def linked_sheets(find: Callable[[str], Source | None]) -> LinkedSheets:
    """The sheets among files that `find` gives by their names. One that cannot be read hides nothing."""

    def read(name: str) -> str:
        file = find(name)
        if file is None or file.is_folder or file.size > MAX_SHEET_CHARS:
            return ""
        try:
            return file.read().decode("utf-8", "replace")
        except UnreadableSource:
            return ""

    return LinkedSheets(resolve_reference, read)


# For pages whose links lead nowhere.
NO_SHEETS = LinkedSheets(lambda base, address: "", lambda name: "")

"""Pages of a book that its reading order does not have: they are left out, and their words reported."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from fabula.index.errors import UnreadableSource
from fabula.index.model import LeftOut
from fabula.index.readers.html.markup import read_page

_PAGE_NAME = re.compile(r"\.(?:xhtml|html?|xht|xml)$", re.IGNORECASE)
_PAGE = re.compile(r"<(?:\w{1,20}:)?(?:html|body)\b", re.IGNORECASE)
# A page begins with its declarations; a cover of drawings may have many.
_LOOKED_AT_LETTERS = 4_096


def outside_pages(names: Iterable[str], read_text: Callable[[str], str]) -> Iterator[LeftOut]:
    """The words of those of the files `names` that are pages. `read_text` may raise UnreadableSource.

    Most books have one, the table of contents of EPUB 3; what else there is was left over by a program, or hidden by an
    editor.
    """
    for name in names:
        if not _PAGE_NAME.search(name):
            continue
        # Nobody misses a page that is damaged or encrypted, and not in the reading order.
        with suppress(UnreadableSource):
            text = read_text(name)
            if _PAGE.search(text[:_LOOKED_AT_LETTERS]):
                page = read_page(text)
                texts = [*(block.text for block in page.blocks), *(item.text for item in page.left_out)]
                yield LeftOut("pages outside the reading order", "\n".join(texts))

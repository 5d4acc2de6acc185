"""Imports what the files of a run need to be read, before processes are forked, so that none imports it for itself.

Readers import it themselves when they read their first file: 0.1 s for plain text, 0.2 s for a page. Two processes that
did so side by side took as long each.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from importlib import import_module

_PAGES = (
    "html.page_story", "html.styles.linked_sheets", "structure.heading_chapters", "metadata.front_matter",
    "metadata.make_work", "metadata.source_address",
)  # fmt: skip
_STYLED = ("metadata.make_work", "styled.styled_story")
# Modules of fabula.index.readers by suffix. Nothing follows from a suffix that is missing or wrong: a process imports
# what it lacks.
_MODULES = {
    ".txt": ("plain_text.text_file",),
    ".text": ("plain_text.text_file",),
    ".html": _PAGES,
    ".htm": _PAGES,
    ".xhtml": _PAGES,
    ".epub": ("epub.archived_files", "epub.book"),
    ".docx": ("word.docx_document", *_STYLED),
    ".odt": ("word.odt_body", *_STYLED),
    ".rtf": ("rtf.rich_text", *_STYLED),
    ".md": ("light_markup.markdown_document", "structure.heading_chapters", "metadata.make_work"),
    ".mobi": ("kindle.mobi_work",),
    ".azw3": ("kindle.mobi_work",),
}


def preload(suffixes: Iterable[str]) -> None:
    """Import what files with these `suffixes` need."""
    modules = {module for suffix in set(suffixes) for module in _MODULES.get(suffix, ())}
    # What cannot be imported fails again where it is needed, and is reported for the file.
    with suppress(Exception):
        for module in sorted(modules):
            import_module(f"fabula.index.readers.{module}")
        if modules:
            # 50 ms to compile, and nearly every work needs them.
            heading_patterns = import_module("fabula.index.readers.headings.heading_patterns")
            heading_patterns.labelled()
            heading_patterns.ordinal()

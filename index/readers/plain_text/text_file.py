"""Reads the bytes of a plain text file into a work.

What it costs, in ms of processor time a megabyte (4 MB of novels on a busy core: 86, of 131 with scenes, the count of
words and the bytes for another process; the same was 176 before lines were unwrapped in arrays): unwrapping lines 14,
making blocks of them 13, headings 10, running heads 8, pieces 6, the encoding 5, the layout 5, the work's own title,
note marks and parted words 5, words of Project Gutenberg 11. Whatever is asked of every line is asked of arrays
(structure/text_lines.py) or of the whole text; regular expressions run only where a cheaper sign (a letter, a length)
has not decided.
"""

from __future__ import annotations

from fabula.index.files.source import Source
from fabula.index.model import LeftOut, Work
from fabula.index.readers.bytes.encoding import decode
from fabula.index.readers.metadata.make_work import make_work
from fabula.index.readers.structure.text_lines import TextLines, which
from .plain_story import PlainText
from .printed_pages import join_pages
from .running_heads import PAGE_BREAK


def read_text_file(reader: str, source: Source) -> Work:
    """The work in `source`, read by `reader`. Raises UnreadableSource."""
    pages = join_pages(_without_line_end_blanks(decode(source.read(), keeps_pages=True).text))
    text = PlainText(pages.text)
    chapters = text.chapters()
    left_out = [LeftOut("running heads", head) for head in pages.running_heads]
    return make_work(reader, source, text.description, chapters, (*left_out, *text.left_out))


def _without_line_end_blanks(text: str) -> str:
    if PAGE_BREAK not in text and not _has_line_end_blanks(text):
        return text
    # `str.rstrip` takes a form feed for a blank, too.
    pages = text.split(PAGE_BREAK)
    return PAGE_BREAK.join(["\n".join([line.rstrip() for line in page.split("\n")]) for page in pages])


def _has_line_end_blanks(text: str) -> bool:
    lines = TextLines.of(text)
    return bool(which(lines.lasts()[lines.lengths > 0], str.isspace).any())
